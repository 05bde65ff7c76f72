using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Realms;
using ServiceDefaults.Messaging;
using ServiceDefaults.Signals.V1;

namespace Orgs.Api.Reactions;

/// <summary>Collects the services' answers of a round; when all are there, starts the next one, moves the clock or ends the job.</summary>
internal sealed class AdvanceClockJobWhenServiceDrained(OrgsDb db, IConfiguration configuration, TimeProvider wallClock) : IReaction<RealmClockDrained>
{
    private static readonly string[] AllServices = ["orgs", "billing", "tickets", "storefront"];

    public async Task React(RealmClockDrained fact, EventContext context, CancellationToken cancellationToken)
    {
        // Answers of one round arrive together; each has to see the ones before.
        var job = await db.ClockJobs.FromSql($"SELECT * FROM clock_jobs WHERE id = {fact.JobId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        if (job is null || job.Status == ClockJobStatus.Done || job.Round != fact.Round)
        {
            return;
        }

        await db.Entry(job).Collection(row => row.Answers).LoadAsync(cancellationToken);
        if (job.Answers.Exists(answer => answer.Round == fact.Round && answer.Service == fact.Service))
        {
            return;
        }

        job.Answers.Add(new ClockJobAnswer { JobId = job.Id, Round = fact.Round, Service = fact.Service, WorkDone = fact.WorkDone });
        var round = job.Answers.Where(answer => answer.Round == job.Round).ToDictionary(answer => answer.Service, answer => answer.WorkDone);
        var services = configuration.GetSection("Realms:Services").Get<string[]>() ?? AllServices;
        switch (ClockRounds.Decide(round, services, job.Round, job.Phase == ClockJobPhase.Settling))
        {
            case ClockRound.Again:
                Next(job, context);
                break;
            case ClockRound.Move:
                job.Phase = ClockJobPhase.Moving;
                Next(job, context);
                break;
            case ClockRound.Done:
                job.Status = ClockJobStatus.Done;
                job.EndedAt = wallClock.GetUtcNow();
                break;
            case ClockRound.Waiting:
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private void Next(ClockJob job, EventContext context)
    {
        job.Round++;
        db.Emit(job.Signal(), job.Id, job.Round, context.OccurredAt);
    }
}
