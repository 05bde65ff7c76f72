using Billing.Domain;
using Primitives;

namespace Billing.Api.Prices;

/// <summary>One version of one of the caller's own price rules.</summary>
/// <param name="Id">Of this version.</param>
/// <param name="ConnectionId">The one buyer it is for; null where it is for all of its audience.</param>
/// <param name="Kind">Null where this version retires the rule.</param>
/// <param name="Amount">Of a fixed price or an amount on top.</param>
/// <param name="BasisPoints">Of a percentage.</param>
/// <param name="Number">Counts the versions of this rule from 1.</param>
/// <param name="From">Applies from then until a later version does.</param>
internal sealed record PriceBookEntryView(
    Guid Id,
    Guid ProductId,
    PriceAudience Audience,
    Guid? ConnectionId,
    FeeKind Fee,
    string Currency,
    Term Interval,
    Term PlanLength,
    PriceRuleKind? Kind,
    Money? Amount,
    int? BasisPoints,
    int Number,
    DateTimeOffset From,
    Guid SetByPersonId,
    DateTimeOffset SetAt)
{
    public static PriceBookEntryView Of(PriceBookEntry entry) => new(
        entry.Id,
        entry.ProductId,
        entry.Audience,
        entry.ConnectionId,
        entry.Fee,
        entry.Currency.Code,
        entry.Interval,
        entry.PlanLength,
        entry.Kind,
        entry.Amount,
        entry.Kind == PriceRuleKind.MarkupPercent ? entry.BasisPoints : null,
        entry.Number,
        entry.From,
        entry.SetByPersonId,
        entry.SetAt);
}
