using Billing.Api.Connections;
using Billing.Api.Products;
using Billing.Api.Quotes;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <param name="RetailPrice">For one unit and one interval.</param>
/// <param name="Interval">How often it is charged.</param>
/// <param name="PlanLength">The commitment.</param>
/// <param name="Reason">For the buyer to read.</param>
/// <param name="MainSubscriptionId">What an add-on belongs to; may be left out where the connection has one main subscription.</param>
/// <param name="EffectiveOn">First day on which it counts, in the seller's calendar; at once if left out.</param>
/// <param name="Draft">True to keep it to oneself until it is submitted.</param>
/// <param name="QuoteToken">From a quote: refused with price_changed if it would not cost that any more.</param>
internal sealed record ProposeRequestBody(
    Guid ConnectionId,
    Guid ProductId,
    int Quantity,
    Money RetailPrice,
    Term Interval,
    Term PlanLength,
    string? Reason,
    Guid? MainSubscriptionId = null,
    DateOnly? EffectiveOn = null,
    bool Draft = false,
    string? QuoteToken = null);

/// <summary>A seller proposes a subscription, an add-on or a one-time charge to its buyer. Requests are its one way to change what is billed.</summary>
internal static class ProposeRequest
{
    public const int LongestReason = 1000;

    public static readonly Refusal OnlySellerProposes = new("only_seller_proposes", "The seller proposes, the buyer decides.", RefusalKind.NotPermitted);

    public static readonly Refusal NoSuchProduct = new("not_found", "There is no such product.", RefusalKind.NotFound);

    public static async Task<Results<Created<RequestView>, ProblemHttpResult>> Handle(
        ProposeRequestBody body, Caller caller, BillingDb db, ProposalKeeping keeping, CancellationToken cancellationToken)
    {
        if (CheckReason(body.Reason) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        var proposed = await Proposal(
            caller, db, body.ConnectionId, body.ProductId, product => new RequestedState(product.Id, product.Name, body.Quantity, body.RetailPrice, body.Interval, body.PlanLength), cancellationToken);
        if (proposed.IsRefused(out var refusal, out var proposal))
        {
            return Problems.Of(refusal);
        }

        proposal = proposal with
        {
            MainSubscriptionId = body.MainSubscriptionId,
            Effective = body.EffectiveOn is null ? EffectiveTime.Now : EffectiveTime.Date,
            EffectiveOn = body.EffectiveOn,
            Reason = body.Reason,
        };
        return await keeping.Keep(proposal, caller, "propose-request", body.Draft, body.QuoteToken, cancellationToken);
    }

    /// <summary>Null if it is well-formed.</summary>
    public static Refusal? CheckReason(string? reason) =>
        new FieldChecks().OptionalText("reason", reason, LongestReason, multiline: true).Refused(out var malformed) ? malformed : null;

    /// <summary>A new sale on one of the caller's connections, of a product that it knows of.</summary>
    public static async Task<Result<Proposal>> Proposal(
        Caller caller, BillingDb db, Guid connectionId, Guid productId, Func<Product, RequestedState> wanted, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleOrDefaultAsync(row => row.Id == connectionId, cancellationToken);
        if (CheckConnection(connection, caller) is { } refusal)
        {
            return refusal;
        }

        return await db.Products.Where(Visibility.OfProducts(caller.OrganizationId)).SingleOrDefaultAsync(row => row.Id == productId, cancellationToken) is { } product
            ? new Proposal(connection!, product, RequestChange.Create, wanted(product))
            : NoSuchProduct;
    }

    /// <summary>Null if the caller may propose something there.</summary>
    /// <param name="connection">As the caller sees it; null where it sees none.</param>
    public static Refusal? CheckConnection(Connection? connection, Caller caller) => connection switch
    {
        null => new Refusal("not_found", "There is no such connection.", RefusalKind.NotFound),
        { SellerId: var seller } when seller != caller.OrganizationId => OnlySellerProposes,
        _ => null,
    };
}
