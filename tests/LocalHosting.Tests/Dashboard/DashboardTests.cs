using System.Net;

namespace LocalHosting.Tests.Dashboard;

/// <summary>The genuine dashboard, in a browser.</summary>
public sealed class DashboardTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task Login_WithTheTokenOfTheLog_ShowsTheResources()
    {
        await using var browser = await Browser.StartAsync();

        await browser.GoToAsync(await fixture.LoginUrl);

        await browser.WaitForTextAsync("LocalHosting.Tests", "server", "service", "Running");
    }

    [Fact]
    public async Task ConsoleLogs_OfAResource_AreShown()
    {
        await using var browser = await Browser.StartAsync();
        await browser.GoToAsync(await fixture.LoginUrl);
        await browser.WaitForTextAsync("service");

        await browser.GoToAsync(new Uri(fixture.Settings.FrontendUrl!, "/consolelogs/resource/server").ToString());

        await browser.WaitForTextAsync("out", "wrong");
    }

    [Fact]
    public async Task Login_WithoutAToken_ShowsNothing()
    {
        Assert.Contains("token-of-the-test", await fixture.LoginUrl, StringComparison.Ordinal);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        using var answer = await http.GetAsync(fixture.Settings.FrontendUrl, TestApplication.Deadline);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/login", answer.Headers.Location!.OriginalString.Replace(fixture.Settings.FrontendUrl!.GetLeftPart(UriPartial.Authority), string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
