using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Api.Reactions;

namespace Storefront.Api;

/// <summary>Everything the service hears. It tells nothing yet, and does nothing by the clock.</summary>
internal static class StorefrontMessaging
{
    public static void Configure(ServiceMessaging bus)
    {
        bus.React<OrganizationCreated, RememberSellerWhenOrganizationChanges>(fromTheStart: true);
        bus.React<OrganizationUpdated, RememberSellerWhenOrganizationChanges>(fromTheStart: true);
        bus.React<OrganizationSuspended, RememberSellerWhenOrganizationChanges>(fromTheStart: true);
        bus.React<OrganizationRestored, RememberSellerWhenOrganizationChanges>(fromTheStart: true);

        bus.React<ProductPublished, RememberProductWhenPublished>(fromTheStart: true);
        bus.React<PricePublished, RememberProductWhenPublished>(fromTheStart: true);

        bus.React<SubscriptionCreated, RememberSubscriptionWhenItChanges>(fromTheStart: true);
        bus.React<TrialStarted, RememberSubscriptionWhenItChanges>(fromTheStart: true);
        bus.React<TrialEnded, RememberSubscriptionWhenItChanges>(fromTheStart: true);
        bus.React<SubscriptionActivated, RememberSubscriptionWhenItChanges>(fromTheStart: true);
        bus.React<SubscriptionChanged, RememberSubscriptionWhenItChanges>(fromTheStart: true);
    }
}
