using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;

namespace Billing.Api.Requests;

/// <summary>A subscription that the caller's organisation sold, for it to propose something about.</summary>
internal static class ChangeableSubscription
{
    public static async Task<Result<Subscription>> Find(BillingDb db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var subscription = await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (subscription is null)
        {
            return new Refusal("not_found", "There is no such subscription.", RefusalKind.NotFound);
        }

        return subscription.SellerId == caller.OrganizationId ? subscription : ProposeRequest.OnlySellerProposes;
    }
}
