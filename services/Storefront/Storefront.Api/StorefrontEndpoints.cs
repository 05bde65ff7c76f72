using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Catalogue;
using Storefront.Api.Subscriptions;

namespace Storefront.Api;

/// <summary>Every route of the service and who may call it.</summary>
internal static class StorefrontEndpoints
{
    private static readonly Role[] Merchandisers = [Role.Sales, Role.Admin];

    public static void MapStorefront(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi("/api/storefront/v1");

        api.MapGet("/subscriptions", ListSubscriptions.Handle).Named("list-shop-subscriptions").AllowEveryRole();
        api.MapGet("/subscriptions/{id:guid}", GetSubscription.Handle).Named("get-shop-subscription").AllowEveryRole();

        api.MapPost("/catalogue/listings", CreateListing.Handle).Named("create-listing").Allow(Merchandisers).Idempotent();
        api.MapGet("/catalogue/listings", ListListings.Handle).Named("list-listings").AllowEveryRole();
        api.MapPost("/catalogue/listings/{id:guid}/publish", PublishListing.Handle).Named("publish-listing").Allow(Merchandisers);
        api.MapPost("/catalogue/listings/{id:guid}/unpublish", UnpublishListing.Handle).Named("unpublish-listing").Allow(Merchandisers);

        api.MapListAudit().Named("list-storefront-audit").Allow(Role.Admin);
    }

    /// <summary>What a second of two simultaneous callers is told.</summary>
    public static void AddCatalogueRules(this IServiceCollection services) =>
        services.RefuseDuplicates("ix_listing_organization_id_product_id", CreateListing.AlreadyListed);
}
