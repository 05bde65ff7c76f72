using ServiceDefaults.Signals.V1;
using Testing;

namespace Tickets.Api.Tests;

/// <summary>A resolved ticket closes by itself after seven days of its realm's time.</summary>
public sealed class QuietPeriodTests(TicketsService tickets)
{
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromDays(7);

    [Fact]
    public async Task Clock_PastTheQuietPeriod_ClosesAtItsEnd()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var resolved = await Resolved(client, seller);

        await AdvanceAsync(channel, TimeSpan.FromDays(8));

        var closed = await client.Ticket(resolved.Id);
        Assert.Equal(("closed", resolved.ResolvedAt + QuietPeriod, resolved.ResolvedAt), (closed.Status, closed.ClosedAt, closed.ResolvedAt));
        Assert.Equal(("status", "resolved", "closed", null), closed.History!.Select(change => (change.Field, change.Before, change.After, change.ActorId)).Last());
    }

    [Fact]
    public async Task Clock_BeforeTheQuietPeriodEnds_LeavesItResolved()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var resolved = await Resolved(client, seller);

        await AdvanceAsync(channel, TimeSpan.FromDays(6));

        Assert.Equal("resolved", (await client.Ticket(resolved.Id)).Status);
        Assert.Equal("open", (await client.Done(resolved.Id, "reopen")).Status);
    }

    [Fact]
    public async Task Clock_ReopenedInTime_StaysOpen()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var resolved = await Resolved(client, seller);
        await client.Done(resolved.Id, "reopen");

        await AdvanceAsync(channel, TimeSpan.FromDays(8));

        Assert.Equal("open", (await client.Ticket(resolved.Id)).Status);
    }

    private async Task<TicketAnswer> Resolved(HttpClient client, Party seller)
    {
        var ticket = await client.Created();
        return await tickets.Service.As(seller.Caller()).Done(ticket.Id, "status", new { status = "resolved" });
    }

    /// <summary>Plays Orgs: moves the realm's clock and waits for the service's answer.</summary>
    private async Task AdvanceAsync(Channel channel, TimeSpan by)
    {
        await using var drained = await tickets.Service.ListenAsync<RealmClockDrained>();
        var job = Guid.CreateVersion7();
        await tickets.Service.SendAsync(
            new RealmClockAdvanced(channel.RealmId, job, Round: 1, DateTimeOffset.UtcNow + by, by), channel.Envelope(channel.RealmId, 1));
        await drained.WaitAsync(answer => answer.JobId == job);
    }
}
