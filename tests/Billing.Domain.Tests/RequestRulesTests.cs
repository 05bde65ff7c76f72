using Primitives;

namespace Billing.Domain.Tests;

public sealed class RequestRulesTests
{
    private static readonly Currency Dollar = Currency.Parse("USD");
    private static readonly Guid Seller = new("00000000-0000-0000-0000-00000000005e");
    private static readonly Guid Buyer = new("00000000-0000-0000-0000-0000000000b0");

    [Fact]
    public void Propose_GoodTerms_IsAccepted() =>
        Assert.Equal(Wanted(), RequestRules.Propose(Wanted(), connectionIsActive: true, connectionCurrency: Dollar).Value);

    [Fact]
    public void Propose_ConnectionNotActive_IsAConflict() =>
        Assert.Equal("connection_not_active", RequestRules.Propose(Wanted(), connectionIsActive: false, null).Refusal?.Code);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void Propose_QuantityOutOfRange_IsInvalid(int quantity) =>
        Assert.Equal("quantity_out_of_range", RequestRules.Propose(Wanted() with { Quantity = quantity }, true, null).Refusal?.Code);

    [Fact]
    public void Propose_NegativePrice_IsInvalid() =>
        Assert.Equal("price_negative", RequestRules.Propose(Wanted() with { UnitPrice = new Money(-1, Dollar) }, true, null).Refusal?.Code);

    [Fact]
    public void Propose_PriceThatCouldNotBeCounted_IsInvalid()
    {
        Assert.Equal("price_too_high", RequestRules.Propose(Wanted() with { UnitPrice = new Money(PriceLimit.MostMinorUnits + 1, Dollar) }, true, null).Refusal?.Code);
        Assert.Null(RequestRules.Propose(Wanted() with { UnitPrice = new Money(PriceLimit.MostMinorUnits, Dollar) }, true, null).Refusal);
    }

    [Fact]
    public void Propose_FreePlan_IsAccepted() =>
        Assert.Null(RequestRules.Propose(Wanted() with { UnitPrice = Money.Zero(Dollar) }, true, null).Refusal);

    [Fact]
    public void Propose_CommitmentThatEndsInsideAnInterval_IsInvalid() =>
        Assert.Equal(
            "plan_length_not_whole_intervals",
            RequestRules.Propose(Wanted() with { Interval = Term.TwoYears, PlanLength = Term.ThreeYears }, true, null).Refusal?.Code);

    [Fact]
    public void Propose_OtherCurrencyThanTheConnections_IsAConflict() =>
        Assert.Equal("connection_currency_fixed", RequestRules.Propose(Wanted(), true, Currency.Parse("EUR")).Refusal?.Code);

    [Fact]
    public void Decide_MemberOfTheBuyerOnly_MayDecide() =>
        Assert.Equal(RequestStatus.Approved, RequestRules.Decide(RequestStatus.Pending, RequestAction.Approve, Seller, Buyer, belongsToProposer: false).Value);

    [Theory]
    [InlineData(RequestAction.Approve)]
    [InlineData(RequestAction.Reject)]
    public void Decide_MemberOfTheSellerActingForTheBuyer_IsNotPermitted(RequestAction action)
    {
        Assert.True(RequestRules.Decide(RequestStatus.Pending, action, Seller, Buyer, belongsToProposer: true).IsRefused(out var refusal, out _));
        Assert.Equal("decider_belongs_to_proposer", refusal.Code);
        Assert.Equal(RefusalKind.NotPermitted, refusal.Kind);
    }

    [Fact]
    public void Decide_ActingForTheProposer_IsNotPermittedEvenWithoutKnownMembership() =>
        Assert.Equal("decider_belongs_to_proposer", RequestRules.Decide(RequestStatus.Pending, RequestAction.Approve, Seller, Seller, belongsToProposer: false).Refusal?.Code);

    [Fact]
    public void Decide_AlreadyApproved_IsAConflict() =>
        Assert.Equal("request_approve_not_allowed", RequestRules.Decide(RequestStatus.Activated, RequestAction.Approve, Seller, Buyer, belongsToProposer: false).Refusal?.Code);

    [Fact]
    public void Decide_MemberOfTheSellerAfterTheDecision_LearnsNothingOfIt() =>
        Assert.Equal("decider_belongs_to_proposer", RequestRules.Decide(RequestStatus.Activated, RequestAction.Approve, Seller, Buyer, belongsToProposer: true).Refusal?.Code);

    [Fact]
    public void CheckCost_AnotherVersionOrAmount_IsRefused()
    {
        var quoted = new WholesaleQuote(new Money(1000, Dollar), 1, ChargedPer.Account);

        Assert.Null(RequestRules.CheckCost(quoted, quoted with { }));
        Assert.Equal("price_changed", RequestRules.CheckCost(quoted, quoted with { Version = 2 })?.Code);
        Assert.Equal("price_changed", RequestRules.CheckCost(quoted, null)?.Code);
    }

    private static RequestedState Wanted() => new(Guid.Empty, "Suite", 3, new Money(2000, Dollar), Term.Month, Term.Year);
}
