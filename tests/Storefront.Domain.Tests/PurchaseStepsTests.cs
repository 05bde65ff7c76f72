using Storefront.Domain;

namespace Storefront.Domain.Tests;

[Trait("Checklist", "S12")]
public sealed class PurchaseStepsTests
{
    private static readonly Guid Mail = Guid.CreateVersion7();
    private static readonly Guid Suite = Guid.CreateVersion7();

    [Fact]
    public void Between_FirstVersion_IsAPurchaseOfAllUnits() => Assert.Equal(new PurchaseStep(PurchaseKind.Purchased, 3), PurchaseSteps.Between(null, Held(3)));

    [Theory]
    [InlineData(3, 5, PurchaseKind.Added, 2)]
    [InlineData(5, 3, PurchaseKind.Reduced, -2)]
    public void Between_OtherQuantity_IsTheDifference(int before, int after, PurchaseKind kind, int change) =>
        Assert.Equal(new PurchaseStep(kind, change), PurchaseSteps.Between(Held(before), Held(after)));

    [Fact]
    public void Between_OtherProduct_IsAnUpgradeWhateverTheQuantity()
    {
        Assert.Equal(new PurchaseStep(PurchaseKind.Upgraded, 0), PurchaseSteps.Between(Held(3), Held(3) with { ProductId = Suite }));
        Assert.Equal(new PurchaseStep(PurchaseKind.Upgraded, -1), PurchaseSteps.Between(Held(3), Held(2) with { ProductId = Suite }));
    }

    [Fact]
    public void Between_Cancelled_GivesUpWhatWasHad() =>
        Assert.Equal(new PurchaseStep(PurchaseKind.Cancelled, -3), PurchaseSteps.Between(Held(3), Held(3) with { IsCancelled = true }));

    [Fact]
    public void Between_SameHolding_IsNothing()
    {
        Assert.Null(PurchaseSteps.Between(Held(3), Held(3)));
        Assert.Null(PurchaseSteps.Between(Held(3) with { IsCancelled = true }, Held(3) with { IsCancelled = true }));
    }

    private static Holding Held(int quantity) => new(Mail, quantity, IsCancelled: false);
}
