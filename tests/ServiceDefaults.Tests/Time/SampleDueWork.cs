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
