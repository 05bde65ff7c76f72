using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

internal static class OrderServices
{
    public static void AddOrders(this IServiceCollection services)
    {
        services.AddScoped<OrderPlacement>();
        services.AddScoped<MoveOrder>();
        services.AddScoped<DraftPricing>();
        services.AddHostedService<WaitingFigures>();
        // What the second of two at once is told.
        services.RefuseDuplicates(OrderMapping.UndecidedChangeIndex, OrderRules.ChangeUndecided);
    }
}
