namespace Billing.Domain.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public void Request_EveryStateActionAndActor_MovesAsListedOrIsRefused() =>
        LifecycleTable.Matches(RequestLifecycle.Table, """
            Draft: Submit (Proposer) → Pending
            Draft: Discard (Proposer) → Withdrawn
            Pending: Approve (Decider) → Approved
            Pending: Reject (Decider) → Rejected
            Pending: Withdraw (Proposer) → Withdrawn
            Pending: Counter (Decider) → Countered
            Pending: Expire (Platform) → Expired
            Approved: Activate (Platform) → Activated
            Approved: Withdraw (Proposer) → Withdrawn
            """);

    [Fact]
    public void Subscription_EveryStateActionAndActor_MovesAsListedOrIsRefused() =>
        LifecycleTable.Matches(SubscriptionLifecycle.Table, """
            Trial: EndTrial (Platform) → Active
            Trial: Suspend (Seller) → Suspended
            Trial: Suspend (Platform) → Suspended
            Trial: CancelNow (Agreement) → Cancelled
            Trial: ScheduleCancellation (Agreement) → PendingCancellation
            Active: Suspend (Seller) → Suspended
            Active: Suspend (Platform) → Suspended
            Active: CancelNow (Agreement) → Cancelled
            Active: ScheduleCancellation (Agreement) → PendingCancellation
            PendingCancellation: Suspend (Seller) → Suspended
            PendingCancellation: Suspend (Platform) → Suspended
            PendingCancellation: UndoCancellation (Agreement) → Active
            PendingCancellation: CancelNow (Agreement) → Cancelled
            PendingCancellation: ReachCancellationDate (Platform) → Cancelled
            Suspended: Resume (Seller) → Active
            Suspended: Resume (Platform) → Active
            Suspended: CancelNow (Agreement) → Cancelled
            Suspended: ReachCancellationDate (Platform) → Cancelled
            """);

    [Fact]
    public void Invoice_EveryStateActionAndActor_MovesAsListedOrIsRefused() =>
        LifecycleTable.Matches(InvoiceLifecycle.Table, """
            Unpaid: PassDueDate (Platform) → Overdue
            Unpaid: PayPart (Seller) → Unpaid
            Unpaid: PayPart (Provider) → Unpaid
            Unpaid: PayRest (Seller) → Paid
            Unpaid: PayRest (Provider) → Paid
            Overdue: PayPart (Seller) → Overdue
            Overdue: PayPart (Provider) → Overdue
            Overdue: PayRest (Seller) → Paid
            Overdue: PayRest (Provider) → Paid
            Unpaid: PayPart (Platform) → Unpaid
            Unpaid: PayRest (Platform) → Paid
            Overdue: PayPart (Platform) → Overdue
            Overdue: PayRest (Platform) → Paid
            Unpaid: CreditPart (Seller) → Unpaid
            Unpaid: CreditRest (Seller) → Paid
            Overdue: CreditPart (Seller) → Overdue
            Overdue: CreditRest (Seller) → Paid
            Paid: CreditRest (Seller) → Paid
            Unpaid: ReverseBeforeDue (Seller) → Unpaid
            Unpaid: ReverseAfterDue (Seller) → Overdue
            Overdue: ReverseAfterDue (Seller) → Overdue
            Paid: ReverseBeforeDue (Seller) → Unpaid
            Paid: ReverseBeforeDue (Provider) → Unpaid
            Paid: ReverseAfterDue (Seller) → Overdue
            Paid: ReverseAfterDue (Provider) → Overdue
            """);
}
