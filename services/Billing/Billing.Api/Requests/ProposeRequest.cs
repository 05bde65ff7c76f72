using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <param name="RetailPrice">For one unit and one interval.</param>
/// <param name="Interval">How often it is charged.</param>
/// <param name="PlanLength">The commitment.</param>
/// <param name="Reason">For the buyer to read.</param>
internal sealed record ProposeRequestBody(
    Guid ConnectionId, Guid ProductId, int Quantity, Money RetailPrice, Term Interval, Term PlanLength, string? Reason);

/// <summary>A seller proposes a subscription to its buyer. It is the seller's one way to change what is billed.</summary>
internal static class ProposeRequest
{
    public const int LongestReason = 1000;

    public static async Task<Results<Created<RequestView>, ProblemHttpResult>> Handle(
        ProposeRequestBody body, Caller caller, BillingDb db, RequestSubmission submission, CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reason", body.Reason, LongestReason, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        var connection = await db.Connections.SingleOrDefaultAsync(row => row.Id == body.ConnectionId, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        if (connection.SellerId != caller.OrganizationId)
        {
            return Problems.Of(new Refusal("only_seller_proposes", "The seller proposes, the buyer decides.", RefusalKind.NotPermitted));
        }

        var product = await db.Products.Where(Visibility.OfProducts(caller.OrganizationId)).SingleOrDefaultAsync(row => row.Id == body.ProductId, cancellationToken);
        if (product is null)
        {
            return Problems.NotFound("product");
        }

        var wanted = new RequestedState(product.Id, product.Name, body.Quantity, body.RetailPrice, body.Interval, body.PlanLength);
        var proposer = new Proposer(caller.OrganizationId, caller.PersonId);
        var decision = await submission.Submit(connection, product, wanted, proposer, body.Reason, cancellationToken);
        if (decision.IsRefused(out var refusal, out var submitted))
        {
            return Problems.Of(refusal);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/billing/v1/requests/{submitted.Request.Id}", RequestView.Of(submitted.Request, submitted.Margin));
    }
}
