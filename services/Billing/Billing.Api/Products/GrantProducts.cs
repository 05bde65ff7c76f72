using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Products;

internal sealed record GrantProductsBody(Guid OrganizationId);

/// <param name="OrganizationId">The reseller that may manage products of its own.</param>
/// <param name="RevokedAt">Null while it may.</param>
internal sealed record ProductGrantView(Guid Id, Guid OrganizationId, DateTimeOffset GrantedAt, DateTimeOffset? RevokedAt)
{
    public static ProductGrantView Of(ProductGrant grant) => new(grant.Id, grant.BuyerId, grant.GrantedAt, grant.RevokedAt);
}

/// <summary>The operator lets a reseller manage products of its own, and takes that back. Its products stay, and can be sold; it cannot change them any more.</summary>
internal static class GrantProducts
{
    public const string OneGrantIndex = "ux_product_grants_reseller";

    public static readonly Refusal AlreadyGranted = new("product_grant_exists", "This reseller manages products already.");

    public static async Task<Results<Created<ProductGrantView>, ProblemHttpResult>> Grant(
        GrantProductsBody body, Caller caller, BillingDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (!await db.Organizations.AnyAsync(row => row.Id == body.OrganizationId && row.Kind == OrganizationKind.Partner, cancellationToken))
        {
            return Problems.NotFound("reseller");
        }

        if (await Holds(db, body.OrganizationId, cancellationToken))
        {
            return Problems.Of(AlreadyGranted);
        }

        var grant = new ProductGrant
        {
            Id = Guid.CreateVersion7(),
            RealmId = caller.RealmId,
            SellerId = caller.OrganizationId,
            BuyerId = body.OrganizationId,
            GrantedAt = clock.Now,
            GrantedByPersonId = caller.PersonId,
        };
        db.Add(grant);
        audit.Record("grant-products", "product grant", grant.Id, null, ProductGrantView.Of(grant));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created((string?)null, ProductGrantView.Of(grant));
    }

    public static async Task<Results<Ok<ProductGrantView>, ProblemHttpResult>> Revoke(
        Guid id, BillingDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        var grant = await db.ProductGrants.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (grant is null)
        {
            return Problems.NotFound("product grant");
        }

        var before = ProductGrantView.Of(grant);
        grant.RevokedAt ??= clock.Now;
        audit.Record("revoke-product-grant", "product grant", id, before, ProductGrantView.Of(grant));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(ProductGrantView.Of(grant));
    }

    public static async Task<Ok<Page<ProductGrantView>>> List([AsParameters] PageQuery page, BillingDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.ProductGrants.AsNoTracking().ToPageAsync(page, grant => grant.Id, grant => ProductGrantView.Of(grant), cancellationToken));

    /// <summary>Asked by the operator or by the reseller itself.</summary>
    public static Task<bool> Holds(BillingDb db, Guid resellerId, CancellationToken cancellationToken) =>
        db.ProductGrants.AnyAsync(grant => grant.BuyerId == resellerId && grant.RevokedAt == null, cancellationToken);
}
