using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Actions;
using Storefront.Api.Assets;
using Storefront.Api.Baskets;
using Storefront.Api.Catalogue;
using Storefront.Api.Dashboard;
using Storefront.Api.Exports;
using Storefront.Api.Mails;
using Storefront.Api.Notifications;
using Storefront.Api.Orders;
using Storefront.Api.Plans;
using Storefront.Api.Shops;
using Storefront.Api.Status;
using Storefront.Api.Subscriptions;
using Storefront.Domain.Shops;

namespace Storefront.Api;

/// <summary>Every route of the service and who may call it.</summary>
internal static class StorefrontEndpoints
{
    public const string Root = "/api/storefront/v1";

    private static readonly Role[] Merchandisers = [Role.Sales, Role.Admin];

    /// <summary>Of a seller: they agree to orders and deliver them.</summary>
    private static readonly Role[] OrderDesk = [Role.Sales, Role.Admin];

    /// <summary>Of a buyer: they order.</summary>
    private static readonly Role[] Purchasers = [Role.Billing, Role.Admin];

    public static void MapStorefront(this IEndpointRouteBuilder app)
    {
        var api = app.MapApi(Root);

        api.MapGet("/subscriptions", ListSubscriptions.Handle).Named("list-shop-subscriptions").AllowEveryRole();
        api.MapGet("/subscriptions/counts", CountSubscriptions.Handle).Named("count-shop-subscriptions").AllowEveryRole();
        api.MapGet("/subscriptions/export", ExportSubscriptions.Handle).Named("export-shop-subscriptions").AllowEveryRole();
        api.MapGet("/orders/export", ExportOrders.Handle).Named("export-orders").AllowEveryRole();
        api.MapGet("/subscriptions/{id:guid}", GetSubscription.Handle).Named("get-shop-subscription").AllowEveryRole();
        api.MapGet("/subscriptions/{id:guid}/purchases", ListPurchases.Handle).Named("list-purchases").AllowEveryRole();
        api.MapGet("/subscriptions/{id:guid}/actions", GetSubscriptionActions.Handle).Named("get-subscription-actions").AllowEveryRole();
        api.MapPost("/subscriptions/{id:guid}/action-previews", PreviewSubscriptionAction.Handle).Named("preview-subscription-action").Allow(Purchasers);
        api.MapPost("/subscriptions/{id:guid}/actions", PerformSubscriptionAction.Handle).Named("perform-subscription-action").Allow(Purchasers).Idempotent();
        api.MapGet("/upgrade-settings", SetUpgradeSettings.Get).Named("get-upgrade-settings").AllowEveryRole();
        api.MapPut("/upgrade-settings", SetUpgradeSettings.Set).Named("set-upgrade-settings").Allow(Merchandisers);
        api.MapGet("/dashboard", GetDashboard.Handle).Named("get-dashboard").AllowEveryRole();
        api.MapGet("/assets", ReadAssets.List).Named("list-assets").AllowEveryRole();
        api.MapGet("/assets/{id:guid}", ReadAssets.Get).Named("get-asset").AllowEveryRole();

        api.MapGet("/shops/resolve", ResolveShop.Handle).Named("resolve-shop").AllowAnonymousCaller("A visitor of a shop has not signed in yet.");
        api.MapGet("/shops/{id:guid}/logo/{hash}", ShowShopLogo.Handle).Named("show-shop-logo").AllowAnonymousCaller("A visitor of a shop has not signed in yet.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png", additionalContentTypes: ["image/jpeg", "image/gif", "image/webp"]).Produces(StatusCodes.Status304NotModified);
        api.MapGet("/shop", GetOwnShop.Handle).Named("get-own-shop").AllowEveryRole();
        api.MapPatch("/shop", UpdateShop.Handle).Named("update-shop").Allow(Role.Admin);
        api.MapPut("/shop/logo", PutShopLogo.Handle).Named("put-shop-logo").Allow(Role.Admin)
            .BodyLimit(LogoImage.MaxBytes).AddOpenApiOperationTransformer(UploadedLogo.Describe);
        api.MapDelete("/shop/logo", DeleteShopLogo.Handle).Named("delete-shop-logo").Allow(Role.Admin);
        api.MapGet("/custom-domains", CustomDomainDesk.List).Named("list-custom-domains").AllowOperator(Role.Admin, Role.Support);
        api.MapPost("/shops/{id:guid}/confirm-custom-domain", CustomDomainDesk.Confirm).Named("confirm-custom-domain").AllowOperator(Role.Admin);
        api.MapGet("/shop-entrance", GetShopEntrance.Handle).Named("get-shop-entrance").AllowEveryRole();
        api.MapGet("/visible-shops", ListVisibleShops.Handle).Named("list-visible-shops").AllowEveryRole();

        api.MapPost("/catalogue/listings", CreateListing.Handle).Named("create-listing").Allow(Merchandisers).Idempotent();
        api.MapGet("/catalogue/listings", ListListings.Handle).Named("list-listings").AllowEveryRole();
        api.MapPatch("/catalogue/listings/{id:guid}", UpdateListing.Handle).Named("update-listing").Allow(Merchandisers);
        api.MapPost("/catalogue/listings/{id:guid}/publish", PublishListing.Handle).Named("publish-listing").Allow(Merchandisers);
        api.MapPost("/catalogue/listings/{id:guid}/unpublish", UnpublishListing.Handle).Named("unpublish-listing").Allow(Merchandisers);
        api.MapPost("/catalogue/import", ImportCatalogue.Handle).Named("import-catalogue").Allow(Merchandisers).Idempotent();
        api.MapPost("/catalogue/groups", EditGroups.Create).Named("create-catalogue-group").Allow(Merchandisers).Idempotent();
        api.MapGet("/catalogue/groups", EditGroups.List).Named("list-catalogue-groups").AllowEveryRole();
        api.MapPatch("/catalogue/groups/{id:guid}", EditGroups.Update).Named("update-catalogue-group").Allow(Merchandisers);
        api.MapDelete("/catalogue/groups/{id:guid}", EditGroups.Delete).Named("delete-catalogue-group").Allow(Merchandisers);

        api.MapGet("/products", ListShopProducts.Handle).Named("list-shop-products").AllowEveryRole();
        api.MapGet("/products/{id:guid}", GetShopProduct.Handle).Named("get-shop-product").AllowEveryRole();
        api.MapGet("/product-groups", ListShopGroups.Handle).Named("list-shop-product-groups").AllowEveryRole();
        api.MapGet("/connections/{id:guid}/basket", GetBasket.Handle).Named("get-basket").AllowEveryRole();
        api.MapPost("/connections/{id:guid}/basket/lines", EditBasket.Add).Named("add-basket-line").Allow(Purchasers).Idempotent();
        api.MapPatch("/connections/{id:guid}/basket/lines/{lineId:guid}", EditBasket.Update).Named("update-basket-line").Allow(Purchasers);
        api.MapDelete("/connections/{id:guid}/basket/lines/{lineId:guid}", EditBasket.Remove).Named("remove-basket-line").Allow(Purchasers);
        api.MapDelete("/connections/{id:guid}/basket", EditBasket.Empty).Named("empty-basket").Allow(Purchasers);
        api.MapPost("/connections/{id:guid}/basket/checkout", CheckoutBasket.Handle).Named("checkout-basket").Allow(Purchasers).Idempotent();

        api.MapGet("/orders", ReadOrders.List).Named("list-orders").AllowEveryRole();
        api.MapGet("/orders/{id:guid}", ReadOrders.Get).Named("get-order").AllowEveryRole();
        api.MapPost("/orders/{id:guid}/approve", DecideOrder.Approve).Named("approve-order").Allow(OrderDesk).Idempotent();
        api.MapPost("/orders/{id:guid}/reject", DecideOrder.Reject).Named("reject-order").Allow(OrderDesk).Idempotent();
        api.MapPost("/orders/{id:guid}/withdraw", EndOrder.Withdraw).Named("withdraw-order").Allow(Purchasers).Idempotent();
        api.MapPost("/orders/{id:guid}/cancel", EndOrder.Cancel).Named("cancel-order").Allow(OrderDesk).Idempotent();
        api.MapPost("/orders/{id:guid}/lines/{lineId:guid}/complete", CompleteOrderLine.Handle).Named("complete-order-line").Allow(OrderDesk).Idempotent();
        api.MapPost("/order-drafts", EditOrderDrafts.Create).Named("create-order-draft").Allow(OrderDesk).Idempotent();
        api.MapGet("/order-drafts", EditOrderDrafts.List).Named("list-order-drafts").AllowEveryRole();
        api.MapGet("/order-drafts/{id:guid}", EditOrderDrafts.Get).Named("get-order-draft").AllowEveryRole();
        api.MapPut("/order-drafts/{id:guid}", EditOrderDrafts.Update).Named("update-order-draft").Allow(OrderDesk);
        api.MapDelete("/order-drafts/{id:guid}", EditOrderDrafts.Discard).Named("discard-order-draft").Allow(OrderDesk);
        api.MapPost("/order-drafts/{id:guid}/submit", SubmitOrderDraft.Handle).Named("submit-order-draft").Allow(OrderDesk).Idempotent();
        api.MapGet("/connections/{id:guid}/order-settings", SetOrderSettings.Get).Named("get-order-settings").AllowEveryRole();
        api.MapPut("/connections/{id:guid}/order-approval", SetOrderSettings.SetApproval).Named("set-order-approval").Allow(OrderDesk);
        api.MapPut("/connections/{id:guid}/standing-consent", SetOrderSettings.SetConsent).Named("set-standing-consent").Allow(Purchasers);

        api.MapGet("/plan-offers", ListPlanOffers.Handle).Named("list-plan-offers").AllowEveryRole();
        api.MapPost("/plan-orders", OrderResellerPlan.Handle).Named("order-reseller-plan").Allow(Role.Admin).Idempotent();
        api.MapGet("/mail-templates", MailTemplates.List).Named("list-mail-templates").Allow(Role.Admin, Role.Sales);
        api.MapPut("/mail-templates/{kind}/{language}", MailTemplates.Set).Named("set-mail-template").Allow(Role.Admin);
        api.MapDelete("/mail-templates/{kind}/{language}", MailTemplates.Reset).Named("reset-mail-template").Allow(Role.Admin);
        api.MapPost("/mail-templates/{kind}/{language}/preview", PreviewMailTemplate.Preview).Named("preview-mail-template").Allow(Role.Admin);
        api.MapPost("/mail-templates/{kind}/{language}/test", PreviewMailTemplate.Send).Named("send-test-mail").Allow(Role.Admin).Idempotent();
        api.MapGet("/mail-recipients", MailRecipients.List).Named("list-mail-recipients").Allow(Role.Admin, Role.Sales);
        api.MapPost("/mail-recipients", MailRecipients.Add).Named("add-mail-recipient").Allow(Role.Admin).Idempotent();
        api.MapDelete("/mail-recipients/{id:guid}", MailRecipients.Remove).Named("remove-mail-recipient").Allow(Role.Admin);
        api.MapGet("/sent-mails", ListSentMails.Handle).Named("list-sent-mails").Allow(Role.Admin, Role.Sales);

        api.MapGet("/notifications", ListNotifications.Handle).Named("list-notifications").AllowEveryRole();
        api.MapPost("/notifications/read", ReadNotifications.Handle).Named("read-notifications").AllowEveryRole().AllowSuspended();

        api.MapGet("/order-status/{token}", OrderStatus.Get).Named("get-order-status").AllowAnonymousCaller("The mailed link is the secret.");
        api.MapGet("/order-status/{token}/page", OrderStatus.Page).Named("show-order-status").AllowAnonymousCaller("The mailed link is the secret.");

        api.MapListAudit().Named("list-storefront-audit").Allow(Role.Admin);
    }

    /// <summary>What a second of two simultaneous callers is told.</summary>
    public static void AddCatalogueRules(this IServiceCollection services) =>
        services.RefuseDuplicates("ix_listing_organization_id_product_id", CreateListing.AlreadyListed);
}
