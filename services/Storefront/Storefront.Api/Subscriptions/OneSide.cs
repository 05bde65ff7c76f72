using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Storefront.Api.Storage;

namespace Storefront.Api.Subscriptions;

internal static class OneSide
{
    /// <summary>
    /// What the caller's organisation bought, or what it sold. The scope would say "seller or buyer" besides, which keeps the database from reading one
    /// index in its order: it would collect and sort everything that an account has. The same is said of one side here, so the scope is left out; what else
    /// such a query reads, it reads by the ids in these rows.
    /// </summary>
    public static IQueryable<SubscriptionRow> SubscriptionsOn(this StorefrontDb db, Side side, Caller caller) => db.Subscriptions.On(side, caller);

    /// <summary>How many of each sort there are among them.</summary>
    public static IQueryable<SubscriptionCountRow> CountsOn(this StorefrontDb db, Side side, Caller caller) => db.CountedSubscriptions.On(side, caller);

    private static IQueryable<TRow> On<TRow>(this IQueryable<TRow> rows, Side side, Caller caller)
        where TRow : class, IConnectionRow
    {
        rows = rows.AsNoTracking().IgnoreQueryFilters([ServiceDbContext.ScopeFilter]).Where(row => row.RealmId == caller.RealmId);
        return side == Side.Sold ? rows.Where(row => row.SellerId == caller.OrganizationId) : rows.Where(row => row.BuyerId == caller.OrganizationId);
    }
}
