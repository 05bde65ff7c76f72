using Billing.Api.Connections;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

/// <summary>Time zones as Orgs has told them.</summary>
internal static class Calendars
{
    public static async Task<SellerCalendar> CalendarOf(this BillingDb db, Guid sellerId, CancellationToken cancellationToken)
    {
        var zone = await db.Organizations.Where(row => row.Id == sellerId).Select(row => row.TimeZone).SingleAsync(cancellationToken);
        return new SellerCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    /// <summary>IANA names by organisation.</summary>
    public static Task<Dictionary<Guid, string>> TimeZonesOf(this IQueryable<Organization> organizations, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToList();
        return organizations.Where(row => wanted.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.TimeZone, cancellationToken);
    }
}
