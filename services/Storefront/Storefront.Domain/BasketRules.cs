using Primitives;

namespace Storefront.Domain;

/// <summary>What a line says an add-on belongs to, as far as that is there.</summary>
public enum BasketMain
{
    /// <summary>Nothing is named.</summary>
    None,

    /// <summary>Another line that buys a main product, or a main subscription that lives.</summary>
    Known,

    /// <summary>What is named is not there, or no more.</summary>
    Unknown,
}

/// <summary>Everything that decides whether a line could be ordered as it stands.</summary>
/// <param name="IsOnOffer">The seller shows the product to this buyer.</param>
/// <param name="MinimumCommitment">The shortest plan length; null where any is long enough.</param>
/// <param name="Price">Null where the seller has none for these terms.</param>
public sealed record BasketLineFacts(
    bool IsOnOffer, ProductKind Kind, QuantityLimits Limits, Term? MinimumCommitment, int Quantity, Term Interval, Term PlanLength, BasketMain Main, ShopPrice? Price);

public static class BasketRules
{
    public static readonly Refusal Empty = new("basket_empty", "There is nothing in the basket to order.");

    /// <summary>Null where the line could be ordered. The field is the line's own, as a caller would send it.</summary>
    public static FieldError? ProblemOf(BasketLineFacts line) => line switch
    {
        { IsOnOffer: false } => new("productId", "not_on_offer", "The seller does not offer this product."),
        { Price: null } => new("interval", "price_unknown", "There is no price in this currency, for this interval and plan length."),
        { Kind: ProductKind.AddOn, Main: BasketMain.None } => new("mainLineId", "main_required", "An add-on names the line or the subscription that it belongs to."),
        { Kind: ProductKind.Main, Main: not BasketMain.None } => new("mainLineId", "main_mismatch", "A main product belongs to nothing."),
        { Main: BasketMain.Unknown } => new("mainLineId", "main_unknown", "What it belongs to is not there."),
        _ when line.Quantity < line.Limits.Smallest => new("quantity", "quantity_too_small", $"At least {line.Limits.Smallest} are sold at once."),
        _ when line.Quantity > (line.Limits.Largest ?? OrderRules.MostUnits) =>
            new("quantity", "quantity_too_large", $"At most {line.Limits.Largest ?? OrderRules.MostUnits} are sold at once."),
        { MinimumCommitment: { } shortest } when line.PlanLength.Months() < shortest.Months() => new("planLength", "plan_length_too_short", "It is sold for longer only."),
        _ when !line.PlanLength.IsWholeNumberOf(line.Interval) => new("planLength", "plan_length_not_whole_intervals", "The plan length is a whole number of intervals."),
        _ => null,
    };

    /// <summary>What all lines cost for one interval of each, before tax, by currency.</summary>
    public static IReadOnlyList<BasketTotal> Totals(IEnumerable<(ShopPrice Price, int Quantity)> lines) =>
    [
        .. lines.GroupBy(line => line.Price.Final.Currency)
            .OrderBy(currency => currency.Key.Code, StringComparer.Ordinal)
            .Select(currency => new BasketTotal(
                currency.Select(line => line.Price.List * line.Quantity).Aggregate((sum, amount) => sum + amount),
                currency.Select(line => line.Price.Discount * line.Quantity).Aggregate((sum, amount) => sum + amount),
                currency.Select(line => line.Price.Final * line.Quantity).Aggregate((sum, amount) => sum + amount))),
    ];
}

/// <param name="List">Before discounts.</param>
/// <param name="Total">List − discount.</param>
public sealed record BasketTotal(Money List, Money Discount, Money Total);
