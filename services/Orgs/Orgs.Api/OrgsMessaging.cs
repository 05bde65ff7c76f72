using Billing.Contracts.V1;
using Orgs.Api.Aliases;
using Orgs.Api.Identity;
using Orgs.Api.Reactions;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Signals.V1;
using Storefront.Contracts.V1;

namespace Orgs.Api;

internal static class OrgsMessaging
{
    public static void Configure(ServiceMessaging bus)
    {
        bus.Publishes<RealmCreated>();
        bus.Publishes<OrganizationCreated>();
        bus.Publishes<OrganizationUpdated>();
        bus.Publishes<OrganizationSuspended>();
        bus.Publishes<OrganizationRestored>();
        bus.Publishes<OrganizationEnded>();
        bus.Publishes<ResellerPlanChanged>();
        bus.Publishes<PlanOrderAnswered>();
        bus.Publishes<ConnectionCreated>();
        bus.Publishes<ConnectionActivated>();
        bus.Publishes<ConnectionUpdated>();
        bus.Publishes<ConnectionSuspended>();
        bus.Publishes<ConnectionRestored>();
        bus.Publishes<ConnectionEnded>();
        bus.Publishes<SupportOwnerAssigned>();
        bus.Publishes<SalesOwnerAssigned>();
        bus.Publishes<PlanProposed>();
        bus.Publishes<MemberJoined>();
        bus.Publishes<MemberChanged>();
        bus.Publishes<MemberLeft>();
        bus.Publishes<SessionRevoked>();
        bus.Publishes<RealmClockAdvanced>();

        bus.React<SubscriptionCreated, RememberSubscriptionWhenItChanges>(fromTheStart: true);
        bus.React<SubscriptionChanged, RememberSubscriptionWhenItChanges>(fromTheStart: true);
        bus.React<InvoiceOverdue, RememberInvoiceWhenItChanges>(fromTheStart: true);
        bus.React<InvoicePaid, RememberInvoiceWhenItChanges>(fromTheStart: true, onlyIf: RememberInvoiceWhenItChanges.Concerns);
        bus.React<StorefrontOpened, RememberShopWhenItMoves>(fromTheStart: true);
        bus.React<StorefrontChanged, RememberShopWhenItMoves>(fromTheStart: true);
        bus.React<StorefrontClosed, RememberShopWhenItMoves>(fromTheStart: true);
        bus.React<ResellerPlanOrdered, ChangePlanWhenOrdered>();
        bus.React<OrderCanceled, ChangePlanWhenOrdered>(onlyIf: (fact, _) => ChangePlanWhenOrdered.Concerns(fact));
        bus.React<SubscriptionChanged, LeavePlanWhenSubscriptionEnds>(onlyIf: (fact, _) => LeavePlanWhenSubscriptionEnds.Concerns(fact));
        bus.React<RealmClockDrained, AdvanceClockJobWhenServiceDrained>(inBatches: true);

        bus.Due<FreeAlias>();
        bus.Due<MailPasswordReset>();
    }
}
