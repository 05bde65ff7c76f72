using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Realms;
using ServiceDefaults.Messaging;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;

namespace Orgs.Api.Reactions;

/// <summary>Collects the services' answers of a round; when all are there, starts the next one, moves the clock or ends the job.</summary>
internal sealed class AdvanceClockJobWhenServiceDrained(SqlSession sql, Lazy<OrgsDb> lateDb, IConfiguration configuration, TimeProvider wallClock)
    : IReaction<RealmClockDrained>
{
    private static readonly string[] AllServices = ["orgs", "billing", "tickets", "storefront"];

    public async Task React(RealmClockDrained fact, EventContext context, CancellationToken cancellationToken)
    {
        if (!await Keep(fact, cancellationToken))
        {
            return;
        }

        // A statement of its own: answers of one round arrive together, and what this one waited for is seen by the next.
        var answers = await sql.Query(
            $"""
            SELECT answer.service, answer.work_done, job.phase FROM clock_job_answers answer JOIN clock_jobs job ON job.id = answer.job_id
            WHERE answer.job_id = {fact.JobId} AND answer.round = {fact.Round}
            """,
            row => (Service: row.GetString(0), WorkDone: row.GetInt32(1), Phase: Enum.Parse<ClockJobPhase>(row.GetString(2))),
            cancellationToken);
        var work = answers.ToDictionary(answer => answer.Service, answer => answer.WorkDone, StringComparer.Ordinal);
        var services = configuration.GetSection("Realms:Services").Get<string[]>() ?? AllServices;
        var next = ClockRounds.Decide(work, services, fact.Round, answers[0].Phase == ClockJobPhase.Settling);
        if (next != ClockRound.Waiting)
        {
            await GoOn(fact.JobId, next, context, cancellationToken);
        }
    }

    /// <summary>Keeps the job locked until the transaction ends. False for an answer that is known, or to a round that is over.</summary>
    private async Task<bool> Keep(RealmClockDrained fact, CancellationToken cancellationToken) => await sql.Execute(
        $"""
        WITH job AS (
            SELECT id FROM clock_jobs WHERE id = {fact.JobId} AND round = {fact.Round} AND status = {nameof(ClockJobStatus.Running)} FOR UPDATE)
        INSERT INTO clock_job_answers (job_id, round, service, work_done)
        SELECT id, {fact.Round}, {fact.Service}, {fact.WorkDone} FROM job ON CONFLICT DO NOTHING
        """,
        cancellationToken) > 0;

    private async Task GoOn(Guid jobId, ClockRound next, EventContext context, CancellationToken cancellationToken)
    {
        var db = lateDb.Value;
        var job = await db.ClockJobs.SingleAsync(row => row.Id == jobId, cancellationToken);
        if (next == ClockRound.Done)
        {
            job.Status = ClockJobStatus.Done;
            job.EndedAt = wallClock.GetUtcNow();
        }
        else
        {
            job.Phase = next == ClockRound.Move ? ClockJobPhase.Moving : job.Phase;
            job.Round++;
            db.Emit(job.Signal(), job.Id, job.Round, context.OccurredAt);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
