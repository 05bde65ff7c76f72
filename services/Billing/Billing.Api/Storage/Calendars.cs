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
        return SellerCalendar.In(zone);
    }
}
