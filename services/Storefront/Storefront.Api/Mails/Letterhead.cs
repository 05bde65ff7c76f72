using Microsoft.EntityFrameworkCore;
using Storefront.Api.Storage;

namespace Storefront.Api.Mails;

/// <summary>In whose name a mail is written.</summary>
/// <param name="Name">Of the shop, or of its seller where it has none.</param>
/// <param name="Accent">The colour of links; <c>#rrggbb</c>.</param>
internal sealed record Letterhead(string Name, string? SupportEmail, string Accent)
{
    private const string UsualAccent = "#1a56db";

    public static async Task<Letterhead> Of(StorefrontDb db, Guid sellerId, CancellationToken cancellationToken)
    {
        var shop = await db.Shops.AsNoTracking().SingleOrDefaultAsync(row => row.Id == sellerId, cancellationToken);
        var name = shop?.Name ?? shop?.OrganizationName ?? await db.Correspondents.Where(row => row.Id == sellerId).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken);
        return new Letterhead(name ?? "", shop?.SupportEmail, shop?.AccentColor ?? UsualAccent);
    }
}
