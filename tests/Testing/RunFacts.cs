using System.Text.Json;

namespace Testing;

/// <summary>What a running AppHost tells about itself in <c>run.json</c> in its data folder.</summary>
/// <param name="Pid">Process id of the AppHost.</param>
/// <param name="Ready">Whether everything has been healthy once.</param>
/// <param name="Gateway">Null when only the servers run.</param>
/// <param name="Subscriber">amqp:// address of a user who may read every event and own queues called <c>subscriber.…</c>.</param>
/// <param name="Databases">Connection string of each service's database, by service name.</param>
/// <param name="Ports">Port of each resource's process, by resource name.</param>
public sealed record RunFacts(
    int Pid,
    bool Ready,
    Uri? Dashboard,
    Uri? Gateway,
    ControlFacts Control,
    OperatorFacts Operator,
    ServerAddresses Servers,
    Uri Subscriber,
    IReadOnlyDictionary<string, string> Databases,
    IReadOnlyDictionary<string, int> Ports)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Null as long as the AppHost has not written the file.</summary>
    public static async Task<RunFacts?> ReadAsync(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "run.json");
        if (!File.Exists(path))
            return null;
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<RunFacts>(file, Options);
    }
}

/// <summary>The AppHost's loopback endpoint that starts and stops resources.</summary>
public sealed record ControlFacts(Uri Url, string Token);

/// <summary>The operator's first super admin, created on the first start.</summary>
public sealed record OperatorFacts(string Email, string Password);

/// <summary>Somebody of the demo, as <c>demo.json</c> in the data folder lists them.</summary>
/// <param name="Realm">Its slug.</param>
public sealed record DemoPersonFacts(string Email, string Password, string Realm, string Who)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <exception cref="FileNotFoundException">No demo has been loaded there.</exception>
    public static async Task<IReadOnlyList<DemoPersonFacts>> ReadAsync(string dataFolder)
    {
        await using var file = File.OpenRead(Path.Combine(dataFolder, "demo.json"));
        return (await JsonSerializer.DeserializeAsync<List<DemoPersonFacts>>(file, Options))!;
    }
}
