using System.Data.Common;
using Bench.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace Platform.Benchmarks.Events;

/// <summary>A service with one table to write and one to react into.</summary>
public sealed class BenchDb(DbContextOptions<BenchDb> options, Scope scope) : ServiceDbContext(options, scope)
{
    public DbSet<Placed> Placed => Set<Placed>();

    public DbSet<Effect> Effects => Set<Effect>();

    /// <summary>The event whose effect the current transaction holds.</summary>
    public Guid? Handling { get; set; }
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
public sealed class RecordWhenPlaced(BenchDb db) : IReaction<OrderPlaced>
{
    public Task React(OrderPlaced fact, EventContext context, CancellationToken cancellationToken)
    {
        db.Effects.Add(new Effect { Id = fact.Id, At = context.OccurredAt });
        db.Handling = fact.Id;
        return db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Notes the moment at which a reaction's transaction has committed.</summary>
public sealed class HandledMoment(Arrivals arrivals) : DbTransactionInterceptor
{
    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is BenchDb { Handling: { } id })
            arrivals.Handled(id);
        return Task.CompletedTask;
    }
}
