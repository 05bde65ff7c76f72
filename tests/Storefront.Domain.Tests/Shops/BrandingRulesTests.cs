using Storefront.Domain.Shops;

namespace Storefront.Domain.Tests.Shops;

public sealed class BrandingRulesTests
{
    [Theory]
    [InlineData("#1a2B3c", true)]
    [InlineData("1a2b3c", false)]
    [InlineData("#1a2b3", false)]
    [InlineData("#1a2b3c4d", false)]
    [InlineData("red", false)]
    [InlineData("#12345g", false)]
    [InlineData("#fff;}a{", false)]
    [InlineData("#１２３４５６", false)]
    public void CheckColor_OnlyAHashAndSixDigits_Passes(string color, bool passes) =>
        Assert.Equal(passes ? null : "invalid_color", BrandingRules.CheckColor("primaryColor", color)?.Code);

    [Theory]
    [InlineData("+49 (30) 123-456", true)]
    [InlineData("call me", false)]
    [InlineData("()", false)]
    [InlineData("<script>1</script>", false)]
    public void CheckPhone_OnlyWhatCanBeDialled_Passes(string phone, bool passes) =>
        Assert.Equal(passes ? null : "invalid_phone", BrandingRules.CheckPhone("supportPhone", phone)?.Code);

    [Theory]
    [InlineData("shop.example.com", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("a.b", true)]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("Shop.example.com", false)]
    [InlineData("shop.example.com:8080", false)]
    [InlineData("shop.example.com/path", false)]
    [InlineData("-shop.example.com", false)]
    [InlineData("shop..example.com", false)]
    [InlineData("shop.example.com.", false)]
    [InlineData("user@shop.example.com", false)]
    [InlineData("bücher.example", false)]
    public void CustomDomain_OnlyAHostName_Passes(string domain, bool passes) =>
        Assert.Equal(passes ? null : "invalid_domain", CustomDomains.Check("customDomain", domain)?.Code);

    [Fact]
    public void CustomDomain_LongerThanNamesAre_IsRefused()
    {
        Assert.NotNull(CustomDomains.Check("customDomain", $"{new string('a', 64)}.example"));
        Assert.NotNull(CustomDomains.Check("customDomain", string.Join('.', Enumerable.Repeat("abcdefghi", 26))));
    }
}
