using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;
using Storefront.Api.Plans;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Jobs;

/// <summary>
/// Looks again, a day after a plan that was given by hand was ordered, whether it is charged: the order may have been refused, then or later. Orders it once more
/// if not, and comes back; rests once the charge is right. Key: the partner.
/// </summary>
internal sealed class FollowGivenPlan(StorefrontDb db, GivenPlans plans) : IDueWork
{
    /// <summary>In realm time.</summary>
    public static readonly TimeSpan After = TimeSpan.FromDays(1);

    public static string Kind => "follow-given-plan";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var partner = Guid.Parse(item.Key);
        // Held until the end, as by whoever brings news of the plan.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM given_plan WHERE partner_id = {partner} FOR UPDATE", cancellationToken);
        var given = await db.GivenPlans.AsNoTracking().SingleOrDefaultAsync(row => row.PartnerId == partner && row.IsByHand, cancellationToken);
        if (given is null || !await db.Connections.AnyAsync(row => row.SellerId == given.SellerId && row.BuyerId == partner && row.Status != ConnectionStatus.Ended, cancellationToken))
        {
            return;
        }

        if (await plans.ConnectionOf(given, cancellationToken) is { } connection && await db.OpenPlanOrderOf(connection.Id, cancellationToken) is null)
        {
            await plans.Follow(given, connection, await db.PlanSubscriptionOf(connection.Id, cancellationToken), cancellationToken);
        }
        else
        {
            // Nothing can be sold at present, or an order is under way.
            db.Schedule<FollowGivenPlan>(item.Key, item.DueAt + After);
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
