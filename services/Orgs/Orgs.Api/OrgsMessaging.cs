using Billing.Contracts.V1;
using Orgs.Api.Reactions;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Signals.V1;

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

        bus.React<SubscriptionCreated, RememberSubscriptionWhenItChanges>();
        bus.React<SubscriptionChanged, RememberSubscriptionWhenItChanges>();
        bus.React<InvoiceOverdue, RememberInvoiceWhenItChanges>();
        bus.React<InvoicePaid, RememberInvoiceWhenItChanges>();
        bus.React<RealmClockDrained, AdvanceClockJobWhenServiceDrained>();
    }
}
