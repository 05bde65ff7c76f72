using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

[Trait("Checklist", "B10")]
public sealed class SellingPriceTests
{
    private static readonly Currency Dollar = Currency.Parse("USD");
    private static readonly PinnedPrice Recommended = new(new Money(2000, Dollar), PriceSource.Recommended, 4);

    [Fact]
    public void Resolve_NoRules_IsTheBase() =>
        Assert.Equal((Recommended, Recommended, 0L), Parts(SellingPrice.Resolve(Recommended, SellerRules.None)));

    [Fact]
    public void Resolve_NeitherRulesNorBase_IsNoPrice() => Assert.Null(SellingPrice.Resolve(null, SellerRules.None));

    [Theory]
    [InlineData(1_500, 2_300)]
    [InlineData(-1_000, 1_800)]
    [InlineData(-10_000, 0)]
    public void Resolve_PercentMarkup_IsListAndFinal(int basisPoints, long cents)
    {
        var expected = new PinnedPrice(new Money(cents, Dollar), PriceSource.Markup, 7);

        Assert.Equal((expected, expected, 0L), Parts(SellingPrice.Resolve(Recommended, new(Percent(basisPoints, 7), null))));
    }

    [Theory]
    [InlineData(250, 2_250)]
    [InlineData(-2_500, 0)]
    public void Resolve_AmountMarkup_IsNeverBelowZero(long cents, long expected) =>
        Assert.Equal(expected, SellingPrice.Resolve(Recommended, new(Markup(cents), null))!.Final.Unit.MinorUnits);

    [Fact]
    public void Resolve_FixedPrice_NeedsNoBase() =>
        Assert.Equal(new PinnedPrice(new Money(999, Dollar), PriceSource.Fixed, 1), SellingPrice.Resolve(null, new(Fixed(999), null))!.Final);

    [Fact]
    public void Resolve_MarkupWithoutBase_IsNoPrice() => Assert.Null(SellingPrice.Resolve(null, new(Percent(100, 1), null)));

    [Theory]
    [InlineData(1_700, 300)]
    [InlineData(2_500, 0)]
    public void Resolve_SpecialPrice_IsChargedAndTheRestIsDiscount(long cents, long discount)
    {
        var price = SellingPrice.Resolve(Recommended, new(null, Fixed(cents, 2)));

        Assert.Equal((Recommended, new PinnedPrice(new Money(cents, Dollar), PriceSource.Special, 2), discount), Parts(price));
    }

    [Fact]
    public void Resolve_SpecialMarkup_IsCountedFromTheListPrice() =>
        Assert.Equal(2_160, SellingPrice.Resolve(Recommended, new(Percent(2_000, 1), Percent(-1_000, 1)))!.Final.Unit.MinorUnits);

    [Fact]
    public void Resolve_FreeList_HasNoDiscountToDivide() =>
        Assert.Equal(0, SellingPrice.Resolve(Recommended with { Unit = Money.Zero(Dollar) }, new(null, Fixed(0)))!.Discount.MinorUnits);

    [Fact]
    public void Agreed_BesideAListPrice_KeepsTheListAndSaysAgreed()
    {
        var price = SellingPrice.Agreed(new Money(1_200, Dollar), SellingPrice.Resolve(Recommended, SellerRules.None));

        Assert.Equal((Recommended, new PinnedPrice(new Money(1_200, Dollar), PriceSource.Agreed, 1), 800L), Parts(price));
    }

    [Theory]
    [InlineData(999, 1, ChargedPer.Account, true)]
    [InlineData(1_000, 1, ChargedPer.Account, false)]
    [InlineData(999, 2, ChargedPer.Account, false)]
    [InlineData(999, 2, ChargedPer.Unit, true)]
    public void Of_AgainstACostOfTenDollars_SaysWhetherItIsBelow(long cents, int quantity, ChargedPer per, bool expected)
    {
        var above = new EdgePrice(new SupplyEdge(Guid.Empty, Guid.Empty, Guid.Empty, IsActive: true, "UTC", Currency: null), new PinnedPrice(new Money(1_000, Dollar), PriceSource.Wholesale, 1));

        Assert.Equal(expected, ResolvedPrice.Of(SellingPrice.Agreed(new Money(cents, Dollar), null), [above], per, quantity).BelowCost);
    }

    [Fact]
    public void Resolve_EveryCurrencyAndRule_IsNeverNegativeAndListIsFinalAndDiscount() =>
        Prop.ForAll(Cases().ToArbitrary(), made =>
        {
            var price = SellingPrice.Resolve(made.Basis, made.Rules)!;
            var isDearer = price.Final.Unit > price.List.Unit;
            return !price.List.Unit.IsNegative && !price.Final.Unit.IsNegative && !price.Discount.IsNegative
                && (isDearer ? price.Discount.IsZero : price.Final.Unit + price.Discount == price.List.Unit);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Resolve_HigherBase_NeverMakesALowerPrice() =>
        Prop.ForAll(Cases().ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), (made, more) =>
        {
            var dearer = made.Basis with { Unit = made.Basis.Unit + new Money(more, made.Basis.Unit.Currency) };
            return SellingPrice.Resolve(dearer, made.Rules)!.Final.Unit >= SellingPrice.Resolve(made.Basis, made.Rules)!.Final.Unit;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Resolve_PercentMarkup_IsTheNearestMinorUnit() =>
        Prop.ForAll(Cases().ToArbitrary(), Gen.Choose(-PriceRule.WholeInBasisPoints, PriceRule.MostBasisPoints).ToArbitrary(), (made, basisPoints) =>
        {
            var exact = (decimal)made.Basis.Unit.MinorUnits * (PriceRule.WholeInBasisPoints + basisPoints) / PriceRule.WholeInBasisPoints;
            return Percent(basisPoints, 1).On(made.Basis.Unit).MinorUnits == Math.Round(exact, MidpointRounding.ToEven);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static Gen<(PinnedPrice Basis, SellerRules Rules)> Cases() =>
        from currency in Gen.Elements("JPY", "USD", "KWD").Select(Currency.Parse)
        from basis in Gen.Choose(0, 10_000_000)
        from general in Rules(currency)
        from special in Rules(currency)
        select (new PinnedPrice(new Money(basis, currency), PriceSource.Recommended, 1), new SellerRules(general, special));

    private static Gen<PriceRule?> Rules(Currency currency) => Gen.OneOf(
        Gen.Constant<PriceRule?>(null),
        Gen.Choose(0, 1_000_000).Select(PriceRule? (units) => new(PriceRuleKind.Fixed, new Money(units, currency), 0, 1)),
        Gen.Choose(-1_000_000, 1_000_000).Select(PriceRule? (units) => new(PriceRuleKind.MarkupAmount, new Money(units, currency), 0, 1)),
        Gen.Choose(-PriceRule.WholeInBasisPoints, 50_000).Select(PriceRule? (basisPoints) => Percent(basisPoints, 1)));

    private static (PinnedPrice List, PinnedPrice Final, long Discount) Parts(SellingPrice? price) => (price!.List, price.Final, price.Discount.MinorUnits);

    private static PriceRule Fixed(long cents, int version = 1) => new(PriceRuleKind.Fixed, new Money(cents, Dollar), 0, version);

    private static PriceRule Markup(long cents) => new(PriceRuleKind.MarkupAmount, new Money(cents, Dollar), 0, 1);

    private static PriceRule Percent(int basisPoints, int version) => new(PriceRuleKind.MarkupPercent, null, basisPoints, version);
}
