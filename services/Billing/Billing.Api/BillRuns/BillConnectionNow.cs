using System.Data.Common;
using Billing.Api.Connections;
using Billing.Api.Jobs;
using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.BillRuns;

/// <summary>
/// Bills what is due on one connection, each instant as of its own time, and nothing else: also what failed before and waits for its next attempt or for a
/// person. Called again, nothing is due any more.
/// </summary>
internal static class BillConnectionNow
{
    public static readonly Refusal OnlySeller = new("only_seller_bills", "A connection is billed by its seller.", RefusalKind.NotPermitted);

    public static async Task<Results<Ok<BilledCounts>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, BillingDb db, BillDueEdges bill, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        if (connection.SellerId != caller.OrganizationId)
        {
            return Problems.Of(OnlySeller);
        }

        if (connection.Status == ConnectionStatus.Ended)
        {
            return Problems.Of(new Refusal("connection_ended", "Nothing is billed on an ended connection any more."));
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if ((await Bill(id, db, bill, clock, cancellationToken)).IsRefused(out var refusal, out var billed))
        {
            return Problems.Of(refusal);
        }

        audit.Record("bill-connection", "connection", id, before: null, billed);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(billed);
    }

    private static async Task<Result<BilledCounts>> Bill(Guid id, BillingDb db, BillDueEdges bill, RealmClock clock, CancellationToken cancellationToken)
    {
        var billed = BilledCounts.None;
        foreach (var item in await db.TakeDueWork<BillConnection>($"{id}/", clock.Now, cancellationToken))
        {
            try
            {
                billed += (await bill.Run([id], item.DueAt, cancellationToken)).Billed;
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or DbException or DbUpdateException))
            {
                // What is wrong with it is wrong with its data, as it was when the bill run set it aside: a person mends that first.
                return new Refusal("connection_not_billable", $"It cannot be billed as it is: {exception.Message}");
            }
        }

        return billed;
    }
}
