namespace Billing.Domain.Tests;

public sealed class LogoAddressTests
{
    [Theory]
    [InlineData("https://cdn.example.com/logos/desk.png", true)]
    [InlineData("https://cdn.example.com/logo?product=1&size=64", true)]
    [InlineData("http://cdn.example.com/desk.png", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:image/svg+xml,<svg/>", false)]
    [InlineData("//cdn.example.com/desk.png", false)]
    [InlineData("https://user:secret@cdn.example.com/desk.png", false)]
    [InlineData("https://cdn.example.com/\"onerror=alert(1)", false)]
    [InlineData("https://cdn.example.com/<script>", false)]
    [InlineData("desk.png", false)]
    [InlineData("", false)]
    public void Check_OnlyAnAddressOnTheWeb_Passes(string address, bool passes) =>
        Assert.Equal(passes ? null : "invalid_url", LogoAddress.Check("logoUrl", address)?.Code);

    [Fact]
    public void Check_LongerThanAddressesAre_IsRefused() => Assert.NotNull(LogoAddress.Check("logoUrl", $"https://cdn.example.com/{new string('a', LogoAddress.Longest)}"));
}
