using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Realms;

/// <param name="Work">What each service has done so far: due items run and events sent, over all rounds.</param>
internal sealed record ClockJobView(
    Guid Id,
    Guid RealmId,
    ClockJobStatus Status,
    DateTimeOffset From,
    DateTimeOffset Target,
    int Rounds,
    IReadOnlyDictionary<string, int> Work,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);

internal static class GetClockJob
{
    private const int LongestWait = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <param name="wait">Seconds after which it answers though the job still runs, 0 to 20; 0 if left out. Who waits here need not ask again and again.</param>
    public static async Task<Results<Ok<ClockJobView>, ProblemHttpResult>> Handle(
        Guid id, Guid jobId, int? wait, Caller caller, OrgsDb db, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        if (wait is < 0 or > LongestWait)
        {
            return Problems.Of(Refusal.Invalid("wait", "out_of_range", $"It must be between 0 and {LongestWait} seconds."));
        }

        var visible = db.ClockJobs.AsNoTracking().Where(row => row.Id == jobId && row.RealmId == id && (caller.IsLiveRealm || row.RealmId == caller.RealmId));
        var started = wallClock.GetTimestamp();
        while (wallClock.GetElapsedTime(started).TotalSeconds < wait && await visible.AnyAsync(row => row.Status == ClockJobStatus.Running, cancellationToken))
        {
            await Task.Delay(BetweenLooks, wallClock, cancellationToken);
        }

        var job = await visible.Include(row => row.Answers).SingleOrDefaultAsync(cancellationToken);
        return job is null ? Problems.NotFound("clock job") : TypedResults.Ok(job.View());
    }

    public static ClockJobView View(this ClockJob job) => new(
        job.Id,
        job.RealmId,
        job.Status,
        job.From,
        job.Target,
        job.Round,
        job.Answers.GroupBy(answer => answer.Service).ToDictionary(service => service.Key, service => service.Sum(answer => answer.WorkDone)),
        job.StartedAt,
        job.EndedAt);
}
