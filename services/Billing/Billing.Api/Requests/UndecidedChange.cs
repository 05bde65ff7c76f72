using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Requests;

/// <summary>A subscription has one change to be decided or to come into effect, whether it was proposed or ordered.</summary>
internal static class UndecidedChange
{
    public static Task<bool> IsUndecided(this BillingDb db, Guid subscriptionId, CancellationToken cancellationToken) =>
        db.Requests
            .IgnoreQueryFilters([OrderMapping.ProposedFilter])
            .AnyAsync(row => row.SubscriptionId == subscriptionId && (row.Status == RequestStatus.Pending || row.Status == RequestStatus.Approved), cancellationToken);
}
