using Primitives;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>Something was asked for on a connection, by its buyer or by its seller for it. Drafts are not among them: they have a table of their own.</summary>
internal sealed class ShopOrder : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>Counts the seller's orders from 1, without gaps.</summary>
    public required long Number { get; init; }

    public required BoughtBy PlacedBy { get; init; }

    /// <summary>The person.</summary>
    public required Guid PlacedById { get; init; }

    public required OrderStatus Status { get; set; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>Executed or canceled then.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public required bool IsAccepted { get; set; }
    public required bool IsPlanOrdered { get; set; }
    public string? Alias { get; init; }

    /// <summary>Free ones, where the alias was why it was canceled.</summary>
    public List<string> AliasSuggestions { get; set; } = [];

    /// <summary>Null where nothing was quoted, or approval takes its time since.</summary>
    public string? BillingQuoteToken { get; init; }

    /// <summary>Of who placed it.</summary>
    public string? Note { get; init; }

    public required string Currency { get; init; }

    /// <summary>What one interval of it costs before tax, in minor units.</summary>
    public required long Total { get; init; }

    public string? CancelCode { get; set; }
    public string? CancelReason { get; set; }

    /// <summary>Billing's version of its last answer: what is older came late.</summary>
    public long BillingVersion { get; set; }

    /// <summary>Whose turn it is; null once it has ended.</summary>
    public OrderWait? WaitsFor { get; set; }

    /// <summary>Since when it has been theirs, in realm time.</summary>
    public DateTimeOffset? WaitsSince { get; set; }

    public long Version { get; set; }

    public List<ShopOrderLine> Lines { get; } = [];

    public Money TotalAmount => new(Total, Primitives.Currency.Parse(Currency));

    /// <summary>As they were put down. A method, because a property of this type would be a second relation to the storage.</summary>
    public IEnumerable<ShopOrderLine> LinesInOrder() => Lines.OrderBy(line => line.Position);

    /// <summary>What the rules decide from. Needs the lines.</summary>
    public OrderState State() => new(
        Status,
        IsAccepted,
        IsPlanOrdered,
        [.. LinesInOrder().Select(line => new LineState(line.Id, line.Provisioning, line.MainLineId, line.Delivery, line.MadeSubscriptionId, line.Code))],
        CancelCode is null ? null : new OrderEnding(CancelCode, CancelReason));

    /// <summary>Takes over what the rules decided.</summary>
    public void Take(OrderState state, DateTimeOffset at)
    {
        ApprovedAt ??= state.Status == OrderStatus.InProgress ? at : null;
        EndedAt ??= state.HasEnded ? at : null;
        Status = state.Status;
        IsAccepted = state.IsAccepted;
        IsPlanOrdered = state.IsPlanOrdered;
        CancelCode = state.Ending?.Code;
        CancelReason = state.Ending?.Reason;
        var wait = OrderReading.WaitOf(state);
        WaitsSince = wait is null ? null : wait == WaitsFor ? WaitsSince : at;
        WaitsFor = wait;
        foreach (var (line, next) in LinesInOrder().Zip(state.Lines))
        {
            line.Delivery = next.Delivery;
            line.MadeSubscriptionId = next.SubscriptionId;
            line.Code = next.Code;
            line.IsUndecided = line.SubscriptionId is not null && next.IsOpen;
        }
    }
}

internal sealed class ShopOrderLine : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid OrderId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>In the order, from 0.</summary>
    public required int Position { get; init; }

    public required LineAction Action { get; init; }
    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }

    /// <summary>What it changes; null where it buys.</summary>
    public Guid? SubscriptionId { get; init; }

    public Guid? MainSubscriptionId { get; init; }
    public Guid? MainLineId { get; init; }
    public required int Quantity { get; init; }

    /// <summary>What one unit is charged at, in minor units of the order's currency, as is the discount.</summary>
    public required long UnitPrice { get; init; }

    public required long Discount { get; init; }
    public required Term Interval { get; init; }
    public required Term PlanLength { get; init; }
    public required EffectiveTime Effective { get; init; }
    public DateOnly? EffectiveOn { get; init; }
    public required LineProvisioning Provisioning { get; init; }
    public ResellerPlan? ResellerPlan { get; init; }
    public string? Instructions { get; init; }
    public required LineDelivery Delivery { get; set; }

    /// <summary>What the seller said when it completed the line.</summary>
    public string? DeliveryNote { get; set; }

    /// <summary>What it made or changed, once Billing charges for it.</summary>
    public Guid? MadeSubscriptionId { get; set; }

    /// <summary>Why it was canceled.</summary>
    public string? Code { get; set; }

    /// <summary>It changes a subscription, and whether it will is open: nothing else may change that meanwhile.</summary>
    public bool IsUndecided { get; set; }

    public bool IsPurchase => Action is LineAction.Buy or LineAction.Increase or LineAction.Upgrade;
}

/// <summary>One line of an order's history. Append-only.</summary>
internal sealed class ShopOrderStep : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid OrderId { get; init; }

    /// <summary>The order's version that the move made: what several steps of one move share.</summary>
    public required long OrderVersion { get; init; }

    public required OrderStep Step { get; init; }

    /// <summary>Null where it concerns the whole order.</summary>
    public Guid? LineId { get; init; }

    /// <summary>Why something was canceled.</summary>
    public string? Code { get; init; }

    /// <summary>In words of who did it.</summary>
    public string? Note { get; init; }

    /// <summary>Null: an answer of another service, or time.</summary>
    public Guid? PersonId { get; init; }

    public Guid? OrganizationId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>How orders go on a connection; one without a row has what the properties begin with.</summary>
internal sealed class OrderSettings : IConnectionRow, IVersionedRow
{
    public required Guid ConnectionId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>The seller's: whether it wants to agree to what this buyer orders.</summary>
    public bool ApprovalRequired { get; set; } = true;

    /// <summary>The buyer's: whether its seller may order for it.</summary>
    public bool StandingConsent { get; set; }

    public long Version { get; set; }
}

/// <summary>The last number a seller gave. Kept by SQL alone (<see cref="OrderNumbers"/>).</summary>
internal sealed class OrderCounter
{
    public required Guid SellerId { get; init; }
    public long Last { get; init; }
}
