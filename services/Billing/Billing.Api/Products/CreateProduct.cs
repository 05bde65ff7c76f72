using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Products;

internal sealed record CreateProductBody(
    string Name,
    string? Description,
    ProductKind Kind,
    bool SharedWithResellers,
    AccountSubscriptionBody? AccountSubscription,
    ResellerSubscriptionBody? ResellerSubscription,
    ManagedBy ManagedBy = ManagedBy.Operator);

internal sealed record AccountSubscriptionBody(string Name, ManagedBy ManagedBy, bool SharedWithResellers, PriceBody? RecommendedPrice);

internal sealed record ResellerSubscriptionBody(string Name, ManagedBy ManagedBy, ChargedPer Per, bool CanBeAppliedMoreThanOnce, PriceBody WholesalePrice);

/// <param name="Price">For one unit and one interval.</param>
/// <param name="From">First instant it applies; now if left out.</param>
internal sealed record PriceBody(Money Price, Term Interval, Term PlanLength, DateTimeOffset? From)
{
    public PriceDraft Draft(DateTimeOffset now) => new(Price, Interval, PlanLength, From ?? now);
}

/// <summary>The operator offers something new, with its recommended and its wholesale price.</summary>
internal static class CreateProduct
{
    private const int LongestName = 200;
    private const int LongestDescription = 4000;

    public static async Task<Results<Created<ProductView>, ProblemHttpResult>> Handle(
        CreateProductBody body, Caller caller, BillingDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if (Checks(body).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        var now = clock.Now;
        if (ProductRules.Create(Draft(body, now)).IsRefused(out var refusal, out var draft))
        {
            return Problems.Of(refusal);
        }

        var product = new Product
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            ManagedById = caller.OrganizationId,
            Name = body.Name.Trim(),
            Description = body.Description?.Trim() ?? "",
            Kind = body.Kind,
            SharedWithResellers = draft.SharedWithResellers,
            AccountSubscriptionName = draft.AccountSubscription!.Name,
            ResellerSubscriptionName = draft.ResellerSubscription?.Name,
            ResellerSubscriptionPer = draft.ResellerSubscription?.Per,
            CreatedAt = now,
        };
        product.AddRecommended(draft.AccountSubscription.RecommendedPrice!);
        if (draft.ResellerSubscription is { } reseller)
        {
            product.AddWholesale(reseller.WholesalePrice);
        }

        db.Add(product);
        db.Emit(new Facts.ProductPublished(product.ToFact()), product.Id, product.Version, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/billing/v1/products/{product.Id}", ProductView.Of(product));
    }

    private static FieldChecks Checks(CreateProductBody body)
    {
        var checks = new FieldChecks()
            .Text("name", body.Name, LongestName)
            .OptionalText("description", body.Description, LongestDescription, multiline: true);
        if (body.AccountSubscription is { } account)
        {
            checks.Text("accountSubscription.name", account.Name, LongestName);
        }

        if (body.ResellerSubscription is { } reseller)
        {
            checks.Text("resellerSubscription.name", reseller.Name, LongestName);
        }

        return checks;
    }

    private static ProductDraft Draft(CreateProductBody body, DateTimeOffset now) => new(
        body.ManagedBy,
        body.SharedWithResellers,
        body.AccountSubscription is { } account
            ? new AccountSubscriptionDraft(account.Name, account.ManagedBy, account.SharedWithResellers, account.RecommendedPrice?.Draft(now))
            : null,
        body.ResellerSubscription is { } reseller
            ? new ResellerSubscriptionDraft(reseller.Name, reseller.ManagedBy, reseller.Per, reseller.CanBeAppliedMoreThanOnce, reseller.WholesalePrice.Draft(now))
            : null);
}
