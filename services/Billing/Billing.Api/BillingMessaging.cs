using Billing.Api.Jobs;
using Billing.Api.Reactions;
using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;

namespace Billing.Api;

/// <summary>Every event in and out, and everything done by the realm's clock.</summary>
internal static class BillingMessaging
{
    public static void Configure(ServiceMessaging bus)
    {
        bus.Publishes<ProductPublished>();
        bus.Publishes<PricePublished>();
        bus.Publishes<RequestSubmitted>();
        bus.Publishes<RequestApproved>();
        bus.Publishes<RequestRejected>();
        bus.Publishes<RequestWithdrawn>();
        bus.Publishes<RequestExpired>();
        bus.Publishes<SubscriptionCreated>();
        bus.Publishes<TrialStarted>();
        bus.Publishes<TrialEnded>();
        bus.Publishes<SubscriptionActivated>();
        bus.Publishes<SubscriptionChanged>();
        bus.Publishes<InvoiceIssued>();
        bus.Publishes<InvoicePaid>();
        bus.Publishes<InvoiceOverdue>();

        bus.React<OrganizationCreated, RememberOrganizationWhenItChanges>();
        bus.React<OrganizationUpdated, RememberOrganizationWhenItChanges>();
        bus.React<ConnectionCreated, RememberConnectionWhenItChanges>();
        bus.React<ConnectionActivated, RememberConnectionWhenItChanges>();
        bus.React<ConnectionUpdated, RememberConnectionWhenItChanges>();
        bus.React<ConnectionSuspended, RememberConnectionWhenItChanges>();
        bus.React<ConnectionRestored, RememberConnectionWhenItChanges>();
        bus.React<ConnectionEnded, RememberConnectionWhenItChanges>();
        bus.React<MemberJoined, RememberMembershipWhenItChanges>();
        bus.React<MemberChanged, RememberMembershipWhenItChanges>();
        bus.React<MemberLeft, RememberMembershipWhenItChanges>();
        bus.React<PlanProposed, SubmitRequestWhenPlanProposed>();

        bus.Due<ExpireRequest>();
        bus.Due<EndTrial>();
        bus.Due<StartWholesale>();
        bus.Due<BillConnection>();
        bus.Due<MarkInvoiceOverdue>();
    }
}
