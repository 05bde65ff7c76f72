using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>A session that has ended is dead everywhere, not only at the service that ended it.</summary>
public sealed class RevocationTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    /// <summary>One may be late on a machine that is busy with something else.</summary>
    private const int Sessions = 3;

    private static readonly (string Resource, string Path)[] Doors =
    [
        ("gateway", "/api/billing/v1/invoices"), ("orgs", "/api/orgs/v1/me"), ("billing", "/api/billing/v1/invoices"),
        ("tickets", "/api/tickets/v1/tickets"), ("storefront", "/api/storefront/v1/subscriptions"),
    ];

    [Fact]
    public async Task SignOut_Session_IsRefusedByEveryServiceWithinTwoSeconds()
    {
        var system = await WholeSystem.SharedAsync();
        var took = TimeSpan.MaxValue;
        for (var session = 0; session < Sessions && took > Promised; session++)
            took = await SignOutAsync(system);
        Assert.InRange(took, TimeSpan.Zero, Promised);
    }

    /// <summary>Returns how long after its end a session was refused everywhere.</summary>
    private static async Task<TimeSpan> SignOutAsync(RunningSystem system)
    {
        var account = system.Facts.Operator;
        var person = await new Cast(system).SignInAsync("live operator", account.Email, account.Password, "live");
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", person.Token) } };
        // Past the gateway too: each service remembers the token as good from here on.
        foreach (var door in Doors)
            Assert.Equal((door.Resource, HttpStatusCode.OK), (door.Resource, await AskAsync(door)));

        (await person.PostAsync("/api/orgs/v1/sign-out")).Expect(HttpStatusCode.NoContent);

        var watch = Stopwatch.StartNew();
        foreach (var door in Doors)
            await Eventually.Async(async () => await AskAsync(door) == HttpStatusCode.Unauthorized, because: $"{door.Resource} should refuse the token");
        return watch.Elapsed;

        async Task<HttpStatusCode> AskAsync((string Resource, string Path) door)
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{system.Facts.Ports[door.Resource]}{door.Path}"));
            return answer.StatusCode;
        }
    }
}
