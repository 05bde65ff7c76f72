namespace Testing;

/// <summary>Where one set of real servers listens. `./test` starts them once and hands the addresses to every test program by environment.</summary>
/// <param name="Postgres">Connection string of the superuser.</param>
/// <param name="RabbitMQ">amqp:// address of an administrator, default vhost.</param>
/// <param name="RabbitMQManagement">Base address of the management API, with the same credentials in it.</param>
/// <param name="Redis">"host:port,password=…".</param>
/// <param name="Smtp">smtp:// address of the mail catcher.</param>
/// <param name="MailApi">Base address of the mail catcher's inbox and REST API.</param>
public sealed record ServerAddresses(string Postgres, Uri RabbitMQ, Uri RabbitMQManagement, string Redis, Uri Smtp, Uri MailApi)
{
    /// <summary>Null when the environment names no servers.</summary>
    /// <exception cref="InvalidOperationException">It names some of them only.</exception>
    public static ServerAddresses? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is not { Length: > 0 } postgres)
            return null;
        return new ServerAddresses(
            postgres,
            new Uri(Required("TEST_RABBITMQ")),
            new Uri(Required("TEST_RABBITMQ_MANAGEMENT")),
            Required("TEST_REDIS"),
            new Uri(Required("TEST_SMTP")),
            new Uri(Required("TEST_MAIL_API")));

        static string Required(string name) =>
            Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
                ? value
                : throw new InvalidOperationException($"TEST_POSTGRES is set and {name} is not: set all of the TEST_… addresses or none.");
    }
}
