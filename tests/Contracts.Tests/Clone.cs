using System.Xml.Linq;

namespace Contracts.Tests;

/// <summary>The source tree that this test program was built in.</summary>
internal static class Clone
{
    public static readonly IReadOnlyList<string> Services = ["Orgs", "Billing", "Tickets", "Storefront"];

    public static DirectoryInfo Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root.FullName, .. parts]);

    public static IEnumerable<string> SourcesOf(string service) =>
        Directory.EnumerateFiles(PathOf("services", service, $"{service}.Api"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>Names of the projects that a project file references, and of its packages.</summary>
    public static (IReadOnlyList<string> Projects, IReadOnlyList<string> Packages) ReferencesOf(params string[] projectFile)
    {
        var items = XDocument.Load(PathOf(projectFile)).Descendants().ToLookup(element => element.Name.LocalName, element => element.Attribute("Include")?.Value, StringComparer.Ordinal);
        return ([.. items["ProjectReference"].Select(path => Path.GetFileNameWithoutExtension(path!))], [.. items["PackageReference"].Select(name => name!)]);
    }

    private static DirectoryInfo FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a clone of the platform.");
        }

        return folder;
    }
}
