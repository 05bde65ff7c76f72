using Billing.Api.Connections;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <param name="RetailPrice">For one unit and one interval.</param>
/// <param name="Interval">How often it is charged.</param>
/// <param name="PlanLength">The commitment.</param>
/// <param name="Reason">For the buyer to read.</param>
/// <param name="MainSubscriptionId">What an add-on belongs to; may be left out where the connection has one main subscription.</param>
/// <param name="EffectiveOn">First day on which it counts, in the seller's calendar; at once if left out.</param>
internal sealed record RequestRow(
    Guid ConnectionId,
    Guid ProductId,
    int Quantity,
    Money RetailPrice,
    Term Interval,
    Term PlanLength,
    string? Reason,
    Guid? MainSubscriptionId = null,
    DateOnly? EffectiveOn = null);

/// <param name="Requests">1 to 500, on any of the connections on which the caller sells.</param>
internal sealed record RequestImport(IReadOnlyList<RequestRow> Requests);

/// <param name="Requests">In the order in which they were sent.</param>
internal sealed record RequestImportView(IReadOnlyList<RequestView> Requests);

/// <summary>
/// A seller that moves in with its customers proposes to all of them at once what they have, or to none where something is wrong with any. Each buyer decides
/// about its own. Rules, events and audit are those of proposing them one by one; what the seller pays is read once for all.
/// </summary>
internal static class ImportRequests
{
    public static async Task<Results<Ok<RequestImportView>, ProblemHttpResult>> Handle(
        RequestImport body,
        Caller caller,
        BillingDb db,
        RequestSubmission submission,
        PriceResolver prices,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (Rows.Check("requests", body.Requests, row => ProposeRequest.CheckReason(row.Reason)) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if ((await Proposals(body.Requests, caller, db, prices, clock, cancellationToken)).IsRefused(out var refusal, out var proposals))
        {
            return Problems.Of(refusal);
        }

        var proposer = new Proposer(caller.OrganizationId, caller.PersonId);
        var views = new List<RequestView>(proposals.Count);
        foreach (var (index, proposal) in proposals.Index())
        {
            if ((await submission.Submit(proposal, proposer, isDraft: false, cancellationToken)).IsRefused(out refusal, out var kept))
            {
                return Problems.Of(refusal.In(Rows.Path("requests", index)));
            }

            var view = RequestView.Of(kept.Request, kept.Margin);
            audit.Record("import-requests", "request", kept.Request.Id, null, view with { Margin = null }, proposal.Reason);
            views.Add(view);
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Ok(new RequestImportView(views));
    }

    private static async Task<Result<IReadOnlyList<Proposal>>> Proposals(
        IReadOnlyList<RequestRow> rows, Caller caller, BillingDb db, PriceResolver prices, RealmClock clock, CancellationToken cancellationToken)
    {
        var connectionIds = rows.Select(row => row.ConnectionId).ToList();
        var productIds = rows.Select(row => row.ProductId).ToList();
        var connections = await db.Connections.Where(row => connectionIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var products = await db.Products
            .Where(Visibility.OfProducts(caller.OrganizationId))
            .Where(row => productIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        foreach (var (index, row) in rows.Index())
        {
            var refused = ProposeRequest.CheckConnection(connections.GetValueOrDefault(row.ConnectionId), caller)
                ?? (products.ContainsKey(row.ProductId) ? null : ProposeRequest.NoSuchProduct);
            if (refused is not null)
            {
                return refused.In(Rows.Path("requests", index));
            }
        }

        if ((await prices.ForSales(connections.Values, products.Values, clock.Now, cancellationToken)).IsRefused(out var refusal, out var read))
        {
            return refusal;
        }

        return rows.Select(row => Proposal(row, connections[row.ConnectionId], products[row.ProductId]) with { Prices = read[row.ConnectionId] }).ToList();
    }

    private static Proposal Proposal(RequestRow row, Connection connection, Product product)
    {
        var wanted = new RequestedState(product.Id, product.Name, row.Quantity, row.RetailPrice, row.Interval, row.PlanLength);
        return new Proposal(connection, product, RequestChange.Create, wanted)
        {
            MainSubscriptionId = row.MainSubscriptionId,
            Effective = row.EffectiveOn is null ? EffectiveTime.Now : EffectiveTime.Date,
            EffectiveOn = row.EffectiveOn,
            Reason = row.Reason,
        };
    }
}
