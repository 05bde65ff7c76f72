using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace AppHost.Installation;

/// <summary>What one clone keeps in its data folder: the servers' data, the ports it uses, the passwords it made up.</summary>
internal sealed class LocalInstallation : IDisposable
{
    public const string OperatorEmail = "operator@platform.example";
    private const int PreferredGatewayPort = 8080;

    private readonly FileStream _lock;
    private readonly FreePorts _freePorts = new();
    private readonly KeptValues<int> _ports;
    private readonly KeptValues<string> _secrets;

    private LocalInstallation(RunOptions options, FileStream @lock)
    {
        Options = options;
        _lock = @lock;
        _ports = new(Path.Combine(options.DataFolder, "ports.json"));
        _secrets = new(Path.Combine(options.DataFolder, "secrets.json"));
        foreach (var (name, port) in _ports.All.Where(kept => !_freePorts.TryClaim(kept.Value)).ToList())
        {
            var other = _freePorts.Take();
            Console.WriteLine($"Port {port} of {name} is in use by another program; taking {other}.");
            _ports[name] = other;
        }
    }

    public RunOptions Options { get; }

    public string Gateway => AddressOf("gateway");

    public IReadOnlyDictionary<string, int> Ports => _ports.All.ToDictionary(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Another AppHost runs on this data folder.</exception>
    public static LocalInstallation Open(RunOptions options)
    {
        Directory.CreateDirectory(options.DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            return new LocalInstallation(options, new FileStream(Path.Combine(options.DataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"The platform already runs on {options.DataFolder}: ./run status tells more, ./run stop stops it.", exception);
        }
    }

    /// <summary>What the processes write to their consoles.</summary>
    public string LogFolder => Path.Combine(Options.DataFolder, "logs");

    public string DataOf(string server) => Path.Combine(Options.DataFolder, "servers", server);

    /// <summary>The port called <paramref name="name"/>: chosen on the first start, then kept. The gateway takes 8080 if it can.</summary>
    public int PortOf(string name) =>
        _ports.GetOrAdd(name, () => name == "gateway" && !Options.StopWithParent && _freePorts.TryClaim(PreferredGatewayPort) ? PreferredGatewayPort : _freePorts.Take());

    public string AddressOf(string name) => $"http://127.0.0.1:{PortText(name)}";

    public string PortText(string name) => PortOf(name).ToString(CultureInfo.InvariantCulture);

    /// <summary>The secret called <paramref name="name"/>: made up on the first start, then kept. Letters and digits only, so that it needs no escaping anywhere.</summary>
    public string SecretOf(string name) => _secrets.GetOrAdd(name, () => RandomNumberGenerator.GetString("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 24));

    /// <summary>A key of 32 bytes, in base64: made up on the first start, then kept.</summary>
    public string KeyOf(string name) => _secrets.GetOrAdd(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    public void Dispose()
    {
        _freePorts.Dispose();
        _lock.Dispose();
    }
}

internal static class InstallationExtensions
{
    public static IResourceBuilder<ParameterResource> AddKeptSecret(this IDistributedApplicationBuilder builder, string name, LocalInstallation installation) =>
        builder.AddParameter(name, installation.SecretOf(name), secret: true);

    public static IResourceBuilder<ParameterResource> AddKeptKey(this IDistributedApplicationBuilder builder, string name, LocalInstallation installation) =>
        builder.AddParameter(name, installation.KeyOf(name), secret: true);
}
