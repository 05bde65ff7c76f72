using Microsoft.EntityFrameworkCore;
using Orgs.Api.Aliases;
using Orgs.Api.Organizations;
using Orgs.Api.ResellerPlans;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Organizations;
using Orgs.Domain.ResellerPlans;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;
using Storefront.Contracts.V1;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.Reactions;

/// <summary>
/// Carries out what was ordered and answers; what is asked again is answered again. An order that was canceled is not carried out, whichever news came
/// first, and if it had been, the partner goes back to what it was on.
/// </summary>
internal sealed class ChangePlanWhenOrdered(OrgsDb db, PlanChanges plans, ShopAliases aliases, AuditTrail audit, RealmClock clock) :
    IReaction<ResellerPlanOrdered>,
    IReaction<OrderCanceled>
{
    private static readonly Refusal SellerNotParent =
        new("seller_not_parent", "A partner's reseller plan is sold by its parent alone.", RefusalKind.NotPermitted);

    private static readonly Refusal Suspended =
        new("organization_suspended", "A partner that is suspended does not go up by itself.", RefusalKind.NotPermitted);

    public static bool Concerns(OrderCanceled fact) => fact.Order.Lines.Any(line => line.ResellerPlan is not null);

    public async Task React(ResellerPlanOrdered fact, EventContext context, CancellationToken cancellationToken)
    {
        var order = fact.Order;
        var partner = await LockPartnerAsync(order, cancellationToken);
        var row = await db.PlanOrders.SingleOrDefaultAsync(known => known.Id == order.Id, cancellationToken);
        if (row is { IsCanceled: true })
        {
            return;
        }

        if (row is null)
        {
            row = NewRow(order, context);
            await CarryOutAsync(order, PlanLine(order), partner, row, cancellationToken);
        }

        row.Answers++;
        var answer = new PlanOrderAnswered(order.Id, partner.Id, row.Code is null, partner.Alias, row.Code, row.Detail, row.Suggestions);
        db.Emit(answer, order.Id, row.Answers, clock.Now);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task React(OrderCanceled fact, EventContext context, CancellationToken cancellationToken)
    {
        var order = fact.Order;
        var partner = await LockPartnerAsync(order, cancellationToken);
        var row = await db.PlanOrders.SingleOrDefaultAsync(known => known.Id == order.Id, cancellationToken) ?? NewRow(order, context);
        if (row is { IsCanceled: false, PreviousPlan: { } previous } && partner.PlanOrderId == order.Id)
        {
            var before = OrganizationView.From(partner);
            var basis = new PlanBasis(OrderId: null, PlanLine(order).SubscriptionId);
            await plans.FallAsync(partner, previous, PlanChangeCause.OrderCanceled, basis, cancellationToken);
            Record(order, partner, before, personId: null);
        }

        row.IsCanceled = true;
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task CarryOutAsync(Order order, OrderLine line, Organization partner, PlanOrder row, CancellationToken cancellationToken)
    {
        var actor = order.PlacedBy == "seller" ? ResellerPlanActor.Parent : ResellerPlanActor.Itself;
        var plan = Enum.Parse<ResellerPlan>(line.ResellerPlan!, ignoreCase: true);
        var basis = new PlanBasis(order.Id, line.SubscriptionId);
        var before = OrganizationView.From(partner);
        var refusal = (order.SellerId == partner.ParentId, actor, partner.Status) switch
        {
            (false, _, _) => SellerNotParent,
            (_, ResellerPlanActor.Itself, OrganizationStatus.Suspended) => Suspended,
            _ when partner.Plan == plan => null,
            _ => await plans.CarryOutAsync(
                partner, new PlanChange(plan, actor, order.PlacedById, order.Alias, ImpactConfirmation: null, PlanChangeCause.Ordered, basis), cancellationToken),
        };
        if (refusal is not null)
        {
            (row.Code, row.Detail) = (refusal.Code, refusal.Detail);
            row.Suggestions = ShopAliases.IsAboutAlias(refusal) ? [.. await aliases.SuggestAsync(partner, order.Alias, cancellationToken)] : [];
        }
        else if (before.ResellerPlan == plan)
        {
            // Given by hand, and the order only makes the subscription to it; or its subscription was changed to what the partner is on.
            (partner.PlanOrderId, partner.PlanSubscriptionId) = (basis.OrderId, basis.SubscriptionId);
        }
        else
        {
            row.PreviousPlan = before.ResellerPlan;
            Record(order, partner, before, order.PlacedById);
        }
    }

    /// <summary>On behalf of whoever placed the order.</summary>
    private void Record(Order order, Organization partner, OrganizationView before, Guid? personId) => audit.Record(
        PlanImpacts.ChangeOperation,
        "organization",
        partner.Id,
        before,
        OrganizationView.From(partner),
        $"Order {order.Number} was {(personId is null ? "canceled" : "placed")}.",
        partner.RealmId,
        order.PlacedBy == "seller" ? order.SellerId : order.BuyerId,
        personId);

    private static OrderLine PlanLine(Order order) => order.Lines.Single(line => line.ResellerPlan is not null);

    private async Task<Organization> LockPartnerAsync(Order order, CancellationToken cancellationToken)
    {
        await db.Database.LockOrganizationAsync(order.BuyerId, cancellationToken);
        return await db.Organizations.SingleAsync(row => row.Id == order.BuyerId, cancellationToken);
    }

    private PlanOrder NewRow(Order order, EventContext context)
    {
        var row = new PlanOrder { Id = order.Id, RealmId = context.RealmId, OrganizationId = order.BuyerId };
        db.PlanOrders.Add(row);
        return row;
    }
}
