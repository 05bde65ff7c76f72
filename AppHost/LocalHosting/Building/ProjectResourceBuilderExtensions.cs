using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project is.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The project file; a relative path starts at the AppHost's folder.</summary>
    string ProjectPath { get; }

    /// <summary>The project has been built along with the AppHost, in the same configuration.</summary>
    bool SuppressBuild => false;
}

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        builder.AddProject(name, new ProjectAtPath(projectPath));

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject());

    /// <param name="launchProfileName">Null: no launch profile. No other value is known here.</param>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        string? launchProfileName)
        where TProject : IProjectMetadata, new() => launchProfileName is null
            ? builder.AddProject<TProject>(name)
            : throw new DistributedApplicationException($"Resource '{name}' names the launch profile '{launchProfileName}'; launch profiles are not read here.");

    private static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata) =>
        builder.AddResource(new ProjectResource(name))
            .WithAnnotation(metadata)
            .WithEnvironment(AddProjectDefaults);

    // What the SDK's own AppHost gives a project: its addresses and a console that can be read in a browser.
    private static void AddProjectDefaults(EnvironmentCallbackContext context)
    {
        var variables = context.EnvironmentVariables;
        variables.TryAdd("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true");
        variables.TryAdd("LOGGING__CONSOLE__FORMATTERNAME", "simple");
        variables.TryAdd("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");

        var resource = (ProjectResource)context.Resource;
        var urls = resource.Annotations.OfType<EndpointAnnotation>()
            .Where(e => e.UriScheme is "http" or "https")
            .Select(e => new EndpointReference(resource, e.Name).Url)
            .ToArray();
        if (urls.Length > 0)
        {
            variables.TryAdd("ASPNETCORE_URLS", string.Join(';', urls));
        }
    }

    private sealed record ProjectAtPath(string ProjectPath) : IProjectMetadata;
}
