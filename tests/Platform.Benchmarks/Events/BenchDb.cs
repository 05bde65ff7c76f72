using System.Collections.Concurrent;
using System.Diagnostics;
using Bench.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;

namespace Platform.Benchmarks.Events;

/// <summary>A service with one table to write and one to react into.</summary>
public sealed class BenchDb(DbContextOptions<BenchDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<Placed> Placed => Set<Placed>();

    public DbSet<Effect> Effects => Set<Effect>();
}

public sealed class Placed
{
    public required Guid Id { get; init; }

    public required string Note { get; init; }
}

public sealed class Effect
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>The least that a reaction can do: one row.</summary>
public sealed class RecordWhenPlaced(BenchDb db, HandledMoments moments) : IReaction<OrderPlaced>
{
    public Task React(OrderPlaced fact, EventContext context, CancellationToken cancellationToken)
    {
        db.Effects.Add(new Effect { Id = fact.Id, At = context.OccurredAt });
        moments.Expect(context.MessageId, fact.Id);
        return db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Notes the moment at which a reaction's effect has committed: then the span ends in which its message is processed.</summary>
public sealed class HandledMoments : IDisposable
{
    private readonly ConcurrentDictionary<string, Guid> _events = new(StringComparer.Ordinal);
    private readonly ActivityListener _listener;

    public HandledMoments(Arrivals arrivals)
    {
        _listener = new ActivityListener
        {
            // By name: it is asked while the source is being made, when nobody else can hold it yet.
            ShouldListenTo = source => source.Name == PlatformTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Kind == ActivityKind.Consumer ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("messaging.message.id") is string message && _events.TryRemove(message, out var id))
                    arrivals.Handled(id);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Expect(Guid messageId, Guid id) => _events[messageId.ToString()] = id;

    public void Dispose() => _listener.Dispose();
}
