using Primitives;
using Storefront.Domain;

namespace Storefront.Domain.Tests;

/// <summary>Within what bounds that which is offered can be done.</summary>
public sealed class ActionBoundsTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);
    private static readonly ShopPrice Price = new(Money.Parse("30.00", "USD"), Money.Parse("25.00", "USD"), Term.Month, Term.Month);
    private static readonly ActionProduct Mail = new(Guid.CreateVersion7(), "Mail", ProductKind.Main, ChargeModel.Recurring, IsPublished: true, new QuantityLimits(2, 10));
    private static readonly ActionProduct Suite = Mail with { Id = Guid.CreateVersion7(), Name = "Suite", Limits = new QuantityLimits(1, 3) };
    private static readonly ActionProduct Archive = Suite with { Id = Guid.CreateVersion7(), Name = "Archive", Kind = ProductKind.AddOn };

    private static readonly ActionSubject ArchiveOfMail =
        new(Guid.CreateVersion7(), Archive, SubscriptionKind.AddOn, SubscriptionStatus.Active, 3, ScheduledQuantity: null, IsUndecided: false, PaidFrom: null);

    private static readonly ActionFacts Facts = new(
        ConnectionStatus.Active,
        SellerStanding.WithCatalogue,
        SellerIsSuspended: false,
        BuyerIsSuspended: false,
        new(Guid.CreateVersion7(), Mail, SubscriptionKind.Main, SubscriptionStatus.Active, 5, ScheduledQuantity: null, IsUndecided: false, PaidFrom: new(2026, 3, 1)),
        [new(Suite, Price)],
        [ArchiveOfMail],
        [new(Archive, Price)],
        Today);

    [Theory]
    [Trait("Checklist", "S13")]
    [InlineData(0, "quantity_not_offered")]
    [InlineData(1, null)]
    [InlineData(5, null)]
    [InlineData(6, "quantity_not_offered")]
    public void Permit_BuyLicences_FillsTheProductsLimit(int quantity, string? code) => Permit(new(SubscriptionAction.BuyLicences, quantity), code);

    [Fact]
    public void Permit_BuyLicences_QuantityIsNeeded() => Permit(new(SubscriptionAction.BuyLicences), "quantity_not_offered");

    [Theory]
    [Trait("Checklist", "S26")]
    [InlineData(0, "quantity_not_offered")]
    [InlineData(3, null)]
    [InlineData(4, "quantity_not_offered")]
    public void Permit_Decrease_LeavesTheSmallestQuantity(int quantity, string? code) => Permit(new(SubscriptionAction.DecreaseLicences, quantity), code);

    [Theory]
    [Trait("Checklist", "S16")]
    [InlineData(null, null)]
    [InlineData(5, null)]
    [InlineData(3, null)]
    [InlineData(4, "quantity_not_offered")]
    [InlineData(6, "quantity_not_offered")]
    [InlineData(0, "quantity_not_offered")]
    public void Permit_Cancel_TakesAllUnitsOrLeavesTheSmallestQuantity(int? quantity, string? code) => Permit(new(SubscriptionAction.Cancel, quantity), code);

    [Fact]
    [Trait("Checklist", "S16")]
    public void Permit_Cancel_IsForAllWithTheEndOfThePeriodUnlessToldOtherwise()
    {
        var permitted = SubscriptionActions.Permit(Facts, new(SubscriptionAction.Cancel)).Value;

        Assert.Equal((LineAction.Cancel, 5, EffectiveTime.PeriodEnd, Facts.Subject.SubscriptionId), (permitted.Line, permitted.Quantity, permitted.Effective, permitted.SubscriptionId!.Value));
    }

    [Fact]
    [Trait("Checklist", "S16")]
    public void Permit_CancelOnADay_NeedsOneToCome()
    {
        Permit(new(SubscriptionAction.Cancel, Effective: EffectiveTime.Date), "effective_date_mismatch");
        Permit(new(SubscriptionAction.Cancel, Effective: EffectiveTime.Now, EffectiveOn: Today.AddDays(2)), "effective_date_mismatch");
        Permit(new(SubscriptionAction.Cancel, Effective: EffectiveTime.Date, EffectiveOn: Today), "effective_date_out_of_range");
        Permit(new(SubscriptionAction.Cancel, Effective: EffectiveTime.Date, EffectiveOn: Today.AddDays(1)), null);
        Permit(new(SubscriptionAction.Cancel, Effective: EffectiveTime.Date, EffectiveOn: Today.AddYears(5)), null);
        Permit(new(SubscriptionAction.Cancel, Effective: EffectiveTime.Date, EffectiveOn: Today.AddYears(5).AddDays(1)), "effective_date_out_of_range");
    }

    [Fact]
    public void Permit_WithinTheCommitment_IsForADayAfterIt()
    {
        var facts = Facts with { Subject = Facts.Subject with { Product = Mail with { MinimumCommitment = Term.Quarter } } };
        var over = new DateOnly(2026, 6, 1);

        Assert.Equal("minimum_commitment_not_over", SubscriptionActions.Permit(facts, new(SubscriptionAction.Cancel, Effective: EffectiveTime.Now)).Refusal?.Code);
        Assert.Equal("effective_date_out_of_range", SubscriptionActions.Permit(facts, new(SubscriptionAction.Cancel, Effective: EffectiveTime.Date, EffectiveOn: over.AddDays(-1))).Refusal?.Code);
        Assert.Null(SubscriptionActions.Permit(facts, new(SubscriptionAction.Cancel, Effective: EffectiveTime.Date, EffectiveOn: over)).Refusal);
        Assert.Null(SubscriptionActions.Permit(facts with { Today = over }, new(SubscriptionAction.Cancel, Effective: EffectiveTime.Now)).Refusal);
    }

    [Fact]
    public void Permit_CancelInTrial_IsAtOnceUnlessToldOtherwise()
    {
        var facts = Facts with { Subject = Facts.Subject with { Status = SubscriptionStatus.Trial, PaidFrom = null } };

        Assert.Equal(EffectiveTime.Now, SubscriptionActions.Permit(facts, new(SubscriptionAction.Cancel)).Value.Effective);
        Assert.Equal("effective_time_not_offered", SubscriptionActions.Permit(facts, new(SubscriptionAction.Cancel, Effective: EffectiveTime.PeriodEnd)).Refusal?.Code);
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public void Permit_CancelWhatIsScheduled_IsAtOnceOnly()
    {
        var facts = Facts with { Subject = Facts.Subject with { Status = SubscriptionStatus.PendingCancellation, ScheduledQuantity = 0 } };

        Assert.Equal("change_already_scheduled", SubscriptionActions.Permit(facts, new(SubscriptionAction.Cancel, Effective: EffectiveTime.PeriodEnd)).Refusal?.Code);
        Assert.Null(SubscriptionActions.Permit(facts, new(SubscriptionAction.Cancel, Effective: EffectiveTime.Now)).Refusal);
        Assert.Equal((LineAction.Undo, 0), SubscriptionActions.Permit(facts, new(SubscriptionAction.Undo)).Value is var undo ? (undo.Line, undo.Quantity) : default);
    }

    [Theory]
    [Trait("Checklist", "S14")]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(4, "quantity_not_offered")]
    [InlineData(null, "quantity_not_offered")]
    public void Permit_Upgrade_HoldsToBothProductsLimits(int? quantity, string? code) => Permit(new(SubscriptionAction.Upgrade, quantity, Suite.Id), code);

    [Fact]
    [Trait("Checklist", "S14")]
    public void Permit_UpgradeOfAnUnlistedProduct_IsPricedAsItsTarget()
    {
        var facts = Facts with { Subject = Facts.Subject with { Product = Mail with { IsPublished = false } }, Targets = [new(Suite with { Limits = new(1, null) }, Price)] };

        var all = SubscriptionActions.Permit(facts, new(SubscriptionAction.Upgrade, ProductId: Suite.Id)).Value;

        Assert.Equal((LineAction.Upgrade, 5, Suite.Id, Price), (all.Line, all.Quantity, all.Product.Id, all.Price));
        Assert.Equal("product_not_offered", SubscriptionActions.Permit(facts, new(SubscriptionAction.Upgrade, ProductId: Archive.Id)).Refusal?.Code);
    }

    [Fact]
    [Trait("Checklist", "S27")]
    public void Permit_AddOns_AreThoseOfTheOffer()
    {
        var bought = SubscriptionActions.Permit(Facts, new(SubscriptionAction.BuyAddOn, 2, Archive.Id)).Value;
        Assert.Equal((LineAction.Buy, (Guid?)null, Archive.Id, 2), (bought.Line, bought.SubscriptionId, bought.Product.Id, bought.Quantity));

        var decreased = SubscriptionActions.Permit(Facts, new(SubscriptionAction.DecreaseAddOn, 2, AddOnSubscriptionId: ArchiveOfMail.SubscriptionId)).Value;
        Assert.Equal((LineAction.Decrease, ArchiveOfMail.SubscriptionId, 2), (decreased.Line, decreased.SubscriptionId!.Value, decreased.Quantity));

        Permit(new(SubscriptionAction.BuyAddOn, 2, Suite.Id), "product_not_offered");
        Permit(new(SubscriptionAction.BuyAddOn, ProductId: Archive.Id), "quantity_not_offered");
        Permit(new(SubscriptionAction.DecreaseAddOn, 2, AddOnSubscriptionId: Facts.Subject.SubscriptionId), "add_on_not_offered");
        Permit(new(SubscriptionAction.DecreaseAddOn, 3, AddOnSubscriptionId: ArchiveOfMail.SubscriptionId), "quantity_not_offered");
    }

    [Fact]
    [Trait("Checklist", "S15")]
    public void Permit_CancelAddOn_TakesAllOfIt()
    {
        var permitted = SubscriptionActions.Permit(Facts, new(SubscriptionAction.CancelAddOn, AddOnSubscriptionId: ArchiveOfMail.SubscriptionId)).Value;

        Assert.Equal((LineAction.Cancel, ArchiveOfMail.SubscriptionId, 3), (permitted.Line, permitted.SubscriptionId!.Value, permitted.Quantity));
        Permit(new(SubscriptionAction.CancelAddOn), "add_on_not_offered");
    }

    private static void Permit(ActionWish wish, string? code) => Assert.Equal(code, SubscriptionActions.Permit(Facts, wish).Refusal?.Code);
}
