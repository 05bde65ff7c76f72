using Microsoft.EntityFrameworkCore;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using ServiceDefaults.Tests.Storage;
using ServiceDefaults.Time;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

/// <summary>Leaves one row per run; what must happen once is seen to happen once.</summary>
internal sealed class NoteThingWhenHappened(SampleDb db, RealmClock clock) : IReaction<ThingHappened>
{
    public async Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken)
    {
        db.Effects.Add(new SampleEffect { RealmId = context.RealmId, What = fact.Name, At = clock.Now });
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>One reaction to two events.</summary>
internal sealed class NoteBothWhenHappened(SampleDb db) : IReaction<ThingHappened>, IReaction<ThingEnded>
{
    public Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken) => Note(fact.Name, context, cancellationToken);

    public Task React(ThingEnded fact, EventContext context, CancellationToken cancellationToken) => Note($"ended by {fact.By}", context, cancellationToken);

    private Task Note(string what, EventContext context, CancellationToken cancellationToken)
    {
        db.Effects.Add(new SampleEffect { RealmId = context.RealmId, What = what, At = context.OccurredAt });
        return db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>A read model: keeps the newest state, whatever order it comes in.</summary>
internal sealed class KeepThingWhenHappened(SampleDb db) : IReaction<ThingHappened>
{
    public async Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken)
    {
        var row = await db.SampleConnections.SingleOrDefaultAsync(row => row.Id == fact.ThingId, cancellationToken);
        if (row?.Version >= context.Version)
            return;
        if (row is null)
            db.Add(row = new SampleConnection { Id = fact.ThingId, RealmId = context.RealmId, SellerId = fact.ThingId, BuyerId = fact.ThingId, Name = "" });
        row.Name = fact.Name;
        row.Version = context.Version;
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>The same in plain SQL, in one statement.</summary>
internal sealed class KeepThingPlainlyWhenHappened(SqlSession sql) : IReaction<ThingHappened>
{
    public Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken) => sql.Execute(
        $"""
        INSERT INTO sample_connections AS known (id, realm_id, seller_id, buyer_id, name, first_price_amount, first_price_currency, version)
        VALUES ({fact.ThingId}, {context.RealmId}, {fact.ThingId}, {fact.ThingId}, {fact.Name}, 0, 'USD', {context.Version})
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version WHERE known.version < excluded.version
        """,
        cancellationToken);
}

/// <summary>Does a bit with each: a row in plain SQL, one by the context, and an event from either.</summary>
internal sealed class DoBothWhenHappened(SqlSession sql, Lazy<SampleDb> lateDb, Failures failures) : IReaction<ThingHappened>
{
    public async Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken)
    {
        await sql.Execute($"INSERT INTO effects (realm_id, what, at) VALUES ({context.RealmId}, {fact.Name + " plainly"}, {context.OccurredAt})", cancellationToken);
        await sql.Emit(new ThingEnded(fact.ThingId, "sql"), fact.ThingId, version: 1, context.OccurredAt, cancellationToken);
        var db = lateDb.Value;
        db.Effects.Add(new SampleEffect { RealmId = context.RealmId, What = fact.Name, At = context.OccurredAt });
        db.Emit(new ThingEnded(fact.ThingId, "context"), fact.ThingId, version: 2, context.OccurredAt);
        await db.SaveChangesAsync(cancellationToken);
        failures.Meet(fact.Name);
    }
}

/// <summary>Stands still where the test says, and then leaves a row and an event.</summary>
internal sealed class PassGateWhenHappened(SampleDb db, Web.Gate gate, Failures failures) : IReaction<ThingHappened>
{
    public async Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken)
    {
        await gate.Pass(fact.Name);
        db.Effects.Add(new SampleEffect { RealmId = context.RealmId, What = fact.Name, At = context.OccurredAt });
        db.Emit(new ThingEnded(fact.ThingId, fact.Name), fact.ThingId, version: 1, context.OccurredAt);
        await db.SaveChangesAsync(cancellationToken);
        failures.Meet(fact.Name);
    }
}

/// <summary>Keeps a row's lock until another transaction has one too.</summary>
internal sealed class KeepThingAndMeetWhenHappened(SqlSession sql, Meeting meeting) : IReaction<ThingHappened>
{
    public async Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken)
    {
        await new KeepThingPlainlyWhenHappened(sql).React(fact, context, cancellationToken);
        await meeting.Attend();
    }
}

/// <summary>Two arrive and go on together; who comes later does not wait.</summary>
internal sealed class Meeting
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attending;

    public Task Attend()
    {
        if (Interlocked.Increment(ref _attending) == 2)
            _complete.SetResult();
        return _complete.Task.WaitAsync(Eventually.DefaultDeadline);
    }
}

/// <summary>Fails on names that the test says, until it says otherwise.</summary>
internal sealed class FailThingWhenHappened(SampleDb db, Failures failures) : IReaction<ThingHappened>
{
    public async Task React(ThingHappened fact, EventContext context, CancellationToken cancellationToken)
    {
        db.Effects.Add(new SampleEffect { RealmId = context.RealmId, What = fact.Name, At = context.OccurredAt });
        await db.SaveChangesAsync(cancellationToken);
        failures.Meet(fact.Name);
    }
}

internal sealed class Failures
{
    private readonly Dictionary<string, int> _left = new(StringComparer.Ordinal);
    private int _met;

    public int Met => Volatile.Read(ref _met);

    public void Expect(string name, int times)
    {
        lock (_left)
            _left[name] = times;
    }

    public void Meet(string name)
    {
        lock (_left)
        {
            if (_left.GetValueOrDefault(name) == 0)
                return;
            _left[name]--;
        }
        Interlocked.Increment(ref _met);
        throw new InvalidOperationException($"{name} cannot be handled now.");
    }
}
