using System.Text.Json;

namespace AppHost.Installation;

/// <summary>
/// <c>run.json</c> in the data folder: what this run tells about itself to <c>./run status|stop|token</c> and to the test fixtures. It exists as long as the run does.
/// </summary>
internal sealed class RunFile(LocalInstallation installation) : IDisposable
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = Path.Combine(installation.Options.DataFolder, "run.json");

    /// <param name="ready">Whether everything has been healthy once.</param>
    public void Write(bool ready)
    {
        var amqp = $"platform:{installation.SecretOf("rabbitmq-password")}@127.0.0.1";
        var facts = new
        {
            pid = Environment.ProcessId,
            ready,
            dashboard = OrchestratorSettings.DashboardLogin(installation),
            gateway = installation.Options.ServersOnly ? null : installation.Gateway,
            control = new { url = installation.AddressOf("control"), token = installation.SecretOf("control-token") },
            @operator = new { email = LocalInstallation.OperatorEmail, password = installation.SecretOf("operator-password") },
            servers = new
            {
                postgres = Database("postgres", "postgres", "postgres-password"),
                rabbitMQ = $"amqp://{amqp}:{installation.PortOf("rabbitmq")}/",
                rabbitMQManagement = $"http://{amqp}:{installation.PortOf("rabbitmq-management")}",
                redis = $"127.0.0.1:{installation.PortOf("redis")},password={installation.SecretOf("redis-password")}",
                smtp = $"smtp://127.0.0.1:{installation.PortOf("mail-smtp")}",
                mailApi = installation.AddressOf("mail"),
            },
            subscriber = $"amqp://subscriber:{installation.SecretOf("subscriber-password")}@127.0.0.1:{installation.PortOf("rabbitmq")}/",
            databases = installation.Options.ServersOnly
                ? []
                : Services.All.ToDictionary(service => service, service => Database(service, service, $"{service}-db-password"), StringComparer.Ordinal),
            ports = installation.Ports,
        };
        PrivateFile.Write(_path, JsonSerializer.Serialize(facts, Format));
    }

    public void Dispose() => File.Delete(_path);

    private string Database(string database, string role, string secret) =>
        $"Host=127.0.0.1;Port={installation.PortOf("postgres")};Database={database};Username={role};Password={installation.SecretOf(secret)}";
}
