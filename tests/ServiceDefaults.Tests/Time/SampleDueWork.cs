using ServiceDefaults.Tests.Messaging;
using ServiceDefaults.Tests.Storage;
using ServiceDefaults.Time;

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

/// <summary>Notes a whole batch in one go: each item with its time, and how many there were beside it.</summary>
internal sealed class NoteBatchDueWork(SampleDb db, RealmClock clock, Failures failures) : IBatchedDueWork
{
    public const int Most = 10;

    public static string Kind => "note-batch";

    public static int MostAtOnce => Most;

    public async Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        db.Effects.AddRange(items.Select(item => new SampleEffect { RealmId = item.RealmId, What = $"{item.Key} of {items.Count}", At = clock.Now }));
        await db.SaveChangesAsync(cancellationToken);
        foreach (var item in items)
            failures.Meet(item.Key);
    }
}
