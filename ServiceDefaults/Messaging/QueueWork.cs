using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>
/// The deliveries of one queue on one channel. Where the reaction allows it, those that wait already are handled together, in one transaction; nothing is
/// waited for to make a batch larger. When one of a batch fails, each runs by itself, so that it holds up nobody.
/// </summary>
/// <remarks>
/// A worker for each delivery would take apart what comes in one after the other, into as many transactions. So where batches are allowed two work: while
/// one waits for its commit, the other computes, and what comes meanwhile gathers. More join them only when a whole batch waits.
/// </remarks>
internal sealed partial class QueueWork : IAsyncDisposable
{
    /// <summary>How long what is being handled may take to end when the service stops; then it goes back to its queue.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Workers on a queue whose deliveries may be handled together, before a whole batch waits.</summary>
    private const int AtOnceWhenFew = 2;

    private readonly IChannel _channel;
    private readonly ReactionQueue _queue;
    private readonly ReactionRunner _runner;
    private readonly FailedDeliveries _failed;
    private readonly InFlight _inFlight;
    private readonly ILogger _logger;
    private readonly Acknowledgements _acknowledgements;
    private readonly Channel<Delivery> _waiting = Channel.CreateUnbounded<Delivery>();
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _taking = new();
    private readonly int _mostWorkers;
    private readonly int _most;
    private int _workers;
    private int _atWork;

    public QueueWork(
        IChannel channel, ReactionQueue queue, ReactionRunner runner, FailedDeliveries failed, InFlight inFlight, MessagingOptions options, ILogger logger)
    {
        (_channel, _queue, _runner, _failed, _inFlight, _logger) = (channel, queue, runner, failed, inFlight, logger);
        _acknowledgements = new Acknowledgements(channel);
        channel.ChannelShutdownAsync += (_, _) => _ended.CancelAsync();
        (_mostWorkers, _most) = queue.InBatches ? (options.BatchesAtOnce, options.Batch) : (options.Concurrency, 1);
    }

    /// <summary>Called by the client for one delivery after the other, in their order.</summary>
    public Task Take(BasicDeliverEventArgs received)
    {
        // The mechanics' signals are no work of a realm: a clock that moves would wait for its own.
        var delivery = Delivery.Of(received, _queue.IsSignal ? null : _inFlight);
        _acknowledgements.Received(delivery.Tag);
        // Once it ends, what was handed out ahead goes back to the queue with the channel.
        if (!_waiting.Writer.TryWrite(delivery))
            delivery.Dispose();
        else if (NeedsWorker())
            _ = Task.Run(Work);
        return Task.CompletedTask;
    }

    /// <summary>Begins nothing new and lets what has begun come to its end.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        lock (_taking)
        {
            while (_waiting.Reader.TryRead(out var delivery))
                delivery.Dispose();
        }
        for (var waited = TimeSpan.Zero; Volatile.Read(ref _atWork) > 0 && waited < Patience; waited += BetweenLooks)
            await Task.Delay(BetweenLooks, CancellationToken.None);
        await _ended.CancelAsync();
    }

    /// <summary>True if there is one more from now on.</summary>
    private bool NeedsWorker()
    {
        lock (_taking)
        {
            var waiting = _waiting.Reader.Count;
            if (waiting == 0 || _workers >= (waiting < _most ? Math.Min(AtOnceWhenFew, _mostWorkers) : _mostWorkers))
                return false;
            _workers++;
            return true;
        }
    }

    private async Task Work()
    {
        while (Next() is { Count: > 0 } batch)
        {
            if (await HandleTogether(batch))
                continue;
            var alone = batch.ConvertAll(HandleAlone);
            // What failed in a batch is tried for a while; the worker goes on with the next.
            if (alone is [var only])
                await only;
        }
    }

    /// <summary>All that waits, as far as it may be handled together. Empty: the worker has ended, and the next delivery begins another.</summary>
    private List<Delivery> Next()
    {
        lock (_taking)
        {
            var batch = new List<Delivery>();
            while (batch.Count < _most && _waiting.Reader.TryRead(out var delivery))
                batch.Add(delivery);
            Interlocked.Add(ref _atWork, batch.Count);
            if (batch.Count == 0)
                _workers--;
            return batch;
        }
    }

    /// <summary>False if each is to be handled by itself.</summary>
    private async Task<bool> HandleTogether(List<Delivery> batch)
    {
        if (batch.Count == 1 || !batch.TrueForAll(delivery => delivery.Read(_queue)))
            return false;
        try
        {
            if (!await _runner.RunTogether(_queue, batch, _ended.Token))
                return false;
            await _acknowledgements.Acknowledge([.. batch.Select(delivery => delivery.Tag)], _ended.Token);
        }
        catch (Exception exception)
        {
            // The channel is lost, or is being closed. The broker has taken them back already and delivers them again; if their effect is committed, the inbox knows.
            LogGone(_queue.Name, exception);
        }

        batch.ForEach(End);
        return true;
    }

    private async Task HandleAlone(Delivery delivery)
    {
        try
        {
            await Settle(delivery);
            await _acknowledgements.Acknowledge([delivery.Tag], _ended.Token);
        }
        catch (Exception exception) when (_ended.IsCancellationRequested || !_channel.IsOpen)
        {
            LogGone(_queue.Name, exception);
        }
        catch (Exception exception)
        {
            LogReturned(_queue.Name, delivery.Properties.MessageId, exception);
            await _acknowledgements.Return(delivery.Tag);
        }
        finally
        {
            End(delivery);
        }
    }

    /// <summary>Its reaction runs once, and what fails is routed on. When it returns, the delivery can be acknowledged.</summary>
    private async Task Settle(Delivery delivery)
    {
        using var activity = _queue.StartSpan(delivery, batch: 1);
        try
        {
            if (!delivery.Read(_queue))
                throw delivery.Unreadable!;
            await _runner.Run(_queue, delivery, _ended.Token);
        }
        catch (Exception cause) when (!_ended.IsCancellationRequested)
        {
            activity?.AddException(cause).SetStatus(ActivityStatusCode.Error, cause.Message);
            await _failed.Route(_queue.Name, delivery.Properties, delivery.Body, cause, _ended.Token);
        }
    }

    private void End(Delivery delivery)
    {
        delivery.Dispose();
        Interlocked.Decrement(ref _atWork);
    }

    [LoggerMessage(LogLevel.Debug, "{Queue}: the channel was lost; what was handled on it comes again")]
    private partial void LogGone(string queue, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Queue}: message {MessageId} could not be routed on and goes back to the queue")]
    private partial void LogReturned(string queue, string? messageId, Exception exception);
}
