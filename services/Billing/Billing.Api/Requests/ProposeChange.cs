using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <summary>What is left out stays as it is.</summary>
/// <param name="ProductId">Another product: an upgrade.</param>
/// <param name="RetailPrice">For one unit and one interval.</param>
/// <param name="Effective">At once if left out.</param>
/// <param name="EffectiveOn">With effective date: first day on which it counts, in the seller's calendar.</param>
/// <param name="Draft">True to keep it to oneself until it is submitted.</param>
/// <param name="QuoteToken">From a quote: refused with price_changed if it would not cost that any more.</param>
internal sealed record ProposeChangeBody(
    Guid? ProductId = null,
    int? Quantity = null,
    Money? RetailPrice = null,
    Term? Interval = null,
    Term? PlanLength = null,
    EffectiveTime Effective = EffectiveTime.Now,
    DateOnly? EffectiveOn = null,
    string? Reason = null,
    bool Draft = false,
    string? QuoteToken = null);

/// <summary>A seller proposes another quantity, price, product or interval of a subscription.</summary>
internal static class ProposeChange
{
    public static async Task<Results<Created<RequestView>, ProblemHttpResult>> Handle(
        Guid id, ProposeChangeBody body, Caller caller, BillingDb db, ProposalKeeping keeping, CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reason", body.Reason, ProposeRequest.LongestReason, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        if ((await ChangeableSubscription.Find(db, caller, id, cancellationToken)).IsRefused(out var refusal, out var subscription))
        {
            return Problems.Of(refusal);
        }

        var now = subscription.State();
        var isOther = body.ProductId is { } other && other != now.ProductId;
        var product = isOther
            ? await db.Products.Where(Visibility.OfProducts(caller.OrganizationId)).SingleOrDefaultAsync(row => row.Id == body.ProductId, cancellationToken)
            : await db.Products.SingleAsync(row => row.Id == now.ProductId, cancellationToken);
        if (product is null)
        {
            return Problems.NotFound("product");
        }

        if (isOther)
        {
            var targets = await db.Products.Where(row => row.Id == now.ProductId).Select(row => row.UpgradeTargets).SingleAsync(cancellationToken);
            if (ChangeRules.UpgradeTo(targets, product.Id) is { } unfit)
            {
                return Problems.Of(unfit);
            }
        }

        var wanted = new RequestedState(
            product.Id,
            isOther ? product.Name : now.ProductName,
            body.Quantity ?? now.Quantity,
            body.RetailPrice ?? now.UnitPrice,
            body.Interval ?? now.Interval,
            body.PlanLength ?? now.PlanLength);
        if (ChangeRules.Change(subscription.AsChanged(), wanted, product.Kind, product.Charging, product.ResellerPlan).IsRefused(out refusal, out var kind))
        {
            return Problems.Of(refusal);
        }

        var connection = await db.Connections.SingleAsync(row => row.Id == subscription.ConnectionId, cancellationToken);
        var proposal = new Proposal(connection, product, kind, wanted)
        {
            Subscription = subscription,
            Effective = body.Effective,
            EffectiveOn = body.EffectiveOn,
            Reason = body.Reason,
        };
        return await keeping.Keep(proposal, caller, "propose-change", body.Draft, body.QuoteToken, cancellationToken);
    }
}
