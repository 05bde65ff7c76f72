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
        bus.React<OrganizationCreated, RememberSellerWhenOrganizationChanges>();
        bus.React<OrganizationUpdated, RememberSellerWhenOrganizationChanges>();
        bus.React<OrganizationSuspended, RememberSellerWhenOrganizationChanges>();
        bus.React<OrganizationRestored, RememberSellerWhenOrganizationChanges>();

        bus.React<ProductPublished, RememberProductWhenPublished>();
        bus.React<PricePublished, RememberProductWhenPublished>();

        bus.React<SubscriptionCreated, RememberSubscriptionWhenItChanges>();
        bus.React<TrialStarted, RememberSubscriptionWhenItChanges>();
        bus.React<TrialEnded, RememberSubscriptionWhenItChanges>();
        bus.React<SubscriptionActivated, RememberSubscriptionWhenItChanges>();
        bus.React<SubscriptionChanged, RememberSubscriptionWhenItChanges>();
    }
}
