using System.Reflection;
using System.Runtime.Versioning;
using System.Xml.Linq;

namespace Aspire.Hosting.Running;

/// <summary>Where MSBuild puts what a project builds.</summary>
internal static class ProjectOutput
{
    /// <summary>
    /// The program of a project that was built along with the AppHost. Started itself and not by <c>dotnet run</c>, the process that is stopped or killed is the service.
    /// </summary>
    /// <exception cref="DistributedApplicationException">It has not been built.</exception>
    public static string Find(string projectFile, Assembly? appHost)
    {
        var program = Path.Combine(
            Path.GetDirectoryName(projectFile)!, "bin", Configuration(appHost), TargetFramework(appHost), $"{AssemblyName(projectFile)}.dll");
        return File.Exists(program)
            ? program
            : throw new DistributedApplicationException($"'{program}' does not exist: build '{projectFile}' along with the AppHost.");
    }

    public static string Configuration(Assembly? appHost) =>
        appHost?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration is { Length: > 0 } configuration ? configuration : "Debug";

    // ".NETCoreApp,Version=v10.0" is built into "net10.0"; the services are built for what the AppHost is built for.
    private static string TargetFramework(Assembly? appHost)
    {
        var framework = new FrameworkName(appHost?.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName ?? AppContext.TargetFrameworkName!);
        return $"net{framework.Version.ToString(fieldCount: 2)}";
    }

    private static string AssemblyName(string projectFile) =>
        XDocument.Load(projectFile).Descendants("AssemblyName").LastOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(projectFile);
}
