using Primitives;

namespace Billing.Domain.Tests;

public sealed class ProductRulesTests
{
    private static readonly PriceDraft Twenty = Price(2000);
    private static readonly PriceDraft Ten = Price(1000);

    [Fact]
    public void Create_SharedProductWithBothSubscriptions_IsAccepted() =>
        Assert.Null(ProductRules.Create(Good()).Refusal);

    [Fact]
    public void Create_AccountSubscriptionNotShared_IsRefused() =>
        Refuses(Good() with { AccountSubscription = Account() with { SharedWithResellers = false } }, "account_subscription_must_be_shared");

    [Fact]
    public void Create_NoRecommendedPrice_IsRefused() =>
        Refuses(Good() with { AccountSubscription = Account() with { RecommendedPrice = null } }, "recommended_price_required");

    [Fact]
    public void Create_NoAccountSubscription_IsRefused() =>
        Refuses(Good() with { AccountSubscription = null }, "account_subscription_required");

    [Fact]
    public void Create_SharedWithoutResellerSubscription_IsRefused() =>
        Refuses(Good() with { ResellerSubscription = null }, "reseller_subscription_required");

    [Fact]
    public void Create_ResellerSubscriptionAppliedOnce_IsRefused() =>
        Refuses(Good() with { ResellerSubscription = Reseller() with { CanBeAppliedMoreThanOnce = false } }, "reseller_subscription_must_apply_more_than_once");

    [Fact]
    public void Create_ResellerSubscriptionManagedByReseller_IsRefused() =>
        Refuses(Good() with { ResellerSubscription = Reseller() with { ManagedBy = ManagedBy.Reseller } }, "reseller_subscription_must_be_operator_managed");

    [Fact]
    public void Create_AccountSubscriptionManagedByAReseller_IsRefused() =>
        Refuses(Good() with { AccountSubscription = Account() with { ManagedBy = ManagedBy.Reseller } }, "account_subscription_must_be_operator_managed");

    [Fact]
    [Trait("Checklist", "B15")]
    public void Create_AllThreeManagedByAGrantedReseller_IsAccepted() => Assert.Null(ProductRules.Create(OfReseller()).Refusal);

    [Fact]
    [Trait("Checklist", "B15")]
    public void Create_ManagedByAResellerWithoutTheGrant_IsRefused() => Refuses(OfReseller() with { ManagerHasGrant = false }, "product_grant_required");

    [Fact]
    [Trait("Checklist", "B15")]
    public void Create_ResellersProductSharedWithOthers_IsRefused() =>
        Refuses(OfReseller() with { SharedWithResellers = true }, "reseller_managed_product_not_shared");

    [Fact]
    [Trait("Checklist", "B15")]
    public void Create_ResellersProductWithoutResellerSubscription_IsRefused() =>
        Refuses(OfReseller() with { ResellerSubscription = null }, "reseller_subscription_required");

    [Fact]
    [Trait("Checklist", "B15")]
    public void Create_ResellersProductWithTheOperatorsAccountSubscription_IsRefused() =>
        Refuses(OfReseller() with { AccountSubscription = Account() }, "account_subscription_must_be_reseller_managed");

    [Fact]
    [Trait("Checklist", "B15")]
    public void Create_ResellersProductWithTheOperatorsResellerSubscription_IsRefused() =>
        Refuses(OfReseller() with { ResellerSubscription = Reseller() }, "reseller_subscription_must_be_reseller_managed");

    [Fact]
    public void Create_PaidOnce_HasNeitherIntervalNorFeesNorCommitment()
    {
        Assert.Null(ProductRules.Create(Once()).Refusal);
        Refuses(Good() with { Charging = ChargeModel.OneTime }, "one_time_price_has_no_interval");
        Refuses(Once() with { UsageFees = [new(FeeKind.Booking, Cents(5), Cents(3))] }, "one_time_product_has_no_usage_fees");
        Refuses(Once() with { Limits = new(MinimumCommitment: Term.Year) }, "one_time_has_no_commitment");
    }

