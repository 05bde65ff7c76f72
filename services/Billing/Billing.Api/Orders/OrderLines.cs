using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using Facts = Storefront.Contracts.V1;

namespace Billing.Api.Orders;

/// <summary>An order's lines, in the contract's words and as the requests they become.</summary>
internal static class OrderLines
{
    /// <summary>What Billing keeps of an order's lines. The order is locked.</summary>
    public static Task<Dictionary<Guid, Request>> LinesOf(this BillingDb db, Order order, CancellationToken cancellationToken) =>
        db.Requests
            .IgnoreQueryFilters([OrderMapping.ProposedFilter])
            .Where(row => row.OrderId == order.Id)
            .ToDictionaryAsync(row => row.OrderLineId!.Value, cancellationToken);

    public static IReadOnlyList<OrderedLine> Understood(this Facts.Order order)
    {
        var places = order.Lines.Select((line, place) => (line.Id, Place: place)).ToDictionary(line => line.Id, line => line.Place);
        return [.. order.Lines.Select(line => Understood(line, line.MainLineId is { } main ? places[main] : null))];
    }

    private static OrderedLine Understood(Facts.OrderLine line, int? mainLine)
    {
        var currency = Currency.Parse(line.UnitPrice.Currency);
        return new OrderedLine(
            Word<OrderAction>(line.Action),
            line.ProductId,
            line.SubscriptionId,
            line.MainSubscriptionId,
            mainLine,
            line.Quantity,
            currency,
            Money.TryParse(line.UnitPrice.Amount, currency, out var price) ? price : throw new FormatException($"Line {line.Id}: {line.UnitPrice.Amount} is no amount of {currency.Code}."),
            Word<Term>(line.Interval),
            Word<Term>(line.PlanLength),
            Word<EffectiveTime>(line.Effective),
            line.EffectiveOn);
    }

    private static T Word<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word, ignoreCase: true);
}
