using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Api.Plans;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>
/// Has what a partner is charged follow the plan that it was given by hand: by an order for its parent's plan product, or for the end of the one it has. Once
/// more when a plan subscription of it changes to something else than that: an order for another plan was under way, or an end was waited for.
/// </summary>
internal sealed class OrderPlanWhenGivenByHand(StorefrontDb db, GivenPlans plans) :
    IReaction<ResellerPlanChanged>,
    IReaction<SubscriptionCreated>,
    IReaction<SubscriptionChanged>
{
    public static bool Concerns(Subscription subscription) => subscription.ResellerPlan is not null;

    public async Task React(ResellerPlanChanged fact, EventContext context, CancellationToken cancellationToken)
    {
        var partner = fact.Organization;
        if (partner.ParentId is not { } parent || !await Remember(fact, parent, context, cancellationToken))
        {
            return;
        }

        var given = await db.GivenPlans.AsNoTracking().SingleAsync(row => row.PartnerId == partner.Id, cancellationToken);
        if (given.IsByHand && await plans.ConnectionOf(given, cancellationToken) is { } connection)
        {
            await plans.Follow(given, connection, await db.PlanSubscriptionOf(connection.Id, cancellationToken), cancellationToken);
        }
    }

    public Task React(SubscriptionCreated fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Subscription, context, cancellationToken);

    public Task React(SubscriptionChanged fact, EventContext context, CancellationToken cancellationToken) => Follow(fact.Subscription, context, cancellationToken);

    private async Task Follow(Subscription subscription, EventContext context, CancellationToken cancellationToken)
    {
        if (await db.Subscriptions.AnyAsync(row => row.Id == subscription.Id && row.Version > context.Version, cancellationToken))
        {
            return;
        }

        // Held until the end: news of a plan and news of a subscription follow one after the other.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM given_plan WHERE partner_id = {subscription.BuyerId} FOR UPDATE", cancellationToken);
        var given = await db.GivenPlans.AsNoTracking()
            .SingleOrDefaultAsync(row => row.PartnerId == subscription.BuyerId && row.SellerId == subscription.SellerId && row.IsByHand, cancellationToken);
        // What ends with the plan's own subscription is the plan, and Orgs sees to that.
        if (given is null || given.Plan == Enum.Parse<ResellerPlan>(subscription.ResellerPlan!, ignoreCase: true) || await plans.ConnectionOf(given, cancellationToken) is not { } connection)
        {
            return;
        }

        await plans.Follow(given, connection, subscription.Status == "cancelled" ? null : GivenPlans.Row(subscription, context), cancellationToken);
    }

    /// <summary>False for news that is older than what is known.</summary>
    private async Task<bool> Remember(ResellerPlanChanged fact, Guid parent, EventContext context, CancellationToken cancellationToken)
    {
        var plan = Enum.Parse<ResellerPlan>(fact.Organization.ResellerPlan!, ignoreCase: true).ToString();
        var givenBy = (fact.Actor == "itself" ? BoughtBy.Buyer : BoughtBy.Seller).ToString();
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO given_plan AS known (partner_id, realm_id, seller_id, plan, is_by_hand, given_by, person_id, currency, version)
            VALUES ({fact.Organization.Id}, {context.RealmId}, {parent}, {plan}, {fact.Cause == "byHand"}, {givenBy}, {fact.PersonId},
                {fact.Organization.Currency}, {context.Version})
            ON CONFLICT (partner_id) DO UPDATE SET seller_id = excluded.seller_id, plan = excluded.plan, is_by_hand = excluded.is_by_hand,
                given_by = excluded.given_by, person_id = excluded.person_id, currency = excluded.currency, version = excluded.version
            WHERE known.version < excluded.version
            """,
            cancellationToken) == 1;
    }
}
