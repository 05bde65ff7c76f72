using Billing.Api.Products;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Invoices;

/// <summary>What one edge charges for a subscription.</summary>
/// <param name="Discount">How much less one unit costs than its list price.</param>
/// <param name="EndsOn">First day not charged for any more, where charging has not started yet; a running charge has its own end.</param>
internal sealed record EdgeTerms(ChargedProduct Product, ChargedPer Per, int Quantity, PinnedPrice Price, Money Discount, Term Interval, DateOnly? EndsOn)
{
    public static EdgeTerms Of(BillingSchedule schedule) =>
        new(schedule.Product, schedule.Per, schedule.Quantity, schedule.Price, schedule.Discount, schedule.Interval, schedule.EndsOn);

    /// <summary>On the edge of the sale.</summary>
    public static EdgeTerms OfSale(Product product, RequestedState agreed, ResolvedPrice priced) =>
        new(ChargedProduct.Of(product), ChargedPer.Unit, agreed.Quantity, priced.Final, priced.Discount, agreed.Interval, EndsOn: null);

    /// <summary>On an edge above it. Nothing is said about a list price there.</summary>
    public static EdgeTerms OfSupply(Product product, RequestedState agreed, EdgePrice edge, ChargedPer per) =>
        new(ChargedProduct.Of(product), per, per.Units(agreed.Quantity), edge.Price, Money.Zero(edge.Price.Unit.Currency), agreed.Interval, EndsOn: null);

    /// <summary>The same at another agreed price, which is its next version. The list price stays.</summary>
    public EdgeTerms At(Money unitPrice)
    {
        var discount = Price.Unit + Discount - unitPrice;
        return unitPrice == Price.Unit
            ? this
            : this with
            {
                Price = new PinnedPrice(unitPrice, PriceSource.Agreed, Price.Version + 1),
                Discount = discount.IsNegative ? Money.Zero(discount.Currency) : discount,
            };
    }
}
