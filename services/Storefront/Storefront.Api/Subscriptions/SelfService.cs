using Storefront.Api.Actions;
using Storefront.Api.Quotes;

namespace Storefront.Api.Subscriptions;

/// <summary>What a customer sees and does with what it bought.</summary>
internal static class SelfService
{
    public static void AddSelfService(this IServiceCollection services)
    {
        services.AddScoped<ListPriceAtPurchase>();
        services.AddScoped<PurchaseHistory>();
        services.AddScoped<SubscriptionReader>();
        services.AddScoped<ActionReader>();
        services.AddScoped<ShopQuotes>();
    }
}
