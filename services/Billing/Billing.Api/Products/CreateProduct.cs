using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Products;

/// <param name="ManagedById">The reseller whose product it is to be; left out where the operator manages it.</param>
/// <param name="UsageFees">Prices per event.</param>
/// <param name="TaxCode">What sellers' tax rates are set for.</param>
/// <param name="ResellerPlan">What a partner is on by having it, sold once and without a trial; left out for any other product.</param>
/// <param name="UpgradeTargets">Products that a subscription to this one can be changed to.</param>
/// <param name="LogoUrl">Of its picture: an https address.</param>
internal sealed record CreateProductBody(
    string Name,
    string? Description,
    ProductKind Kind,
    bool SharedWithResellers,
    AccountSubscriptionBody? AccountSubscription,
    ResellerSubscriptionBody? ResellerSubscription,
    IReadOnlyList<UsageFeeDraft>? UsageFees,
    Guid? ManagedById,
    SaleLimits? Limits,
    IReadOnlyList<Guid>? UpgradeTargets,
    ManagedBy ManagedBy = ManagedBy.Operator,
    ChargeModel Charging = ChargeModel.Recurring,
    Provisioning Provisioning = Provisioning.Automatic,
    string TaxCode = TaxContext.StandardCode,
    ResellerPlan? ResellerPlan = null,
    string? LogoUrl = null);

internal sealed record AccountSubscriptionBody(string Name, ManagedBy ManagedBy, bool SharedWithResellers, PriceBody? RecommendedPrice);

internal sealed record ResellerSubscriptionBody(string Name, ManagedBy ManagedBy, ChargedPer Per, bool CanBeAppliedMoreThanOnce, PriceBody WholesalePrice);

/// <param name="Price">For one unit and one interval.</param>
/// <param name="Interval">A month where it is left out, as it is for what is paid once.</param>
/// <param name="PlanLength">As long as the interval where it is left out.</param>
/// <param name="From">First instant it applies; now if left out.</param>
internal sealed record PriceBody(Money Price, Term? Interval, Term? PlanLength, DateTimeOffset? From)
{
    public PriceDraft Draft(DateTimeOffset now) => new(Price, Interval ?? Term.Month, PlanLength ?? Interval ?? Term.Month, From ?? now);
}

/// <summary>The operator offers something new, with its recommended and its wholesale price: its own, or one for a reseller to manage.</summary>
internal static class CreateProduct
{
    public static async Task<Results<Created<ProductView>, ProblemHttpResult>> Handle(
        CreateProductBody body, Caller caller, BillingDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        var checks = ProductChecks.Of(body.Name, body.Description, body.TaxCode, body.LogoUrl);
        if (body.AccountSubscription is { } account)
        {
            checks.Text("accountSubscription.name", account.Name, ProductChecks.LongestName);
        }

        if (body.ResellerSubscription is { } resellers)
        {
            checks.Text("resellerSubscription.name", resellers.Name, ProductChecks.LongestName);
        }

        await checks.UpgradeTargets(db, body.UpgradeTargets ?? [], productId: null, caller.OrganizationId, cancellationToken);
        if (checks.Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        var now = clock.Now;
        var manager = body.ManagedBy == ManagedBy.Operator ? caller.OrganizationId : body.ManagedById ?? Guid.Empty;
        var hasGrant = body.ManagedBy == ManagedBy.Reseller && await GrantProducts.Holds(db, manager, cancellationToken);
        if (ProductRules.Create(Draft(body, hasGrant, now)).IsRefused(out var refusal, out var draft))
        {
            return Problems.Of(refusal);
        }

        var product = new Product
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            ManagedBy = draft.ManagedBy,
            ManagedById = manager,
            Name = body.Name.Trim(),
            Description = body.Description?.Trim() ?? "",
            LogoUrl = body.LogoUrl,
            Kind = body.Kind,
            Charging = draft.Charging,
            ResellerPlan = draft.ResellerPlan,
            SharedWithResellers = draft.SharedWithResellers,
            AccountSubscriptionName = draft.AccountSubscription!.Name,
            ResellerSubscriptionName = draft.ResellerSubscription?.Name,
            ResellerSubscriptionPer = draft.ResellerSubscription?.Per,
            TaxCode = body.TaxCode,
            Provisioning = body.Provisioning,
            SmallestQuantity = draft.Limits.SmallestQuantity,
            LargestQuantity = draft.Limits.LargestQuantity,
            MinimumCommitment = draft.Limits.MinimumCommitment,
            UpgradeTargets = [.. body.UpgradeTargets ?? []],
            CreatedAt = now,
        };
        AddPrices(product, draft, now);
        db.Add(product);
        audit.Record("create-product", "product", product.Id, null, body);
        db.Emit(new Facts.ProductPublished(product.ToFact()), product.Id, product.Version, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/api/billing/v1/products/{product.Id}", ProductView.Of(product));
    }

    private static void AddPrices(Product product, ProductDraft draft, DateTimeOffset now)
    {
        product.AddRecommended(draft.AccountSubscription!.RecommendedPrice!);
        if (draft.ResellerSubscription is { } reseller)
        {
            product.AddWholesale(reseller.WholesalePrice);
        }

        foreach (var fee in draft.UsageFees)
        {
            product.AddRecommended(PerEvent(fee.RecommendedPrice, fee.Kind, now));
            if (fee.WholesalePrice is { } wholesale)
            {
                product.AddWholesale(PerEvent(wholesale, fee.Kind, now));
            }
        }
    }

    private static PriceDraft PerEvent(Money price, FeeKind kind, DateTimeOffset now)
    {
        var terms = PriceTerms.Once(price.Currency, kind);
        return new PriceDraft(price, terms.Interval, terms.PlanLength, now, kind);
    }

    private static ProductDraft Draft(CreateProductBody body, bool hasGrant, DateTimeOffset now) => new(
        body.Kind,
        body.Charging,
        body.ManagedBy,
        hasGrant,
        body.SharedWithResellers,
        body.Limits ?? (body.ResellerPlan is null ? new SaleLimits() : PlanRules.Once),
        body.AccountSubscription is { } account
            ? new AccountSubscriptionDraft(account.Name, account.ManagedBy, account.SharedWithResellers, account.RecommendedPrice?.Draft(now))
            : null,
        body.ResellerSubscription is { } reseller
            ? new ResellerSubscriptionDraft(reseller.Name, reseller.ManagedBy, reseller.Per, reseller.CanBeAppliedMoreThanOnce, reseller.WholesalePrice.Draft(now))
            : null,
        body.UsageFees ?? [],
        body.ResellerPlan);
}
