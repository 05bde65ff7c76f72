using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;
using Storefront.Domain.Shops;

namespace Storefront.Api.Shops;

/// <param name="Proof">What has to stand in a TXT record at the domain, if it is the seller's.</param>
/// <param name="ConfirmedAt">Null while it waits to be confirmed.</param>
internal sealed record CustomDomainView(Guid ShopId, string SellerName, string Domain, string Proof, DateTimeOffset? ConfirmedAt);

/// <param name="Domain">As it was looked up: what the seller has set since is not confirmed by mistake.</param>
internal sealed record ConfirmedDomain(string Domain);

/// <summary>
/// The operator lets a seller's own domain into effect, once it has found the proof there. A person does that: the platform itself may run where it reaches no
/// name servers, and a wrong answer would hand a stranger's address to a shop.
/// </summary>
internal static class CustomDomainDesk
{
    private static readonly Refusal NotTheOne = new("custom_domain_changed", "The seller has set another domain, or none, meanwhile.");

    /// <summary>The domains of a realm's shops, the newest shop first.</summary>
    /// <param name="waiting">True for those that wait to be confirmed, false for the others; all if left out.</param>
    public static async Task<Ok<Page<CustomDomainView>>> List(bool? waiting, [AsParameters] PageQuery page, StorefrontDb db, CancellationToken cancellationToken)
    {
        var shops = db.Shops.AsNoTracking().Where(row => row.CustomDomain != null && (waiting == null || row.CustomDomainConfirmedAt == null == waiting));
        var found = await shops.ToPageAsync(page, row => row.Id, row => row, cancellationToken);
        return TypedResults.Ok(new Page<CustomDomainView>(
            [.. found.Items.Select(row => new CustomDomainView(row.Id, row.OrganizationName, row.CustomDomain!, CustomDomains.ProofOf(row.Id), row.CustomDomainConfirmedAt))],
            found.NextCursor));
    }

    public static async Task<Results<Ok<CustomDomainView>, ProblemHttpResult>> Confirm(
        Guid id, ConfirmedDomain body, StorefrontDb db, ChangeShop change, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Shops.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } shop)
        {
            return Problems.NotFound("shop");
        }

        if (shop.CustomDomain is not { } domain || domain != body.Domain)
        {
            return Problems.Of(NotTheOne);
        }

        if (await db.Shops.IgnoreQueryFilters().AnyAsync(row => row.CustomDomain == domain && row.CustomDomainConfirmedAt != null && row.Id != id, cancellationToken))
        {
            return Problems.Of(UpdateShop.DomainTaken);
        }

        if (shop.CustomDomainConfirmedAt is null)
        {
            await change.Run("confirm-custom-domain", shop, row => row.CustomDomainConfirmedAt = clock.Now, cancellationToken);
        }

        return TypedResults.Ok(new CustomDomainView(shop.Id, shop.OrganizationName, domain, CustomDomains.ProofOf(shop.Id), shop.CustomDomainConfirmedAt));
    }
}
