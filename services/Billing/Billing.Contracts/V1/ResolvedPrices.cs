namespace Billing.Contracts.V1;

/// <summary>
/// What a seller asks its customers for one product. Aggregate: its price book of that product. A seller that told nothing for a product asks the
/// recommended price. Nothing of wholesale is in it.
/// </summary>
public sealed record ResolvedPricesChanged(ResolvedPrices Prices);

/// <param name="SellerId">Whose prices these are.</param>
/// <param name="ProductId">What for.</param>
/// <param name="ListPrices">For all its customers: in force, and to follow.</param>
/// <param name="SpecialPrices">For single ones, instead of the list price; who is not named pays that.</param>
public sealed record ResolvedPrices(Guid SellerId, Guid ProductId, IReadOnlyList<ResolvedPrice> ListPrices, IReadOnlyList<SpecialPrice> SpecialPrices);

/// <param name="Fee">plan | booking | transfer</param>
/// <param name="Currency">Of the price.</param>
/// <param name="Interval">month | quarter | year | twoYears | threeYears; what is paid once or per event says month, which means nothing.</param>
/// <param name="PlanLength">The commitment, in the same words.</param>
/// <param name="Amount">For one unit and one interval, or for one event; null from where on there is no price.</param>
/// <param name="Source">recommended | fixed | markup; null where there is no price.</param>
/// <param name="From">Applies from then until the next one for the same terms does.</param>
public sealed record ResolvedPrice(string Fee, string Currency, string Interval, string PlanLength, Money? Amount, string? Source, DateTimeOffset From);

/// <param name="ConnectionId">The customer's connection to the seller.</param>
/// <param name="Fee">As in the list price, as are the following.</param>
/// <param name="Currency">Of the price.</param>
/// <param name="Interval">How often it is charged.</param>
/// <param name="PlanLength">The commitment.</param>
/// <param name="Amount">What is charged; null where there is no price.</param>
/// <param name="Discount">How much less that is than the list price, never below zero.</param>
/// <param name="From">Applies from then until the next one for the same connection and terms does.</param>
public sealed record SpecialPrice(
    Guid ConnectionId, string Fee, string Currency, string Interval, string PlanLength, Money? Amount, Money? Discount, DateTimeOffset From);
