using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Storefront.Api.Plans;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>In whose name somebody orders.</summary>
internal sealed record OrderPlacer(Guid PersonId, Guid OrganizationId)
{
    public static OrderPlacer Of(Caller caller) => new(caller.PersonId, caller.OrganizationId);
}

/// <summary>
/// The one way in which an order comes to be, from a basket, an action on a subscription, a draft or a partner's page. Needs a transaction of the caller,
/// who has checked the prices and saves.
/// </summary>
internal sealed class OrderPlacement(StorefrontDb db, RealmClock clock)
{
    public async Task<Result<ShopOrder>> Place(NewOrder wanted, OrderPlacer placer, CancellationToken cancellationToken)
    {
        if (OrderRules.Check(wanted.Lines, wanted.Alias) is { } malformed)
        {
            return malformed;
        }

        var standing = await db.Connections.AsNoTracking().Where(row => row.Id == wanted.ConnectionId).Select(row => new Standing(
            row,
            db.OrderSettings.FirstOrDefault(settings => settings.ConnectionId == row.Id),
            db.Sellers.Any(seller => seller.Id == row.SellerId && seller.Status != OrganizationStatus.Active),
            db.Correspondents.Any(buyer => buyer.Id == row.BuyerId && buyer.Status != OrganizationStatus.Active)))
            .SingleOrDefaultAsync(cancellationToken);
        if (standing is not var (connection, settings, _, _) || placer.OrganizationId != (wanted.PlacedBy == BoughtBy.Seller ? connection.SellerId : connection.BuyerId))
        {
            return new Refusal("not_found", "There is no such connection.", RefusalKind.NotFound);
        }

        if (await Refuse(wanted, standing, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var needsApproval = OrderRules.NeedsApproval(wanted.PlacedBy, settings?.ApprovalRequired ?? true, wanted.Lines);
        var lines = Lines(wanted.Lines, connection);
        var begun = OrderProgress.Begin(
            [.. lines.Select(line => new LineState(line.Id, line.Provisioning, line.MainLineId, line.Delivery))],
            wanted.PlacedBy == BoughtBy.Seller ? OrderActor.Seller : OrderActor.Buyer,
            needsApproval);
        if (begun.IsRefused(out refusal, out var state))
        {
            return refusal;
        }

        var now = clock.Now;
        var total = OrderRules.Total(wanted.Lines);
        var order = new ShopOrder
        {
            Id = lines[0].OrderId,
            RealmId = connection.RealmId,
            ConnectionId = connection.Id,
            SellerId = connection.SellerId,
            BuyerId = connection.BuyerId,
            Number = await db.NextOrderNumber(connection.SellerId, cancellationToken),
            PlacedBy = wanted.PlacedBy,
            PlacedById = placer.PersonId,
            Status = state.Status,
            SubmittedAt = now,
            IsAccepted = false,
            IsPlanOrdered = false,
            Alias = wanted.Alias,
            BillingQuoteToken = needsApproval ? null : wanted.BillingQuoteToken,
            Note = wanted.Note,
            Currency = total.Currency.Code,
            Total = total.MinorUnits,
        };
        order.Lines.AddRange(lines);
        db.Open(order, new OrderMove(now, placer.PersonId, placer.OrganizationId, wanted.Note));
        return order;
    }

    private async Task<Refusal?> Refuse(NewOrder wanted, Standing standing, CancellationToken cancellationToken)
    {
        if (standing.Connection.Status != ConnectionStatus.Active)
        {
            return OrderRules.ConnectionNotActive;
        }

        if (OrderRules.NeedsConsent(wanted.PlacedBy, wanted.Lines) && standing.Settings is not { StandingConsent: true })
        {
            return OrderRules.ConsentRequired;
        }

        if (standing.IsSellerSuspended || standing.IsBuyerSuspended)
        {
            return standing.IsSellerSuspended ? OrderRules.SellerSuspended : OrderRules.BuyerSuspended;
        }

        return await RefuseQuantity(wanted.Lines, cancellationToken)
            ?? await RefuseUndecided(wanted.Lines, cancellationToken)
            ?? await db.RefusePlan(wanted, standing.Connection, cancellationToken);
    }

    private async Task<Refusal?> RefuseQuantity(IReadOnlyList<NewOrderLine> lines, CancellationToken cancellationToken)
    {
        var products = lines.Select(line => line.ProductId).ToList();
        var limits = await db.Products.AsNoTracking().Where(row => products.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => new QuantityLimits(row.SmallestQuantity, row.LargestQuantity), cancellationToken);
        var errors = lines.Select((line, index) => limits.TryGetValue(line.ProductId, out var limit) ? OrderRules.CheckQuantity(line, index, limit) : null);
        return OrderRules.Refuse([.. errors.OfType<FieldError>()]);
    }

    /// <summary>Two at once meet in a unique index, and Billing has the last word about requests that are not known here yet.</summary>
    private async Task<Refusal?> RefuseUndecided(IReadOnlyList<NewOrderLine> lines, CancellationToken cancellationToken)
    {
        var changed = lines.Select(line => line.SubscriptionId).OfType<Guid>().ToList();
        if (changed.Count == 0)
        {
            return null;
        }

        return await db.OrderLines.AnyAsync(line => line.IsUndecided && changed.Contains(line.SubscriptionId!.Value), cancellationToken)
            || await db.UndecidedRequests.AnyAsync(request => changed.Contains(request.SubscriptionId), cancellationToken)
            ? OrderRules.ChangeUndecided
            : null;
    }

    private static List<ShopOrderLine> Lines(IReadOnlyList<NewOrderLine> wanted, ConnectionRow connection)
    {
        var orderId = Guid.CreateVersion7();
        var lines = new List<ShopOrderLine>(wanted.Count);
        foreach (var line in wanted)
        {
            lines.Add(new ShopOrderLine
            {
                Id = Guid.CreateVersion7(),
                OrderId = orderId,
                RealmId = connection.RealmId,
                SellerId = connection.SellerId,
                BuyerId = connection.BuyerId,
                Position = lines.Count,
                Action = line.Action,
                ProductId = line.ProductId,
                ProductName = line.ProductName,
                SubscriptionId = line.SubscriptionId,
                MainSubscriptionId = line.MainSubscriptionId,
                MainLineId = line.MainLineIndex is { } main ? lines[main].Id : null,
                Quantity = line.Quantity,
                UnitPrice = line.UnitPrice.MinorUnits,
                Discount = line.IsPurchase ? line.Discount.MinorUnits : 0,
                Interval = line.Interval,
                PlanLength = line.PlanLength,
                Effective = line.Effective,
                EffectiveOn = line.EffectiveOn,
                Provisioning = line.Provisioning,
                ResellerPlan = line.ResellerPlan,
                Instructions = line.Instructions,
                Delivery = LineDelivery.Waiting,
            });
        }

        return lines;
    }

    /// <summary>Where it is ordered, as one query finds it.</summary>
    private sealed record Standing(ConnectionRow Connection, OrderSettings? Settings, bool IsSellerSuspended, bool IsBuyerSuspended);
}
