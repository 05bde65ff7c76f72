using Storefront.Domain.Shops;

namespace Storefront.Domain.Tests.Shops;

/// <summary>S21: the address that an alias makes.</summary>
[Trait("Checklist", "S21")]
public sealed class ShopAddressesTests
{
    private const string Host = "https://cloud.example";

    private static readonly ShopSite Operator = new(Guid.NewGuid(), null, null, MayUseDomain: true, IsOpen: true);
    private static readonly ShopSite Distributor = new(Guid.NewGuid(), "disti", "cloud.disti.example", MayUseDomain: true, IsOpen: true);
    private static readonly ShopSite Reseller = new(Guid.NewGuid(), "techsolutions", null, MayUseDomain: false, IsOpen: true);

    [Fact]
    public void Of_NoDomainAbove_IsOnTheRealmsHost()
    {
        var plain = Distributor with { CustomDomain = null };

        Assert.Equal("https://cloud.example/techsolutions", ShopAddresses.Of([Reseller, plain, Operator], Host, null).Url);
        Assert.Equal("https://cloud.example", ShopAddresses.Of([Operator], Host, null).Url);
    }

    [Fact]
    public void Of_DistributorWithADomain_CarriesItsResellersShops()
    {
        Assert.Equal(new ShopAddress("cloud.disti.example", "techsolutions", "https://cloud.disti.example/techsolutions"), ShopAddresses.Of([Reseller, Distributor, Operator], Host, null));
        Assert.Equal(new ShopAddress("cloud.disti.example", null, "https://cloud.disti.example"), ShopAddresses.Of([Distributor, Operator], Host, null));
    }

    [Fact]
    public void Of_SeveralDomainsAbove_IsAtTheNearest() =>
        Assert.Equal(
            "https://cloud.disti.example/techsolutions",
            ShopAddresses.Of([Reseller, Distributor, Operator with { CustomDomain = "platform.example" }], Host, null).Url);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Of_DomainThatIsNotInEffect_IsPassedOver(bool mayUse, bool isOpen) =>
        Assert.Equal(
            "https://cloud.example/techsolutions",
            ShopAddresses.Of([Reseller, Distributor with { MayUseDomain = mayUse, IsOpen = isOpen }, Operator], Host, null).Url);

    [Fact]
    public void Of_Sandbox_NeverMeetsTheLiveRealm()
    {
        var realm = Guid.NewGuid();

        Assert.Equal($"https://cloud.example/~{realm}/techsolutions", ShopAddresses.Of([Reseller, Operator], Host, realm).Url);
        Assert.Equal($"https://cloud.example/~{realm}", ShopAddresses.Of([Operator], Host, realm).Url);
    }
}
