using Billing.Api.Jobs;
using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.BillRuns;

/// <summary>
/// Bill runs, newest first. A seller sees its own share; the operator also the sums of everybody, which is why this looks past the caller's scope (the realm
/// still holds): nothing but numbers of it goes into an answer.
/// </summary>
internal static class ReadBillRuns
{
    public static async Task<Ok<Page<BillRunView>>> List(
        [AsParameters] PageQuery page, Caller caller, BillingDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var runs = await Visible(db, caller).ToPageAsync(page, run => run.Id, run => run, cancellationToken);
        return TypedResults.Ok(new Page<BillRunView>(await Views(runs.Items, caller, db, clock.Now, cancellationToken), runs.NextCursor));
    }

    public static async Task<Results<Ok<BillRunDetailView>, ProblemHttpResult>> Get(
        Guid id, Caller caller, BillingDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if (await Visible(db, caller).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } run)
        {
            return Problems.NotFound("bill_run");
        }

        var views = await Views([run], caller, db, clock.Now, cancellationToken);
        return TypedResults.Ok(new BillRunDetailView(views[0], await Failures(db, caller, run.DueOn, run.DueOn, cancellationToken)));
    }

    private static IQueryable<BillRun> Visible(BillingDb db, Caller caller) => caller.Kind == OrganizationKind.Operator
        ? db.BillRuns.AsNoTracking()
        : db.BillRuns.AsNoTracking().Where(run => db.BillRunShares.Any(share => share.RunId == run.Id));

    private static async Task<IReadOnlyList<BillRunView>> Views(
        IReadOnlyList<BillRun> runs, Caller caller, BillingDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            return [];
        }

        var (first, last) = (runs.Min(run => run.DueOn), runs.Max(run => run.DueOn));
        var ids = runs.Select(run => run.Id).ToList();
        var own = await db.BillRunShares.AsNoTracking().Where(share => ids.Contains(share.RunId)).ToDictionaryAsync(share => share.RunId, cancellationToken);
        var realm = caller.Kind == OrganizationKind.Operator ? await Sums(db, caller.RealmId, ids, cancellationToken) : [];
        var failures = (await Failures(db, caller, first, last, cancellationToken)).ToLookup(failure => DateOnly.FromDateTime(failure.DueAt.UtcDateTime));
        var waiting = await Waiting(db, caller, first, last, now, cancellationToken);
        return [.. runs.Select(run =>
        {
            var share = own.GetValueOrDefault(run.Id);
            var left = waiting.GetValueOrDefault(run.DueOn);
            var failed = failures[run.DueOn].Count();
            return new BillRunView(
                run.Id,
                run.DueOn,
                left > failed ? BillRunState.Running : failed > 0 ? BillRunState.Failed : BillRunState.Done,
                run.StartedAt,
                share?.LastBilledAt,
                share is null ? BilledCounts.None : new BilledCounts(share.Connections, share.Charges, share.Invoices),
                caller.Kind == OrganizationKind.Operator ? realm.GetValueOrDefault(run.Id, BilledCounts.None) : null,
                left,
                failed);
        })];
    }

    private static Task<Dictionary<Guid, BilledCounts>> Sums(BillingDb db, Guid realmId, List<Guid> runIds, CancellationToken cancellationToken) => db.BillRunShares
        .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
        .Where(share => share.RealmId == realmId && runIds.Contains(share.RunId))
        .GroupBy(share => share.RunId)
        .Select(run => new { run.Key, Connections = run.Sum(share => share.Connections), Charges = run.Sum(share => share.Charges), Invoices = run.Sum(share => share.Invoices) })
        .ToDictionaryAsync(run => run.Key, run => new BilledCounts(run.Connections, run.Charges, run.Invoices), cancellationToken);

    private static async Task<IReadOnlyList<BillFailureView>> Failures(BillingDb db, Caller caller, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var failed = (await db.FailedDueWork<BillConnection>(cancellationToken))
            .Where(failure => DateOnly.FromDateTime(failure.Item.DueAt.UtcDateTime) is var day && day >= first && day <= last)
            .Select(failure => (failure.Item.Payload<BillConnection.Edge>().ConnectionId, Failure: failure))
            .ToList();
        var ids = failed.Select(failure => failure.ConnectionId).Distinct().ToList();
        var own = await db.Connections
            .Where(row => ids.Contains(row.Id) && row.SellerId == caller.OrganizationId)
            .ToDictionaryAsync(row => row.Id, row => row.BuyerName, cancellationToken);
        return
        [
            .. failed.Where(failure => own.ContainsKey(failure.ConnectionId)).Select(failure => new BillFailureView(
                failure.ConnectionId,
                own[failure.ConnectionId],
                failure.Failure.Item.DueAt,
                failure.Failure.Attempts,
                failure.Failure.Error.Split('\n')[0].TrimEnd(),
                failure.Failure.RetryAt)),
        ];
    }

    private static async Task<Dictionary<DateOnly, int>> Waiting(
        BillingDb db, Caller caller, DateOnly first, DateOnly last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seller = caller.Kind == OrganizationKind.Operator ? (Guid?)null : caller.OrganizationId;
        var from = new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero);
        var until = new DateTimeOffset(last.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        var days = await db.Database.SqlQuery<WaitingDay>(
            $"""
            SELECT (work.due_at AT TIME ZONE 'UTC')::date AS "Day", count(*)::int AS "Connections"
            FROM platform.due_work work
            WHERE work.realm_id = {caller.RealmId} AND work.kind = {BillConnection.Kind} AND work.due_at >= {from} AND work.due_at < {until} AND work.due_at <= {now}
              AND ({seller}::uuid IS NULL OR EXISTS (
                  SELECT 1 FROM connections edge WHERE edge.id = (work.payload::json ->> 'connectionId')::uuid AND edge.seller_id = {seller}))
            GROUP BY 1
            """).ToListAsync(cancellationToken);
        return days.ToDictionary(day => day.Day, day => day.Connections);
    }

    private sealed record WaitingDay(DateOnly Day, int Connections);
}
