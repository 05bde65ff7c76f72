using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Realms;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Realms;

/// <param name="By">An ISO 8601 duration such as <c>P13D</c>; this or <paramref name="To"/>.</param>
internal sealed record AdvanceClockBody(string? By, DateTimeOffset? To);

internal static class AdvanceClock
{
    /// <summary>Starts to move a sandbox's clock. The answer is a job; it is done when every service has drained the work that fell due.</summary>
    public static async Task<Results<Accepted<ClockJobView>, ProblemHttpResult>> Handle(
        Guid id,
        AdvanceClockBody body,
        Caller caller,
        OrgsDb db,
        Scope scope,
        RealmClock clock,
        AuditTrail audit,
        TimeProvider wallClock,
        CancellationToken cancellationToken)
    {
        var realm = await db.Realms.Where(RealmViews.VisibleTo(caller)).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (realm is null)
        {
            return Problems.NotFound("realm");
        }

        // From here on the work is the sandbox's own, though the live operator may have asked for it.
        scope.EnterRealm(realm.Id);
        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        await db.Database.LockAsync($"clock {realm.Id}", cancellationToken);
        if (await db.ClockJobs.AnyAsync(row => row.RealmId == realm.Id && row.Status == ClockJobStatus.Running, cancellationToken))
        {
            return Problems.Of(new Refusal("clock_job_running", "This realm's clock is being moved already."));
        }

        var now = clock.Now;
        var target = ClockAdvance.Target(realm.Kind, now, body.By, body.To);
        if (target.IsRefused(out var refusal, out var to))
        {
            return Problems.Of(refusal);
        }

        var started = wallClock.GetUtcNow();
        var job = new ClockJob
        {
            Id = Guid.CreateVersion7(),
            RealmId = realm.Id,
            From = now,
            Target = to,
            Offset = to - started,
            Status = ClockJobStatus.Running,
            Phase = ClockJobPhase.Settling,
            Round = 1,
            StartedAt = started,
        };
        db.ClockJobs.Add(job);
        db.Emit(job.Signal(), job.Id, job.Round, now);
        var view = job.View();
        audit.Record("advance-realm-clock", "realm", realm.Id, new { Now = now }, view, null, caller.RealmId, caller.OrganizationId, caller.PersonId);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Accepted($"{OrgsEndpoints.Root}/realms/{realm.Id}/clock-jobs/{job.Id}", view);
    }
}
