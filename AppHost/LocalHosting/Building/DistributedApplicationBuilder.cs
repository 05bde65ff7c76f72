using System.Reflection;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed partial class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder host;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = options.ProjectDirectory ?? ProjectDirectory(AppHostAssembly) ?? Directory.GetCurrentDirectory();
        host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ContentRootPath = AppHostDirectory,
            ApplicationName = AppHostAssembly?.GetName().Name,
        });
        host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        Services.AddLocalRuntime(this, options);
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory { get; }

    public Assembly? AppHostAssembly { get; }

    public IHostEnvironment Environment => host.Environment;

    public IServiceCollection Services => host.Services;

    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(DistributedApplicationOperation.Run);

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (!ResourceName.IsMatch(resource.Name))
        {
            throw new DistributedApplicationException(
                $"Resource name '{resource.Name}' is invalid. It has to start with a letter and consist of up to 64 letters, digits and single hyphens.");
        }

        if (Resources.TryGetByName(resource.Name, out _))
        {
            throw new DistributedApplicationException($"Cannot add resource '{resource.Name}' because a resource of that name exists.");
        }

        if (resource.IsProcess)
        {
            resource.Annotations.Add(InstanceAnnotation.Create());
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        foreach (var resource in Resources.Where(r => r.IsProcess))
        {
            LifecycleCommands.AddTo(resource);
        }

        return new DistributedApplication(host.Build());
    }

    [GeneratedRegex("^(?=.{1,64}$)[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResourceName { get; }

    // The AppHost runs from its project's bin folder: the project is the first folder above that has its project file.
    private static string? ProjectDirectory(Assembly? assembly)
    {
        var projectFile = $"{assembly?.GetName().Name}.csproj";
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, projectFile)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
