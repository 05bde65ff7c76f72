using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>Everything about an order that its two sides may know.</summary>
/// <param name="Order">As in the list.</param>
/// <param name="DeliveryStatus">Of everything that was not canceled.</param>
/// <param name="PlacedByName">The person; null where it is not known here.</param>
/// <param name="Alias">For the storefront of a reseller plan.</param>
/// <param name="AliasSuggestions">Free ones, where the alias was why it was canceled.</param>
/// <param name="Note">Of who placed it.</param>
/// <param name="CancelReason">In words of who canceled it.</param>
/// <param name="Actions">What the caller's side can do now.</param>
/// <param name="Lines">In the order they were put down.</param>
/// <param name="History">What happened, oldest first.</param>
internal sealed record OrderDetail(
    OrderView Order,
    DeliveryStatus DeliveryStatus,
    Guid PlacedById,
    string? PlacedByName,
    DateTimeOffset? ApprovedAt,
    string? Alias,
    IReadOnlyList<string> AliasSuggestions,
    string? Note,
    string? CancelReason,
    IReadOnlyList<OrderAction> Actions,
    IReadOnlyList<OrderLineView> Lines,
    IReadOnlyList<OrderStepView> History,
    long Version) : IVersionedView
{
    /// <param name="order">With its lines.</param>
    public static async Task<OrderDetail> Of(StorefrontDb db, ShopOrder order, Caller caller, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == order.ConnectionId, cancellationToken);
        var steps = await db.OrderSteps.AsNoTracking().Where(row => row.OrderId == order.Id).ToListAsync(cancellationToken);
        var names = await NamesOf(db, order, steps, cancellationToken);
        var isSeller = caller.OrganizationId == order.SellerId;
        var state = order.State();
        var isHidden = OrderReading.ReasonToHide(order.PlacedBy, isSeller) is not null;
        return new OrderDetail(
            new OrderListing(order, connection?.SellerName, connection?.BuyerName).ToView(caller),
            OrderReading.DeliveryOf(state.Lines.Select(line => line.Delivery)),
            order.PlacedById,
            names.GetValueOrDefault(order.PlacedById),
            order.ApprovedAt,
            order.Alias,
            order.AliasSuggestions,
            order.Note,
            order.CancelReason,
            OrderReading.ActionsFor(state, isSeller),
            [.. order.LinesInOrder().Select(line => OrderLineView.Of(line, Currency.Parse(order.Currency), isHidden))],
            // Within one move, steps follow each other as they are declared.
            [.. steps.OrderBy(step => step.OrderVersion).ThenBy(step => step.Step).Select(step => OrderStepView.Of(step, names))],
            order.Version);
    }

    private static async Task<Dictionary<Guid, string>> NamesOf(
        StorefrontDb db, ShopOrder order, IReadOnlyList<ShopOrderStep> steps, CancellationToken cancellationToken)
    {
        Guid[] people = [order.PlacedById, .. steps.Select(step => step.PersonId).OfType<Guid>()];
        var members = await db.Memberships.AsNoTracking()
            .Where(row => people.Contains(row.PersonId) && (row.OrganizationId == order.SellerId || row.OrganizationId == order.BuyerId))
            .Select(row => new { row.PersonId, row.Name }).ToListAsync(cancellationToken);
        return members.DistinctBy(member => member.PersonId).ToDictionary(member => member.PersonId, member => member.Name);
    }
}

/// <param name="SubscriptionId">What the line changes, or has made.</param>
/// <param name="MainSubscriptionId">For an add-on: what it belongs to.</param>
/// <param name="MainLineId">For an add-on: the line that buys what it belongs to.</param>
/// <param name="UnitPrice">The list price of one unit and one interval. Null, as all money, where the reader is not shown it.</param>
/// <param name="Discount">For the whole quantity.</param>
/// <param name="FinalUnitPrice">What one unit is charged at.</param>
/// <param name="Total">For the whole quantity and one interval, before tax; zero for what gives units up.</param>
/// <param name="IsManual">The seller completes it by hand.</param>
/// <param name="DeliveryNote">What the seller said when it did.</param>
/// <param name="Code">Why it was canceled.</param>
internal sealed record OrderLineView(
    Guid Id,
    LineAction Action,
    Guid ProductId,
    string ProductName,
    Guid? SubscriptionId,
    Guid? MainSubscriptionId,
    Guid? MainLineId,
    int Quantity,
    Money? UnitPrice,
    Money? Discount,
    Money? FinalUnitPrice,
    Money? Total,
    Term Interval,
    Term PlanLength,
    EffectiveTime Effective,
    DateOnly? EffectiveOn,
    bool IsManual,
    ResellerPlan? ResellerPlan,
    string? Instructions,
    LineDelivery Delivery,
    string? DeliveryNote,
    string? Code)
{
    public static OrderLineView Of(ShopOrderLine line, Currency currency, bool isHidden)
    {
        var final = new Money(line.UnitPrice, currency);
        var discount = new Money(line.Discount, currency);
        return new OrderLineView(
            line.Id,
            line.Action,
            line.ProductId,
            line.ProductName,
            line.SubscriptionId ?? line.MadeSubscriptionId,
            line.MainSubscriptionId,
            line.MainLineId,
            line.Quantity,
            Show(final + discount),
            Show(discount * line.Quantity),
            Show(final),
            Show(line.IsPurchase ? final * line.Quantity : Money.Zero(currency)),
            line.Interval,
            line.PlanLength,
            line.Effective,
            line.EffectiveOn,
            line.Provisioning == LineProvisioning.Manual,
            line.ResellerPlan,
            line.Instructions,
            line.Delivery,
            line.DeliveryNote,
            line.Code);

        Money? Show(Money money) => isHidden ? null : money;
    }
}

/// <param name="LineId">Null where it concerns the whole order.</param>
/// <param name="Code">Why something was canceled.</param>
/// <param name="Note">In words of who did it.</param>
/// <param name="PersonId">Null: an answer of another part of the platform, or time.</param>
/// <param name="OrganizationId">On whose behalf.</param>
internal sealed record OrderStepView(
    OrderStep Step, Guid? LineId, string? Code, string? Note, Guid? PersonId, string? PersonName, Guid? OrganizationId, DateTimeOffset At)
{
    public static OrderStepView Of(ShopOrderStep step, IReadOnlyDictionary<Guid, string> names) => new(
        step.Step,
        step.LineId,
        step.Code,
        step.Note,
        step.PersonId,
        step.PersonId is { } person ? names.GetValueOrDefault(person) : null,
        step.OrganizationId,
        step.At);
}
