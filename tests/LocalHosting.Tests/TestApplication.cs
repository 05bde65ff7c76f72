using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace LocalHosting.Tests;

/// <summary>Applications under the real orchestrator, without a dashboard.</summary>
internal static class TestApplication
{
    public static IDistributedApplicationBuilder CreateBuilder(params string[] settings) =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = settings, DisableDashboard = true });

    /// <summary>Long enough for a machine that is building something else.</summary>
    public static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public static async Task<DistributedApplication> StartAsync(this IDistributedApplicationBuilder builder)
    {
        var application = builder.Build();
        await application.StartAsync(Deadline);
        return application;
    }

    public static IResourceBuilder<ExecutableResource> AddShell(this IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "/bin/sh", ".", "-c", script);

    /// <summary>A process that does nothing until it is ended.</summary>
    public static IResourceBuilder<ExecutableResource> AddSleeper(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddExecutable(name, "/bin/sleep", ".", "1000");

    public static IResourceBuilder<ProjectResource> AddService(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject<ServiceProject>(name).WithArgs("serve").WithHttpEndpoint().WithHttpHealthCheck("/health");

    public static async Task<CustomResourceSnapshot> WaitAsync(this DistributedApplication application, string resource, Func<CustomResourceSnapshot, bool> condition) =>
        (await application.ResourceNotifications.WaitForResourceAsync(resource, e => condition(e.Snapshot), Deadline)).Snapshot;

    public static Task<CustomResourceSnapshot> WaitForStateAsync(this DistributedApplication application, string resource, string state) =>
        application.WaitAsync(resource, s => s.State?.Text == state);

    public static Task HealthyAsync(this DistributedApplication application, string resource) =>
        application.ResourceNotifications.WaitForResourceHealthyAsync(resource, Deadline);

    public static Task<ExecuteCommandResult> RunAsync(this DistributedApplication application, IResourceBuilder<IResource> resource, string command) =>
        application.ResourceCommands.ExecuteCommandAsync(resource.Resource, command, Deadline);

    public static object? Property(this CustomResourceSnapshot snapshot, string name) => snapshot.Properties.FirstOrDefault(p => p.Name == name)?.Value;

    public static int Pid(this CustomResourceSnapshot snapshot) => (int)snapshot.Property("executable.pid")!;

    private sealed class ServiceProject : IProjectMetadata
    {
        public string ProjectPath => "../LocalHosting.TestHost/LocalHosting.TestHost.csproj";

        public bool SuppressBuild => true;
    }
}
