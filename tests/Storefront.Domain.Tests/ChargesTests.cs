using Primitives;
using Storefront.Domain;

namespace Storefront.Domain.Tests;

public sealed class ChargesTests
{
    [Fact]
    public void Of_NoListPrice_HasNoDiscount() => AssertCharges(null, "20.00", 3, unit: "20.00", discount: "0.00", total: "60.00");

    [Fact]
    public void Of_SpecialBelowList_ShowsListAndDiscount() => AssertCharges("25.00", "20.00", 3, unit: "25.00", discount: "15.00", total: "60.00");

    [Fact]
    public void Of_SpecialAboveList_ShowsWhatIsChargedAndNoNegativeDiscount() => AssertCharges("15.00", "20.00", 2, unit: "20.00", discount: "0.00", total: "40.00");

    private static void AssertCharges(string? list, string final, int quantity, string unit, string discount, string total)
    {
        var charges = Charges.Of(list is null ? null : Money.Parse(list, "USD"), Money.Parse(final, "USD"), quantity);

        Assert.Equal(new Charges(Money.Parse(unit, "USD"), Money.Parse(discount, "USD"), Money.Parse(total, "USD")), charges);
        Assert.Equal((charges.UnitPrice * quantity) - charges.Discount, charges.Total);
    }
}
