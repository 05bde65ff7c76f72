using System.Diagnostics;
using System.Net.Http.Headers;

namespace Testing;

/// <summary>A platform that runs, whoever started it: where it is, and how to break and mend it.</summary>
public sealed class RunningSystem(RunFacts facts, string dataFolder) : IDisposable
{
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(10);

    /// <summary>Generous: a test waits for a state, and how long that takes on a busy machine is no finding.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(90);

    /// <summary>For the longest of the commands, which plays a year.</summary>
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromMinutes(10);

    private readonly HttpClient _control = new()
    {
        BaseAddress = facts.Control.Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", facts.Control.Token) },
        Timeout = CommandDeadline,
    };

    public RunFacts Facts => facts;

    /// <summary>Address of the gateway.</summary>
    /// <exception cref="InvalidOperationException">Only the servers run.</exception>
    public Uri Gateway => facts.Gateway ?? throw new InvalidOperationException("This run has no gateway: only the servers were started.");

    public MailInbox Mail { get; } = new(facts.Servers.MailApi);

    /// <summary>The platform that ./run started on a data folder.</summary>
    /// <exception cref="InvalidOperationException">None runs there.</exception>
    public static async Task<RunningSystem> OfAsync(string dataFolder) =>
        new(await RunFacts.ReadAsync(dataFolder) ?? throw new InvalidOperationException($"The platform does not run on {dataFolder}."), dataFolder);

    /// <summary>A new client of the gateway, for one person or purpose.</summary>
    public HttpClient CreateClient() => new() { BaseAddress = Gateway };

    /// <summary>Connection string of a service's database.</summary>
    public string DatabaseOf(string service) => facts.Databases[service];

    /// <summary>Kills a resource's process with SIGKILL: it has no chance to finish anything. Returns when it is gone.</summary>
    public void Kill(string resource)
    {
        var pid = ListeningProcess.Find(facts.Ports[resource]) ?? throw new InvalidOperationException($"Nothing listens on the port of {resource}.");
        using var process = Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit(ExitDeadline);
    }

    /// <summary>Starts a resource that has ended and waits until it listens, and for a service until it is healthy.</summary>
    public async Task StartAsync(string resource)
    {
        // The orchestrator needs a moment to notice that a process was killed, and until then has nothing to start.
        await Eventually.Async(
            async () => await CommandAsync(resource, "start") && ListeningProcess.Find(facts.Ports[resource]) is not null,
            StartDeadline,
            $"{resource} should start");
        await HealthyAsync(resource);
    }

    public async Task StopAsync(string resource)
    {
        if (!await CommandAsync(resource, "stop"))
            throw new InvalidOperationException($"{resource} could not be stopped.");
        await Eventually.Async(() => ListeningProcess.Find(facts.Ports[resource]) is null, because: $"{resource} should stop");
    }

    /// <summary>Waits until the resource listens on its port and, if it is a service, answers its health check.</summary>
    public async Task HealthyAsync(string resource)
    {
        var port = facts.Ports[resource];
        if (resource is not "gateway" && !facts.Databases.ContainsKey(resource))
        {
            await Eventually.Async(() => ListeningProcess.Find(port) is not null, because: $"{resource} should listen");
            return;
        }

        using var http = new HttpClient();
        await Eventually.Async(
            async () =>
            {
                using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
                return response.IsSuccessStatusCode;
            },
            StartDeadline,
            $"{resource} should be healthy");
    }

    /// <summary>Loads the demo data, as the command in the dashboard does.</summary>
    /// <returns>Who can sign in.</returns>
    /// <exception cref="InvalidOperationException">It could not be loaded; the message says why.</exception>
    public async Task<IReadOnlyList<DemoPersonFacts>> LoadDemoAsync()
    {
        using var response = await _control.PostAsync(new Uri("resources/gateway/load-demo-data", UriKind.Relative), content: null);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The demo data could not be loaded: {await response.Content.ReadAsStringAsync()}");
        return await DemoPersonFacts.ReadAsync(dataFolder);
    }

    public void Dispose()
    {
        _control.Dispose();
        Mail.Dispose();
    }

    private async Task<bool> CommandAsync(string resource, string command)
    {
        using var response = await _control.PostAsync(new Uri($"resources/{resource}/{command}", UriKind.Relative), content: null);
        return response.IsSuccessStatusCode;
    }
}
