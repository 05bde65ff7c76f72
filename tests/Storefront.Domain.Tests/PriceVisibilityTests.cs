using Storefront.Domain;

namespace Storefront.Domain.Tests;

/// <summary>S9, S10.</summary>
public sealed class PriceVisibilityTests
{
    private static readonly DateTimeOffset Since = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    // Every combination of who bought, when relative to the plan, and whether the product shows: 2 × 4 × 2.
    public static TheoryData<BoughtBy, string, bool, PriceHiddenReason?> Combinations => new()
    {
        { BoughtBy.Buyer, "below standard", false, PriceHiddenReason.NotPublished },
        { BoughtBy.Buyer, "below standard", true, null },
        { BoughtBy.Buyer, "before", false, PriceHiddenReason.BeforeStandard },
        { BoughtBy.Buyer, "before", true, PriceHiddenReason.BeforeStandard },
        { BoughtBy.Buyer, "at the start", false, PriceHiddenReason.NotPublished },
        { BoughtBy.Buyer, "at the start", true, null },
        { BoughtBy.Buyer, "after", false, PriceHiddenReason.NotPublished },
        { BoughtBy.Buyer, "after", true, null },
        { BoughtBy.Seller, "below standard", false, PriceHiddenReason.BoughtByReseller },
        { BoughtBy.Seller, "below standard", true, PriceHiddenReason.BoughtByReseller },
        { BoughtBy.Seller, "before", false, PriceHiddenReason.BoughtByReseller },
        { BoughtBy.Seller, "before", true, PriceHiddenReason.BoughtByReseller },
        { BoughtBy.Seller, "at the start", false, PriceHiddenReason.BoughtByReseller },
        { BoughtBy.Seller, "at the start", true, PriceHiddenReason.BoughtByReseller },
        { BoughtBy.Seller, "after", false, PriceHiddenReason.BoughtByReseller },
        { BoughtBy.Seller, "after", true, PriceHiddenReason.BoughtByReseller },
    };

    [Theory]
    [MemberData(nameof(Combinations))]
    public void ReasonToHide_EveryCombination_IsTheFirstThatApplies(BoughtBy boughtBy, string bought, bool published, PriceHiddenReason? expected)
    {
        var (at, since) = bought switch
        {
            "below standard" => (Since, (DateTimeOffset?)null),
            "before" => (Since.AddTicks(-1), Since),
            "at the start" => (Since, Since),
            _ => (Since.AddDays(1), Since),
        };

        Assert.Equal(expected, PriceVisibility.ReasonToHide(new Sale(boughtBy, at, since, published)));
    }

    [Fact]
    public void PriceHiddenReason_Order_IsTheOrderInWhichReasonsAreTold() =>
        Assert.Equal([PriceHiddenReason.BoughtByReseller, PriceHiddenReason.BeforeStandard, PriceHiddenReason.NotPublished], Enum.GetValues<PriceHiddenReason>());
}
