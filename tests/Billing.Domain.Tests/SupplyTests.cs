using Primitives;

namespace Billing.Domain.Tests;

public sealed class SupplyTests
{
    private static readonly Guid Operator = Id(1);
    private static readonly Guid Distributor = Id(2);
    private static readonly Guid Reseller = Id(3);
    private static readonly SupplyEdge Upper = new(Id(12), Operator, Distributor, IsActive: true, "UTC", Currency: null);
    private static readonly SupplyEdge Lower = new(Id(23), Distributor, Reseller, IsActive: true, "UTC", Currency: null);

    [Fact]
    public void Above_ResellerBelowADistributor_IsEveryEdgeFromTheOperatorDown() =>
        Assert.Equal([Upper, Lower], SupplyChain.Above(Reseller, Operator, Edges(Upper, Lower)).Value);

    [Fact]
    public void Above_TheOperatorSellsItself_IsEmpty() =>
        Assert.Empty(SupplyChain.Above(Operator, Operator, Edges(Upper, Lower)).Value);

    [Fact]
    public void Above_AnEdgeIsMissing_IsRefused() =>
        Assert.Equal("supply_chain_incomplete", SupplyChain.Above(Reseller, Operator, Edges(Lower)).Refusal?.Code);

    [Fact]
    public void Above_AnEdgeIsSuspended_IsRefused() =>
        Assert.Equal("supply_connection_not_active", SupplyChain.Above(Reseller, Operator, Edges(Upper with { IsActive = false }, Lower)).Refusal?.Code);

    [Fact]
    public void Above_ParentsFormACircle_IsRefusedInsteadOfRunningOn() =>
        Assert.Equal(
            "supply_chain_incomplete",
            SupplyChain.Above(Reseller, Operator, Edges(Lower, Lower with { ConnectionId = Id(32), SellerId = Reseller, BuyerId = Distributor })).Refusal?.Code);

    [Fact]
    public void Resolve_NobodyHasAPriceOfItsOwn_EachPassesOnItsCost()
    {
        var fee = new PinnedPrice(new Money(1000, Currency.Parse("USD")), PriceSource.Wholesale, 3);

        var prices = EdgePrices.Resolve([Upper, Lower], fee, _ => SellerRules.None);

        Assert.Equal([PriceSource.Wholesale, PriceSource.Cost], prices.Select(edge => edge.Price.Source));
        Assert.All(prices, edge => Assert.Equal((fee.Unit, 3), (edge.Price.Unit, edge.Price.Version)));
        Assert.Equal([Distributor, Reseller], prices.Select(edge => edge.BuyerId));
    }

    [Fact]
    public void Resolve_EverySellerHasItsPrice_EachIsMadeFromTheOneAbove()
    {
        var dollar = Currency.Parse("USD");
        var fee = new PinnedPrice(new Money(1000, dollar), PriceSource.Wholesale, 3);
        var special = new PriceRule(PriceRuleKind.Fixed, new Money(900, dollar), 0, 2);
        var markup = new PriceRule(PriceRuleKind.MarkupPercent, null, 1_000, 5);

        var prices = EdgePrices.Resolve([Upper, Lower], fee, edge => edge == Upper ? new SellerRules(null, special) : new SellerRules(markup, null));

        Assert.Equal([new(new Money(900, dollar), PriceSource.Special, 2), new(new Money(990, dollar), PriceSource.Markup, 5)], prices.Select(edge => edge.Price));
    }

    private static Dictionary<Guid, SupplyEdge> Edges(params SupplyEdge[] edges) => edges.ToDictionary(edge => edge.BuyerId);

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
