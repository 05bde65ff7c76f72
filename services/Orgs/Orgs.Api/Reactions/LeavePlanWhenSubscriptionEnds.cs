using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Organizations;
using Orgs.Api.ResellerPlans;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using ServiceDefaults.Audit;
using ServiceDefaults.Messaging;

namespace Orgs.Api.Reactions;

/// <summary>
/// A partner whose plan subscription has ended is on Basic. An end is for good, so no version has to be compared: once the partner's plan rests on
/// something else, the news is void, however often and late it comes.
/// </summary>
internal sealed class LeavePlanWhenSubscriptionEnds(OrgsDb db, PlanChanges plans, AuditTrail audit) : IReaction<SubscriptionChanged>
{
    public static bool Concerns(SubscriptionChanged fact) => fact.Subscription is { ResellerPlan: not null, Status: "cancelled" };

    public async Task React(SubscriptionChanged fact, EventContext context, CancellationToken cancellationToken)
    {
        var ended = fact.Subscription;
        await db.Database.LockOrganizationAsync(ended.BuyerId, cancellationToken);
        var partner = await db.Organizations.SingleAsync(row => row.Id == ended.BuyerId, cancellationToken);
        if (partner.Plan is null or ResellerPlan.Basic || !new PlanBasis(partner.PlanOrderId, partner.PlanSubscriptionId).RestsOn(ended.Id, ended.OrderId))
        {
            return;
        }

        var before = OrganizationView.From(partner);
        await plans.FallAsync(partner, ResellerPlan.Basic, PlanChangeCause.SubscriptionEnded, PlanBasis.None, cancellationToken);
        audit.Record(
            PlanImpacts.ChangeOperation,
            "organization",
            partner.Id,
            before,
            OrganizationView.From(partner),
            "The subscription to the plan ended.",
            partner.RealmId,
            partner.Id,
            personId: null);
        await db.SaveChangesAsync(cancellationToken);
    }
}
