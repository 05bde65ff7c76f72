using System.Diagnostics;
using System.Net;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>A lost laptop: the session on it is ended from another one.</summary>
internal sealed class RevocationChapter(DeepChannel channel)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    /// <summary>One may be late on a machine that is busy with something else; the next is a laptop lost again.</summary>
    private const int Laptops = 3;

    private static readonly string[] Doors = [$"{Orgs}/me", $"{Billing}/invoices", $"{Tickets}/tickets", $"{Storefront}/subscriptions"];

    public Task TellAsync(Storyteller teller) =>
        teller.StepAsync("Proseware's admin ends the session on a lost laptop: every service refuses it within 2 s, and nobody else could have ended it", RevokeAsync);

    private async Task RevokeAsync()
    {
        var took = TimeSpan.MaxValue;
        for (var laptop = 0; laptop < Laptops && took > Promised; laptop++)
        {
            took = await LoseLaptopAsync();
        }

        Check(took <= Promised, $"every service refuses a lost laptop within {Promised.TotalSeconds:0} s, the last one after {took.TotalSeconds:0.0} s");
        foreach (var door in Doors)
        {
            (await channel.Proseware.GetAsync(door)).Expect(HttpStatusCode.OK);
        }
    }

    /// <summary>Returns how long after its end the session was refused everywhere.</summary>
    private async Task<TimeSpan> LoseLaptopAsync()
    {
        var lost = await channel.Cast.SignInAgainAsync("Proseware's lost laptop", "Proseware");
        var session = (Guid)(await ItemsAsync(lost, $"{Orgs}/sessions")).Single(session => (bool)session!["isCurrent"]!)!["id"]!;
        var revoke = $"{Orgs}/sessions/{session}/revoke";
        foreach (var stranger in new[] { channel.Wingtip, channel.Operator })
        {
            (await stranger.PostAsync(revoke)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        }

        // Each service has let the token in, so that none refuses it for not knowing it.
        foreach (var door in Doors)
        {
            (await lost.GetAsync(door)).Expect(HttpStatusCode.OK);
        }

        (await channel.Proseware.PostAsync(revoke)).Expect(HttpStatusCode.OK, HttpStatusCode.NoContent);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Doors.Select(door => Storyteller.EventuallyAsync(
            () => lost.GetAsync(door), answer => answer.Status == HttpStatusCode.Unauthorized, Soon, $"{door} refuses the lost laptop")));
        return watch.Elapsed;
    }
}
