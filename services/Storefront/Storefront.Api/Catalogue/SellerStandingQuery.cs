using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Catalogue;

internal static class SellerStandingQuery
{
    /// <summary>Whether the caller's organisation has a catalogue, as far as news of its plan has come.</summary>
    public static async Task<SellerStanding> StandingOf(this StorefrontDb db, Caller caller, CancellationToken cancellationToken)
    {
        var plan = await db.Sellers.Where(row => row.Id == caller.OrganizationId).Select(row => row.Plan).SingleOrDefaultAsync(cancellationToken);
        return SellerStandings.Of(caller.Kind == OrganizationKind.Operator, plan);
    }
}
