using Billing.Api.Products;
using Billing.Domain;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Prices;

internal static class PriceBookFacts
{
    /// <summary>What the book makes of the recommended prices, for customers.</summary>
    public static Facts.ResolvedPrices ToFact(this PriceBook book, IReadOnlyCollection<RecommendedPrice> recommended, DateTimeOffset now)
    {
        var own = book.Entries.Where(entry => entry.Audience == PriceAudience.Customers).ToList();
        var listed = recommended.Select(price => price.Terms).Concat(own.Where(entry => entry.ConnectionId is null).Select(entry => entry.Terms)).Distinct();
        var specials = own.Where(entry => entry.ConnectionId is not null).GroupBy(entry => (ConnectionId: entry.ConnectionId!.Value, entry.Terms));
        return new Facts.ResolvedPrices(
            book.OrganizationId,
            book.ProductId,
            [.. listed.SelectMany(terms => Steps(terms, []).Select(step => List(terms, step)))],
            [.. specials.SelectMany(buyer => Steps(buyer.Key.Terms, [.. buyer.Select(entry => entry.ToRule())]).Select(step => Special(buyer.Key.ConnectionId, buyer.Key.Terms, step)))]);

        IReadOnlyList<PriceStep> Steps(PriceTerms terms, IReadOnlyList<DatedRule> special) => PriceTimeline.Of(
            [.. recommended.Where(price => price.Terms == terms).Select(price => new DatedPrice(price.From, price.Number, price.Amount))],
            [.. own.Where(entry => entry.ConnectionId is null && entry.Terms == terms).Select(entry => entry.ToRule())],
            special,
            now);
    }

    private static Facts.ResolvedPrice List(PriceTerms terms, PriceStep step) => new(
        terms.Fee.ToWord(),
        terms.Currency.Code,
        terms.Interval.ToWord(),
        terms.PlanLength.ToWord(),
        step.Price?.Final.Unit.ToFact(),
        step.Price?.Final.Source.ToWord(),
        step.From);

    private static Facts.SpecialPrice Special(Guid connectionId, PriceTerms terms, PriceStep step) => new(
        connectionId,
        terms.Fee.ToWord(),
        terms.Currency.Code,
        terms.Interval.ToWord(),
        terms.PlanLength.ToWord(),
        step.Price?.Final.Unit.ToFact(),
        step.Price?.Discount.ToFact(),
        step.From);
}
