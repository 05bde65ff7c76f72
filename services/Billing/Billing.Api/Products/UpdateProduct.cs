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

/// <param name="AccountSubscriptionName">What end accounts get.</param>
/// <param name="Limits">For what is sold from now on.</param>
/// <param name="UpgradeTargets">Products that a subscription to this one can be changed to.</param>
/// <param name="LogoUrl">Of its picture: an https address; left out for a product without one.</param>
internal sealed record UpdateProductBody(
    string Name,
    string? Description,
    string AccountSubscriptionName,
    string TaxCode,
    Provisioning Provisioning,
    SaleLimits Limits,
    IReadOnlyList<Guid> UpgradeTargets,
    string? LogoUrl = null);

/// <summary>Its manager changes a product and its account subscription. What was sold stays as it was sold; how it is paid for never changes.</summary>
internal static class UpdateProduct
{
    public static async Task<Results<Ok<ProductView>, ProblemHttpResult>> Handle(
        Guid id, UpdateProductBody body, IfMatch ifMatch, Caller caller, BillingDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (await db.ProductToChange(id, caller, cancellationToken) is not { } product)
        {
            return Problems.NotFound("product");
        }

        var hasGrant = await GrantProducts.Holds(db, product.ManagedById, cancellationToken);
        var refusal = CatalogueVisibility.CheckEdit(product.Origin, product.ViewerOf(caller), CataloguePart.Product, hasGrant) ?? ifMatch.Check(product.Version);
        if (refusal is not null)
        {
            return Problems.Of(refusal);
        }

        var checks = ProductChecks.Of(body.Name, body.Description, body.TaxCode, body.LogoUrl)
            .Text("accountSubscriptionName", body.AccountSubscriptionName, ProductChecks.LongestName);
        foreach (var error in body.Limits.Errors(product.Charging).Concat(PlanRules.Check(product.ResellerPlan, body.Limits)))
        {
            checks.Add(error.Field, error.Code, error.Detail);
        }

        await checks.UpgradeTargets(db, body.UpgradeTargets, product.Id, product.ManagedById, cancellationToken);
        if (checks.Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        var before = product.ToFact();
        product.Name = body.Name.Trim();
        product.Description = body.Description?.Trim() ?? "";
        product.LogoUrl = body.LogoUrl;
        product.AccountSubscriptionName = body.AccountSubscriptionName.Trim();
        product.TaxCode = body.TaxCode;
        product.Provisioning = body.Provisioning;
        product.SmallestQuantity = body.Limits.SmallestQuantity;
        product.LargestQuantity = body.Limits.LargestQuantity;
        product.MinimumCommitment = body.Limits.MinimumCommitment;
        product.UpgradeTargets = [.. body.UpgradeTargets];
        product.Version++;
        audit.Record("update-product", "product", id, before, product.ToFact());
        db.Emit(new Facts.ProductPublished(product.ToFact()), product.Id, product.Version, clock.Now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ProductView.Of(product));
    }
}
