using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Api.Reactions;
using Storefront.Contracts.V1;

namespace Storefront.Api;

/// <summary>Every event in and out, and everything done by the realm's clock.</summary>
internal static class StorefrontMessaging
{
    public static void Configure(ServiceMessaging bus)
    {
        bus.Publishes<OrderSubmitted>();
        bus.Publishes<OrderApproved>();
        bus.Publishes<OrderProvisioned>();
        bus.Publishes<OrderExecuted>();
        bus.Publishes<OrderCanceled>();
        bus.Publishes<ResellerPlanOrdered>();
        bus.Publishes<StorefrontOpened>();
        bus.Publishes<StorefrontChanged>();
        bus.Publishes<StorefrontClosed>();

        bus.React<OrganizationCreated, RememberSellerWhenOrganizationChanges>(fromTheStart: true);
        bus.React<OrganizationUpdated, RememberSellerWhenOrganizationChanges>(fromTheStart: true);
        bus.React<OrganizationSuspended, RememberSellerWhenOrganizationChanges>(fromTheStart: true);
        bus.React<OrganizationRestored, RememberSellerWhenOrganizationChanges>(fromTheStart: true);

        bus.React<ProductPublished, RememberProductWhenPublished>(fromTheStart: true);
        bus.React<PricePublished, RememberProductWhenPublished>(fromTheStart: true);

        bus.React<SubscriptionCreated, RememberSubscriptionWhenItChanges>(generation: 2, fromTheStart: true);
        bus.React<TrialStarted, RememberSubscriptionWhenItChanges>(generation: 2, fromTheStart: true);
        bus.React<TrialEnded, RememberSubscriptionWhenItChanges>(generation: 2, fromTheStart: true);
        bus.React<SubscriptionActivated, RememberSubscriptionWhenItChanges>(generation: 2, fromTheStart: true);
        bus.React<SubscriptionChanged, RememberSubscriptionWhenItChanges>(generation: 2, fromTheStart: true);

        bus.React<RequestSubmitted, RememberRequestWhenItChanges>(fromTheStart: true);
        bus.React<RequestApproved, RememberRequestWhenItChanges>(fromTheStart: true);
        bus.React<RequestRejected, RememberRequestWhenItChanges>(fromTheStart: true);
        bus.React<RequestWithdrawn, RememberRequestWhenItChanges>(fromTheStart: true);
        bus.React<RequestExpired, RememberRequestWhenItChanges>(fromTheStart: true);
        bus.React<RequestCountered, RememberRequestWhenItChanges>(fromTheStart: true);
        bus.React<RequestActivated, RememberRequestWhenItChanges>(fromTheStart: true);
        bus.React<RequestActivationFailed, RememberRequestWhenItChanges>(fromTheStart: true);
    }
}
