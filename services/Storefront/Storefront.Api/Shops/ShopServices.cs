using ServiceDefaults.Web;
using Storefront.Api.Prices;

namespace Storefront.Api.Shops;

internal static class ShopServices
{
    public static void AddShops(this IServiceCollection services)
    {
        services.AddScoped<ShopPrices>();
        services.AddScoped<ShopSites>();
        services.AddSingleton<ShopCache>();
        services.AddHostedService(provider => provider.GetRequiredService<ShopCache>());
        services.RefuseDuplicates("ix_shop_custom_domain", UpdateShop.DomainTaken);
    }
}
