using RabbitMQ.Client;

namespace ServiceDefaults.Messaging;

/// <summary>
/// A connection to the broker, opened when first needed and again when it was lost. The client's own recovery is off: it would bring back channels whose
/// users have long given up what they were doing.
/// </summary>
/// <param name="address">amqp://user:password@host:port/vhost</param>
/// <param name="name">What the broker's pages call it.</param>
internal sealed class BrokerConnection(Uri address, string name) : IAsyncDisposable
{
    private readonly ConnectionFactory _factory = new() { Uri = address, AutomaticRecoveryEnabled = false, ClientProvidedName = name };
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;
    private IChannel? _publishing;

    /// <summary>Publishes and waits until the broker has it safe.</summary>
    /// <param name="mandatory">True if it is an error that no queue takes it.</param>
    public async Task Publish(string exchange, string routingKey, bool mandatory, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var channel = await PublishingChannel(cancellationToken);
        await channel.BasicPublishAsync(exchange, routingKey, mandatory, properties, body, cancellationToken);
    }

    public Task PublishTo(string queue, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        Publish(exchange: "", queue, mandatory: true, properties, body, cancellationToken);

    /// <summary>A channel for one piece of work, which the caller disposes: what it took and did not acknowledge goes back.</summary>
    public async Task<IChannel> OpenChannel(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var connection = await Connection(cancellationToken);
            return await connection.CreateChannelAsync(Confirmed, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _gate.Dispose();
    }

    // No limit of the client's on what is unconfirmed: whoever publishes much has a limit of its own, and this one slows down long before it is reached.
    private static CreateChannelOptions Confirmed { get; } = new(
        publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    private async Task<IChannel> PublishingChannel(CancellationToken cancellationToken)
    {
        if (_publishing is { IsOpen: true } open)
            return open;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_publishing is { IsOpen: true } opened)
                return opened;
            var connection = await Connection(cancellationToken);
            return _publishing = await connection.CreateChannelAsync(Confirmed, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IConnection> Connection(CancellationToken cancellationToken)
    {
        if (_connection is { IsOpen: true } open)
            return open;
        if (_connection is not null)
            await _connection.DisposeAsync();
        return _connection = await _factory.CreateConnectionAsync(cancellationToken);
    }
}
