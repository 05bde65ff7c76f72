using Primitives;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Plans;

/// <summary>The one line of an order for a reseller plan.</summary>
internal static class PlanLines
{
    /// <param name="action">Buy, or upgrade of <paramref name="subscriptionId"/>.</param>
    public static NewOrderLine Of(ProductRow product, ShopPrice price, LineAction action, Guid? subscriptionId) => new(
        action,
        product.Id,
        product.Name,
        subscriptionId,
        MainSubscriptionId: null,
        MainLineIndex: null,
        Quantity: 1,
        price.Final,
        price.Discount,
        price.Interval,
        price.PlanLength,
        ResellerPlan: product.ResellerPlan);

    /// <summary>The end of a plan that was left by hand.</summary>
    public static NewOrderLine Ending(SubscriptionRow charged)
    {
        var interval = Enum.Parse<Term>(charged.Interval, ignoreCase: true);
        return new NewOrderLine(
            LineAction.Cancel,
            charged.ProductId,
            charged.ProductName,
            charged.Id,
            MainSubscriptionId: null,
            MainLineIndex: null,
            charged.Quantity,
            Money.Zero(Currency.Parse(charged.Currency)),
            Money.Zero(Currency.Parse(charged.Currency)),
            interval,
            Enum.TryParse<Term>(charged.PlanLength, ignoreCase: true, out var length) ? length : interval,
            ResellerPlan: charged.ResellerPlan);
    }
}
