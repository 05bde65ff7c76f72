using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Ledger;

/// <summary>What a customer was charged for one period of a subscription, and what that cost the seller. Without tax, less what was credited.</summary>
/// <param name="SubscriptionId">Null where it was sold further down the channel: that is between others.</param>
/// <param name="PeriodEnd">The first day not charged for.</param>
/// <param name="Retail">Nothing where the customer was not charged, in a trial that outlasts the supplier's patience.</param>
/// <param name="BelowCost">The margin is negative.</param>
internal sealed record MarginView(
    Guid Id,
    Guid? SubscriptionId,
    Guid CustomerId,
    string CustomerName,
    Guid ProductId,
    string ProductName,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    Money Retail,
    Money Wholesale,
    Money Margin,
    bool BelowCost)
{
    public static MarginView Of(MarginRow row)
    {
        var currency = Currency.Parse(row.Currency);
        var sum = MarginSumView.Of(currency, row.Retail, row.Wholesale);
        return new MarginView(
            row.Id, row.SubscriptionId, row.CustomerId, row.CustomerName, row.ProductId, row.ProductName, row.PeriodStart, row.PeriodEnd,
            sum.Retail, sum.Wholesale, sum.Margin, sum.Margin.IsNegative);
    }
}

internal sealed record MarginSumView(Money Retail, Money Wholesale, Money Margin)
{
    public static MarginSumView Of(Currency currency, long retail, long wholesale) =>
        new(new Money(retail, currency), new Money(wholesale, currency), new Money(checked(retail - wholesale), currency));
}

/// <summary>The sums of what the filter lets through, one for each currency.</summary>
internal sealed record MarginTotalsView(IReadOnlyList<MarginSumView> Totals);

/// <summary>What the caller's organisation earns on what it sells.</summary>
internal static class ReadMargins
{
    public static async Task<Ok<Page<MarginView>>> List(
        [AsParameters] PageQuery page,
        Guid? customerId,
        Guid? productId,
        DateOnly? from,
        DateOnly? to,
        bool? belowCost,
        Caller caller,
        MarginReader margins,
        CancellationToken cancellationToken)
    {
        var rows = margins.Rows(caller, new MarginFilter(customerId, productId, from, to, belowCost));
        return TypedResults.Ok(await rows.ToPageAsync(page, row => row.Id, row => MarginView.Of(row), cancellationToken));
    }

    public static async Task<Ok<MarginTotalsView>> Totals(
        Guid? customerId, Guid? productId, DateOnly? from, DateOnly? to, bool? belowCost, Caller caller, MarginReader margins, CancellationToken cancellationToken)
    {
        var sums = await margins.Rows(caller, new MarginFilter(customerId, productId, from, to, belowCost))
            .GroupBy(row => row.Currency)
            .Select(rows => new { Currency = rows.Key, Retail = rows.Sum(row => row.Retail), Wholesale = rows.Sum(row => row.Wholesale) })
            .OrderBy(sum => sum.Currency)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new MarginTotalsView([.. sums.Select(sum => MarginSumView.Of(Currency.Parse(sum.Currency), sum.Retail, sum.Wholesale))]));
    }
}
