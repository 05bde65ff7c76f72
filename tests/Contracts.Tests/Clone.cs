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

    /// <summary>Names of the projects whose code a project file references, and of its packages. Projects that are only built first are none of them.</summary>
    public static (IReadOnlyList<string> Projects, IReadOnlyList<string> Packages) ReferencesOf(params string[] projectFile)
    {
        var elements = XDocument.Load(PathOf(projectFile)).Descendants().ToList();
        var projects = Included(elements.Where(element => element.Attribute("ReferenceOutputAssembly")?.Value != "false"), "ProjectReference");
        return ([.. projects.Select(path => Path.GetFileNameWithoutExtension(path)!)], [.. Included(elements, "PackageReference")]);
    }

    private static IEnumerable<string> Included(IEnumerable<XElement> elements, string item) =>
        elements.Where(element => element.Name.LocalName == item).SelectMany(element => element.Attribute("Include")?.Value.Split(';') ?? []);

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
