using ServiceDefaults.Tests.Messaging;
using ServiceDefaults.Tests.Storage;
using ServiceDefaults.Time;
using Testing;

namespace ServiceDefaults.Tests.Time;

/// <summary>Notes that it ran and when; a payload asks for more: to fail, or to run again a number of days later.</summary>
internal sealed class NoteDueWork(SampleDb db, RealmClock clock, Failures failures) : IDueWork
{
    public static string Kind => "note";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        db.Effects.Add(new SampleEffect { RealmId = item.RealmId, What = item.Key, At = clock.Now });
        if (item.PayloadJson is not null && item.Payload<Repeat>() is { } repeat)
            db.Schedule<NoteDueWork>(item.Key, item.DueAt.AddDays(repeat.EveryDays), repeat);
        await db.SaveChangesAsync(cancellationToken);
        failures.Meet(item.Key);
    }

    internal sealed record Repeat(int EveryDays);
}

/// <summary>Notes a whole batch in one go: each item with its time, and how many there were beside it. A payload asks for a note at the same instant.</summary>
internal sealed class NoteBatchDueWork(SampleDb db, RealmClock clock, Failures failures) : IBatchedDueWork
{
    public const int Most = 10;

    public static string Kind => "note-batch";

    public static int MostAtOnce => Most;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        db.Effects.AddRange(items.Select(item => new SampleEffect { RealmId = item.RealmId, What = $"{item.Key} of {items.Count}", At = clock.Now }));
        foreach (var item in items.Where(item => item.PayloadJson is not null))
            db.Schedule<NoteDueWork>(item.Payload<string>(), item.DueAt);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var item in items)
            failures.Meet(item.Key);
    }
}

/// <summary>As <see cref="NoteBatchDueWork"/>, but a batch that asks for nothing waits, once it has run, until what another one asks for is committed.</summary>
internal sealed class NoteBatchHeldDueWork(NoteBatchDueWork notes, SampleHome home) : IBatchedDueWork
{
    public static string Kind => NoteBatchDueWork.Kind;

    public static int MostAtOnce => NoteBatchDueWork.Most;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        await notes.RunAll(items, cancellationToken);
        if (items.All(item => item.PayloadJson is null))
            await Eventually.Async(async () => await home.CountAsync($"platform.due_work WHERE kind = '{NoteDueWork.Kind}'") == 1 || await home.CountAsync("effects WHERE what = 'first'") == 1);
    }
}

/// <summary>As <see cref="NoteBatchDueWork"/>, but of a batch of ten it does three and leaves the others.</summary>
internal sealed class NoteSomeDueWork(NoteBatchDueWork notes) : IBatchedDueWork
{
    public const int Some = 3;

    public static string Kind => "note-some";

    public static int MostAtOnce => NoteBatchDueWork.Most;

    public Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken) => notes.RunAll(items, cancellationToken);

    public async Task<IReadOnlyList<DueWorkItem>> RunSome(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        await notes.RunAll([.. items.Take(Some)], cancellationToken);
        return [.. items.Skip(Some)];
    }
}
