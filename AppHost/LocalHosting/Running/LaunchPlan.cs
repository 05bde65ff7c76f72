using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>What to start for a resource, with every value known.</summary>
/// <param name="HasSecretArguments">Some argument carries a secret parameter or a connection string.</param>
internal sealed record LaunchPlan(
    string Program,
    IReadOnlyList<string> Arguments,
    bool HasSecretArguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    string? ProjectFile);

/// <summary>Asks the AppHost's callbacks for arguments and environment, each time a resource starts.</summary>
internal sealed class LaunchPlanner(IDistributedApplicationBuilder builder, TelemetryVariables telemetry)
{
    /// <summary>Waits for values that are not known yet.</summary>
    public async Task<LaunchPlan> PlanAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var (program, leading, folder, projectFile) = Command(resource);
        var given = await ArgumentsAsync(resource, logger, cancellationToken);
        var arguments = new List<string>(leading);
        foreach (var argument in given)
        {
            if (await ValueAsync(argument, cancellationToken) is { } value)
            {
                arguments.Add(value);
            }
        }

        var environment = await EnvironmentAsync(resource, logger, cancellationToken);
        return new LaunchPlan(program, arguments, given.Any(IsSecret), folder, environment, projectFile);
    }

    private (string Program, string[] Leading, string Folder, string? ProjectFile) Command(IResource resource)
    {
        if (resource is ExecutableResource executable)
        {
            var folder = Path.GetFullPath(executable.WorkingDirectory, builder.AppHostDirectory);
            return (executable.Command, [], folder, null);
        }

        var metadata = resource.Annotations.OfType<IProjectMetadata>().LastOrDefault()
            ?? throw new DistributedApplicationException($"Project '{resource.Name}' does not say where it is.");
        var projectFile = Path.GetFullPath(metadata.ProjectPath, builder.AppHostDirectory);
        string[] command = metadata.SuppressBuild
            ? [ProjectOutput.Find(projectFile, builder.AppHostAssembly)]
            : ["run", "--project", projectFile, "--configuration", ProjectOutput.Configuration(builder.AppHostAssembly), "--no-launch-profile", "--"];
        return ("dotnet", command, Path.GetDirectoryName(projectFile)!, projectFile);
    }

    private async Task<IList<object>> ArgumentsAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken) { Logger = logger, ExecutionContext = builder.ExecutionContext };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        return context.Args;
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, resource, cancellationToken: cancellationToken) { Logger = logger };
        if (resource is ProjectResource)
        {
            telemetry.AddTo(context.EnvironmentVariables, resource);
        }

        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, given) in context.EnvironmentVariables)
        {
            if (await ValueAsync(given, cancellationToken) is { } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }

    private static async ValueTask<string?> ValueAsync(object given, CancellationToken cancellationToken) => given switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken),
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken),
        IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
        _ => throw new DistributedApplicationException($"A value of type {given.GetType()} can be neither argument nor variable."),
    };

    private static bool IsSecret(object given) => given switch
    {
        ParameterResource parameter => parameter.Secret,
        IResourceWithConnectionString or ConnectionStringReference => true,
        IResourceBuilder<IResource> builder => IsSecret(builder.Resource),
        IValueWithReferences value => value.References.Any(IsSecret),
        _ => false,
    };
}
