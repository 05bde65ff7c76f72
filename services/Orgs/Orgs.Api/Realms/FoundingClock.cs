using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Primitives;

namespace Orgs.Api.Realms;

/// <summary>
/// The clock of a sandbox that began in the past. Every service takes a realm that it knows nothing of to run with the wall clock, so the first clock job tells
/// them how far behind it is, and moves nothing. Nobody gets into the realm before all have answered.
/// </summary>
internal static class FoundingClock
{
    public static readonly Refusal NotReady = new("realm_not_ready", "This realm has just been made and its clock is being set; try again in a moment.");

    /// <summary>Emits the signal in the new realm's scope. The caller saves.</summary>
    /// <param name="now">The wall clock.</param>
    public static ClockJob SetClock(this OrgsDb db, Realm realm, DateTimeOffset now)
    {
        var job = new ClockJob
        {
            Id = Guid.CreateVersion7(),
            RealmId = realm.Id,
            From = realm.CreatedAt,
            Target = realm.CreatedAt,
            Offset = realm.CreatedAt - now,
            Status = ClockJobStatus.Running,
            Phase = ClockJobPhase.Moving,
            Round = 1,
            StartedAt = now,
        };
        db.ClockJobs.Add(job);
        db.Emit(job.Signal(), job.Id, job.Round, realm.CreatedAt);
        return job;
    }

    /// <summary>True while some service may still take the realm's time to be the wall clock's.</summary>
    public static Task<bool> IsBeingSetAsync(this OrgsDb db, Guid realmId, CancellationToken cancellationToken) =>
        db.ClockJobs.AnyAsync(job => job.RealmId == realmId && job.Status == ClockJobStatus.Running && job.From == job.Target, cancellationToken);
}
