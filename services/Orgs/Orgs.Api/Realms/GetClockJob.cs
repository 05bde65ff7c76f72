using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
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
    public static async Task<Results<Ok<ClockJobView>, ProblemHttpResult>> Handle(
        Guid id, Guid jobId, Caller caller, OrgsDb db, CancellationToken cancellationToken)
    {
        var job = await db.ClockJobs
            .AsNoTracking()
            .Include(row => row.Answers)
            .SingleOrDefaultAsync(row => row.Id == jobId && row.RealmId == id && (caller.IsLiveRealm || row.RealmId == caller.RealmId), cancellationToken);
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