    [Fact]
    public void Create_PaidPerEvent_CostsNothingPerIntervalAndHasAFee()
    {
        var fees = new UsageFeeDraft[] { new(FeeKind.Booking, Cents(5), Cents(3)), new(FeeKind.Transfer, Cents(9), Cents(4)) };
        var usage = Good() with { Charging = ChargeModel.Usage, UsageFees = fees, AccountSubscription = Account() with { RecommendedPrice = Price(0) } };

        Assert.Null(ProductRules.Create(usage).Refusal);
        Refuses(usage with { AccountSubscription = Account() }, "usage_product_has_no_plan_price");
        Refuses(usage with { UsageFees = [] }, "usage_fee_required");
        Refuses(usage with { UsageFees = [fees[0], fees[0]] }, "usage_fee_kind");
        Refuses(usage with { UsageFees = [fees[0] with { Kind = FeeKind.Plan }] }, "usage_fee_kind");
        Refuses(usage with { UsageFees = [fees[0] with { RecommendedPrice = Cents(-1) }] }, "price_negative");
        Refuses(usage with { UsageFees = [fees[0] with { WholesalePrice = null }] }, "wholesale_fee_with_reseller_subscription");
        Refuses(usage with { UsageFees = [fees[0] with { RecommendedPrice = new Money(5, Currency.Parse("EUR")) }] }, "price_terms_differ");
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(5, 4)]
    [InlineData(1, 1_000_001)]
    public void Create_QuantityLimitsThatCannotBe_IsRefused(int smallest, int? largest) => Refuses(Good() with { Limits = new(smallest, largest) }, "quantity_limits");

    [Theory]
    [InlineData(4, Term.Year, "quantity_outside_product_limits")]
    [InlineData(11, Term.Year, "quantity_outside_product_limits")]
    [InlineData(5, Term.Quarter, "minimum_commitment")]
    [InlineData(5, Term.Year, null)]
    [InlineData(10, Term.ThreeYears, null)]
    public void CheckSale_AgainstTheLimits_SaysWhichIsBroken(int quantity, Term planLength, string? code) =>
        Assert.Equal(code, new SaleLimits(5, 10, Term.Year).Check(quantity, planLength)?.Code);

    [Fact]
    public void Create_NegativePrice_IsRefused() =>
        Refuses(Good() with { AccountSubscription = Account() with { RecommendedPrice = Price(-1) } }, "price_negative");

    [Fact]
    public void Create_WholesaleForOtherTerms_IsRefused() =>
        Refuses(Good() with { ResellerSubscription = Reseller() with { WholesalePrice = Ten with { Interval = Term.Quarter } } }, "price_terms_differ");

    [Fact]
    public void Create_SeveralFaults_ReportsThemTogether()
    {
        var draft = Good() with
        {
            AccountSubscription = Account() with { SharedWithResellers = false },
            ResellerSubscription = Reseller() with { CanBeAppliedMoreThanOnce = false },
        };

        var refusal = ProductRules.Create(draft).Refusal!;

        Assert.Equal("validation_failed", refusal.Code);
        Assert.Equal(["account_subscription_must_be_shared", "reseller_subscription_must_apply_more_than_once"], refusal.Errors!.Select(error => error.Code));
    }

    [Fact]
    public void Publish_PriceThatBeganYesterday_IsRefused() =>
        Assert.Equal("price_in_the_past", PriceRules.Publish(Twenty, Twenty.From.AddDays(1), isWholesale: false, ChargedPer.Account, ChargeModel.Recurring)?.Code);

    [Fact]
    public void Publish_WholesaleOfAProductThatIsNotSoldOn_IsRefused() =>
        Assert.Equal("product_not_sold_on", PriceRules.Publish(Ten, Ten.From, isWholesale: true, per: null, ChargeModel.Recurring)?.Code);

    private static void Refuses(ProductDraft draft, string code) => Assert.Equal(code, ProductRules.Create(draft).Refusal?.Code);

    private static ProductDraft Good() =>
        new(ProductKind.Main, ChargeModel.Recurring, ManagedBy.Operator, ManagerHasGrant: false, SharedWithResellers: true, new SaleLimits(), Account(), Reseller(), []);

    private static ProductDraft OfReseller() => Good() with
    {
        ManagedBy = ManagedBy.Reseller,
        ManagerHasGrant = true,
        SharedWithResellers = false,
        AccountSubscription = Account() with { ManagedBy = ManagedBy.Reseller, SharedWithResellers = false },
        ResellerSubscription = Reseller() with { ManagedBy = ManagedBy.Reseller },
    };

    private static ProductDraft Once()
    {
        var once = Twenty with { Interval = Term.Month, PlanLength = Term.Month };
        return Good() with
        {
            Charging = ChargeModel.OneTime,
            AccountSubscription = Account() with { RecommendedPrice = once },
            ResellerSubscription = Reseller() with { WholesalePrice = once },
        };
    }

    private static Money Cents(long cents) => new(cents, Currency.Parse("USD"));

    private static AccountSubscriptionDraft Account() => new("Suite", ManagedBy.Operator, SharedWithResellers: true, Twenty);

    private static ResellerSubscriptionDraft Reseller() => new("Suite for resellers", ManagedBy.Operator, ChargedPer.Account, CanBeAppliedMoreThanOnce: true, Ten);

    private static PriceDraft Price(long cents) => new(new Money(cents, Currency.Parse("USD")), Term.Month, Term.Year, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
