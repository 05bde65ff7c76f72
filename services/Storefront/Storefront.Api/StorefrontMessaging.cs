using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Api.Jobs;
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

        bus.React<OrganizationCreated, RememberSellerWhenOrganizationChanges>(generation: 2, fromTheStart: true, onlyIf: (fact, _) => RememberSellerWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationUpdated, RememberSellerWhenOrganizationChanges>(generation: 2, fromTheStart: true, onlyIf: (fact, _) => RememberSellerWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationSuspended, RememberSellerWhenOrganizationChanges>(generation: 2, fromTheStart: true, onlyIf: (fact, _) => RememberSellerWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationRestored, RememberSellerWhenOrganizationChanges>(generation: 2, fromTheStart: true, onlyIf: (fact, _) => RememberSellerWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationEnded, RememberSellerWhenOrganizationChanges>(generation: 2, fromTheStart: true, onlyIf: (fact, _) => RememberSellerWhenOrganizationChanges.Concerns(fact.Organization));

        bus.React<OrganizationCreated, OpenShopWhenOrganizationChanges>(fromTheStart: true, onlyIf: (fact, _) => OpenShopWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationUpdated, OpenShopWhenOrganizationChanges>(fromTheStart: true, onlyIf: (fact, _) => OpenShopWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationSuspended, OpenShopWhenOrganizationChanges>(fromTheStart: true, onlyIf: (fact, _) => OpenShopWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationRestored, OpenShopWhenOrganizationChanges>(fromTheStart: true, onlyIf: (fact, _) => OpenShopWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<OrganizationEnded, OpenShopWhenOrganizationChanges>(fromTheStart: true, onlyIf: (fact, _) => OpenShopWhenOrganizationChanges.Concerns(fact.Organization));
        bus.React<StorefrontOpened, ForgetShopsWhenOneChanges>();
        bus.React<StorefrontChanged, ForgetShopsWhenOneChanges>();
        bus.React<StorefrontClosed, ForgetShopsWhenOneChanges>();

        bus.React<RealmCreated, RememberRealmWhenItIsCreated>(fromTheStart: true);

        bus.React<ConnectionCreated, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionActivated, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionUpdated, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionSuspended, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionRestored, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionEnded, RememberConnectionWhenItChanges>(fromTheStart: true);

        bus.React<ProductPublished, RememberProductWhenPublished>(generation: 2, fromTheStart: true);
        bus.React<PricePublished, RememberProductWhenPublished>(generation: 2, fromTheStart: true);
        bus.React<ResolvedPricesChanged, RememberPricesWhenTheyChange>(fromTheStart: true);

        bus.React<SubscriptionCreated, RememberSubscriptionWhenItChanges>(generation: 3, fromTheStart: true);
        bus.React<TrialStarted, RememberSubscriptionWhenItChanges>(generation: 3, fromTheStart: true);
        bus.React<TrialEnded, RememberSubscriptionWhenItChanges>(generation: 3, fromTheStart: true);
        bus.React<SubscriptionActivated, RememberSubscriptionWhenItChanges>(generation: 3, fromTheStart: true);
        bus.React<SubscriptionChanged, RememberSubscriptionWhenItChanges>(generation: 3, fromTheStart: true);

        bus.React<ResellerPlanChanged, OrderPlanWhenGivenByHand>();
        bus.React<SubscriptionCreated, OrderPlanWhenGivenByHand>(onlyIf: (fact, _) => OrderPlanWhenGivenByHand.Concerns(fact.Subscription));
        bus.React<SubscriptionChanged, OrderPlanWhenGivenByHand>(onlyIf: (fact, _) => OrderPlanWhenGivenByHand.Concerns(fact.Subscription));

        bus.React<RequestSubmitted, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));
        bus.React<RequestApproved, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));
        bus.React<RequestRejected, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));
        bus.React<RequestWithdrawn, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));
        bus.React<RequestExpired, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));
        bus.React<RequestCountered, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));
        bus.React<RequestActivated, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));
        bus.React<RequestActivationFailed, RememberRequestWhenItChanges>(fromTheStart: true, onlyIf: (fact, _) => RememberRequestWhenItChanges.Concerns(fact.Request));

        bus.React<MemberJoined, RememberMembershipWhenItChanges>(fromTheStart: true);
        bus.React<MemberChanged, RememberMembershipWhenItChanges>(fromTheStart: true);
        bus.React<MemberLeft, RememberMembershipWhenItChanges>(fromTheStart: true);

        bus.React<OrderAccepted, FollowOrderWhenBillingAnswers>();
        bus.React<OrderRefused, FollowOrderWhenBillingAnswers>();
        bus.React<OrderActivated, FollowOrderWhenBillingAnswers>();
        bus.React<PlanOrderAnswered, FollowOrderWhenPlanIsAnswered>();

        bus.React<OrganizationCreated, RememberCorrespondentWhenOrganizationChanges>(generation: 2, fromTheStart: true);
        bus.React<OrganizationUpdated, RememberCorrespondentWhenOrganizationChanges>(generation: 2, fromTheStart: true);
        bus.React<OrganizationSuspended, RememberCorrespondentWhenOrganizationChanges>(generation: 2, fromTheStart: true);
        bus.React<OrganizationRestored, RememberCorrespondentWhenOrganizationChanges>(generation: 2, fromTheStart: true);
        bus.React<OrganizationEnded, RememberCorrespondentWhenOrganizationChanges>(generation: 2, fromTheStart: true);

        bus.React<OrderSubmitted, TellPeopleWhenOrderChanges>();
        bus.React<OrderExecuted, TellPeopleWhenOrderChanges>();
        bus.React<OrderCanceled, TellPeopleWhenOrderChanges>();
        bus.React<StorefrontOpened, WelcomeResellerWhenStorefrontOpened>();

        bus.Due<ExpireOrder>();
        bus.Due<FollowGivenPlan>();
    }
}
