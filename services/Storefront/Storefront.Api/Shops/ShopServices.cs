using ServiceDefaults.Web;
using Storefront.Api.Baskets;
using Storefront.Api.Catalogue;
using Storefront.Api.Prices;

namespace Storefront.Api.Shops;

internal static class ShopServices
{
    public static void AddShops(this IServiceCollection services)
    {
        services.AddScoped<ShopPrices>();
        services.AddScoped<ShopSites>();
        services.AddScoped<ChangeShop>();
        services.AddScoped<ListingToMove>();
        services.AddScoped<ShopCatalogue>();
        services.AddScoped<OfferViews>();
        services.AddScoped<BasketPricing>();
        services.AddScoped<OpenBaskets>();
        services.AddSingleton<ShopCache>();
        services.AddHostedService(provider => provider.GetRequiredService<ShopCache>());
        services.RefuseDuplicates("ix_shop_custom_domain", UpdateShop.DomainTaken);
        services.RefuseDuplicates("ix_catalogue_group_seller_id_name", GroupRules.NameTaken);
    }
}
