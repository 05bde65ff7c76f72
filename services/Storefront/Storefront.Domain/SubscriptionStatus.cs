namespace Storefront.Domain;

/// <summary>As Billing tells it.</summary>
public enum SubscriptionStatus
{
    Trial,
    Active,
    Suspended,
    PendingCancellation,
    Cancelled,
}
