using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Storefront.Domain;

/// <summary>Who placed the order that a subscription came from.</summary>
public enum BoughtBy
{
    Buyer,
    Seller,
}

/// <summary>Why a customer sees "-" instead of a price, in the order in which they are told: the first that applies. The names are codes that clients branch on.</summary>
public enum PriceHiddenReason
{
    /// <summary>The reseller placed the order: what it agreed with the customer is not the catalogue's price.</summary>
    [JsonStringEnumMemberName("bought_by_reseller")]
    BoughtByReseller,

    /// <summary>Bought before the reseller's present period on Standard or higher, so before its catalogue existed.</summary>
    [JsonStringEnumMemberName("before_standard")]
    BeforeStandard,

    /// <summary>The reseller's catalogue does not show the product.</summary>
    [JsonStringEnumMemberName("not_published")]
    NotPublished,
}

/// <param name="StandardSince">Start of the seller's present uninterrupted period on Standard or higher; null if it is below, or has no reseller plan at all.</param>
/// <param name="IsPublished">The seller has a catalogue and the product is listed and published in it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Sale(BoughtBy BoughtBy, DateTimeOffset BoughtAt, DateTimeOffset? StandardSince, bool IsPublished);

public static class PriceVisibility
{
    /// <summary>Null when the customer is shown the unit price, the discount and the total; otherwise none of the three.</summary>
    public static PriceHiddenReason? ReasonToHide(Sale sale) => sale switch
    {
        { BoughtBy: BoughtBy.Seller } => PriceHiddenReason.BoughtByReseller,
        { StandardSince: { } since } when sale.BoughtAt < since => PriceHiddenReason.BeforeStandard,
        { IsPublished: false } => PriceHiddenReason.NotPublished,
        _ => null,
    };
}
