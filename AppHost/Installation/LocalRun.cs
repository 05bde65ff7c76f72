using AppHost.Commands;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost.Installation;

/// <summary>One run of the application on this machine, from start to Ctrl-C.</summary>
internal static class LocalRun
{
    private static readonly string[] Servers = ["postgres", "rabbitmq", "redis", "mail"];

    public static async Task RunAsync(this DistributedApplication app, IEnumerable<IResource> resources, LocalInstallation installation, ConsoleFiles consoleFiles)
    {
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        if (installation.Options.StopWithParent)
            StopWhenInputCloses(lifetime);
        using var runFile = new RunFile(installation);
        await using var control = await ControlEndpoint.StartAsync(app, resources, installation);
        runFile.Write(ready: false);
        await app.StartAsync();
        consoleFiles.Keep(app.Services.GetRequiredService<ResourceLoggerService>(), resources);
        await Task.WhenAll(AnnounceAsync(app, installation, runFile, lifetime), app.WaitForShutdownAsync());
    }

    private static async Task AnnounceAsync(DistributedApplication app, LocalInstallation installation, RunFile runFile, IHostApplicationLifetime lifetime)
    {
        string[] awaited = installation.Options.ServersOnly ? Servers : [.. Servers, .. Services.All, "gateway"];
        try
        {
            if (OrchestratorSettings.DashboardLogin(installation) is { } login)
                Console.WriteLine($"Starting. Dashboard: {login}");
            await new Progress(app, awaited, installation.LogFolder).AllHealthyAsync(lifetime.ApplicationStopping);
            var year = installation.Options.ServersOnly ? null : await WelcomeAsync(installation, lifetime.ApplicationStopping);
            runFile.Write(ready: true);
            if (year is not null)
                await year();
        }
        catch (OperationCanceledException)
        {
            // Stopped before everything was up.
        }
    }

    /// <summary>A person's first start finds a world to look at; a test makes its own. Returns what goes on once everything is up: its past year, two months at a time.</summary>
    private static async Task<Func<Task>?> WelcomeAsync(LocalInstallation installation, CancellationToken cancellationToken)
    {
        var demo = new DemoData(installation, line => Console.WriteLine($"  demo: {line}"));
        Func<Task>? year = null;
        if (!installation.Options.StopWithParent && demo.People().Count == 0)
        {
            Console.WriteLine("  loading demo data ...");
            await TryAsync(
                async () =>
                {
                    var beginning = await demo.BeginAsync(cancellationToken);
                    year = () => TryAsync(() => demo.PlayAsync(beginning, cancellationToken), installation, cancellationToken);
                },
                installation,
                cancellationToken);
        }

        Welcome.Print(installation, demo.People(), isLoading: year is not null);
        return year;
    }

    /// <summary>The platform is of use without its demo: a request that was refused, or had no answer in time, ends the loading and nothing else.</summary>
    private static async Task TryAsync(Func<Task> load, LocalInstallation installation, CancellationToken cancellationToken)
    {
        try
        {
            await load();
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Console.WriteLine($"  the demo data could not be loaded ({exception.Message}); the rest is not touched by that. What the services say of it is in {installation.LogFolder}");
        }
    }

    private static void StopWhenInputCloses(IHostApplicationLifetime lifetime)
    {
        var watch = new Thread(() =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() != -1)
            {
                // Nothing is said on this pipe: only its end matters.
            }

            lifetime.StopApplication();
        })
        {
            IsBackground = true,
            Name = "watch parent",
        };
        watch.Start();
    }
}
