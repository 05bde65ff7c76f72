using Storefront.Domain;

namespace Storefront.Api;

/// <summary>How states read on what is made for people, sheets and pages: the API's words are for programs.</summary>
internal static class PeoplesWords
{
    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.Draft => "Draft",
        OrderStatus.PendingApproval => "Pending reseller approval",
        OrderStatus.InProgress => "In progress",
        OrderStatus.Executed => "Executed",
        OrderStatus.Canceled => "Canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status."),
    };

    public static string Of(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Trial => "Trial",
        SubscriptionStatus.Active => "Active",
        SubscriptionStatus.Suspended => "Suspended",
        SubscriptionStatus.PendingCancellation => "Pending cancellation",
        SubscriptionStatus.Cancelled => "Cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status."),
    };

    public static string Of(PriceHiddenReason reason) => reason switch
    {
        PriceHiddenReason.BoughtByReseller => "Bought by the reseller",
        PriceHiddenReason.BeforeStandard => "Bought before the reseller had a catalogue",
        PriceHiddenReason.NotPublished => "Not published",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
