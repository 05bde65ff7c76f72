using RabbitMQ.Client;

namespace ServiceDefaults.Messaging;

/// <summary>
/// A connection of the mechanics' own, beside MassTransit's, for what MassTransit does not do: declaring delay and dead-letter queues, counting and
/// reading them, putting messages there. Opened when first needed and again when it was lost.
/// </summary>
internal sealed class BrokerConnection(Uri address, string service) : IAsyncDisposable
{
    private readonly ConnectionFactory _factory = new() { Uri = address, AutomaticRecoveryEnabled = false, ClientProvidedName = $"{service} (mechanics)" };
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

    private static CreateChannelOptions Confirmed => new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

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
