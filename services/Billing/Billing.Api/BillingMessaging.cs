using Billing.Api.Jobs;
using Billing.Api.Reactions;
using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Contracts.V1;

namespace Billing.Api;

/// <summary>Every event in and out, and everything done by the realm's clock.</summary>
internal static class BillingMessaging
{
    public static void Configure(ServiceMessaging bus)
    {
        bus.Publishes<ProductPublished>();
        bus.Publishes<PricePublished>();
        bus.Publishes<ResolvedPricesChanged>();
        bus.Publishes<RequestSubmitted>();
        bus.Publishes<RequestApproved>();
        bus.Publishes<RequestRejected>();
        bus.Publishes<RequestWithdrawn>();
        bus.Publishes<RequestExpired>();
        bus.Publishes<RequestReminded>();
        bus.Publishes<RequestCountered>();
        bus.Publishes<RequestActivated>();
        bus.Publishes<RequestActivationFailed>();
        bus.Publishes<SubscriptionCreated>();
        bus.Publishes<TrialStarted>();
        bus.Publishes<TrialEnded>();
        bus.Publishes<SubscriptionActivated>();
        bus.Publishes<SubscriptionChanged>();
        bus.Publishes<InvoiceIssued>();
        bus.Publishes<InvoicePaid>();
        bus.Publishes<InvoiceOverdue>();
        bus.Publishes<InvoiceChanged>();
        bus.Publishes<CreditNoteIssued>();
        bus.Publishes<OrderAccepted>();
        bus.Publishes<OrderRefused>();
        bus.Publishes<OrderActivated>();

        bus.React<OrganizationCreated, RememberOrganizationWhenItChanges>(fromTheStart: true);
        bus.React<OrganizationUpdated, RememberOrganizationWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionCreated, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionActivated, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionUpdated, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionSuspended, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionRestored, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<ConnectionEnded, RememberConnectionWhenItChanges>(fromTheStart: true);
        bus.React<MemberJoined, RememberMembershipWhenItChanges>(fromTheStart: true);
        bus.React<MemberChanged, RememberMembershipWhenItChanges>(fromTheStart: true);
        bus.React<MemberLeft, RememberMembershipWhenItChanges>(fromTheStart: true);
        bus.React<PlanProposed, SubmitRequestWhenPlanProposed>();
        bus.React<OrderSubmitted, KeepOrderWhenItChanges>();
        bus.React<OrderApproved, KeepOrderWhenItChanges>();
        bus.React<OrderProvisioned, KeepOrderWhenItChanges>();
        bus.React<OrderCanceled, KeepOrderWhenItChanges>();

        // Of one instant in this order. What was agreed on, and what begins to be charged, comes before billing: it is billed in one run, on one invoice. And
        // cards are charged before anything is called overdue.
        bus.Due<ActivateRequest>();
        bus.Due<ApplyScheduledChange>();
        bus.DueInBatches<EndTrial>();
        bus.DueInBatches<StartWholesale>();
        bus.DueInBatches<BillConnection>();
        bus.DueInBatches<ChargeInvoice>();
        bus.DueInBatches<MailInvoice>();
        bus.DueInBatches<MarkInvoiceOverdue>();
        bus.Due<ExpireRequest>();
        bus.Due<RemindOfRequest>();
        bus.Due<RepublishPrices>();
    }
}
