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
    public void Create_ProductManagedByReseller_IsRefused() =>
        Refuses(Good() with { ManagedBy = ManagedBy.Reseller }, "product_must_be_operator_managed");

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
        Assert.Equal("price_in_the_past", PriceRules.Publish(Twenty, Twenty.From.AddDays(1), isWholesale: false, ChargedPer.Account)?.Code);

    [Fact]
    public void Publish_WholesaleOfAProductThatIsNotSoldOn_IsRefused() =>
        Assert.Equal("product_not_sold_on", PriceRules.Publish(Ten, Ten.From, isWholesale: true, per: null)?.Code);

    private static void Refuses(ProductDraft draft, string code) => Assert.Equal(code, ProductRules.Create(draft).Refusal?.Code);

    private static ProductDraft Good() => new(ManagedBy.Operator, SharedWithResellers: true, Account(), Reseller());

    private static AccountSubscriptionDraft Account() => new("Suite", ManagedBy.Operator, SharedWithResellers: true, Twenty);

    private static ResellerSubscriptionDraft Reseller() => new("Suite for resellers", ManagedBy.Operator, ChargedPer.Account, CanBeAppliedMoreThanOnce: true, Ten);

    private static PriceDraft Price(long cents) => new(new Money(cents, Currency.Parse("USD")), Term.Month, Term.Year, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
