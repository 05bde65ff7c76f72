using Orgs.Contracts.V1;
using Testing;

namespace Tickets.Api.Tests;

/// <summary>Whatever the bus does to the news of a Support Owner, a ticket ends with whoever owned its connection when it was made.</summary>
[Trait("Checklist", "T3")]
public sealed class RoutingTests(TicketsService tickets)
{
    [Fact]
    public async Task SupportOwnerAssigned_NewsComesAfterTheTicket_TheTicketIsGivenToThem()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var owner = await channel.AgentAsync(seller, "Olga");
        var assignedAt = DateTimeOffset.UtcNow;
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        Assert.Null(ticket.AssigneeId);

        await Assign(channel, connection, seller, buyer, owner, 2, assignedAt);

        var routed = await client.Ticket(ticket.Id);
        Assert.Equal((owner, 2L), (routed.AssigneeId, routed.Version));
        var change = Assert.Single(routed.History!);
        Assert.Equal(("assignee", null, owner.ToString(), null), (change.Field, change.Before, change.After, change.ActorId));
    }

    [Fact]
    public async Task SupportOwnerAssigned_TicketIsOlder_StaysInTheQueue()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var before = await client.Created("Before");

        await Assign(channel, connection, seller, buyer, await channel.AgentAsync(seller, "Olga"), 2, before.CreatedAt.AddMicroseconds(1));

        Assert.Null((await client.Ticket(before.Id)).AssigneeId);
    }

    [Fact]
    public async Task SupportOwnerAssigned_ToldTenTimes_ChangesTheTicketOnce()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var owner = await channel.AgentAsync(seller, "Olga");
        var assignedAt = DateTimeOffset.UtcNow;
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var envelope = channel.Envelope(connection, 2, assignedAt);
        var fact = new SupportOwnerAssigned(Channel.Connection(connection, seller, buyer, owner), null);

        for (var i = 0; i < 10; i++)
        {
            // The same message, and the same fact in a message of its own: a replay.
            await tickets.Service.SendAsync(fact, i % 2 == 0 ? envelope : envelope with { MessageId = Guid.CreateVersion7() });
        }

        await tickets.Service.TellAsync(fact, envelope with { MessageId = Guid.CreateVersion7() });
        var routed = await client.Ticket(ticket.Id);
        Assert.Equal((owner, 2L, 1), (routed.AssigneeId, routed.Version, routed.History!.Count));
    }

    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(2, 4, 3)]
    [InlineData(3, 2, 4)]
    [InlineData(3, 4, 2)]
    [InlineData(4, 2, 3)]
    [InlineData(4, 3, 2)]
    public async Task SupportOwnerAssigned_ThreeOwnersInAnyOrder_EachTicketIsWhoseTimeItWas(int first, int second, int third)
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        Guid?[] owners = [await channel.AgentAsync(seller, "Olga"), await channel.AgentAsync(seller, "Otto"), null];
        var made = new List<TicketAnswer>();
        var since = new List<DateTimeOffset>();
        foreach (var _ in owners)
        {
            since.Add(DateTimeOffset.UtcNow);
            made.Add(await client.Created());
        }

        foreach (var version in (int[])[first, second, third])
        {
            await Assign(channel, connection, seller, buyer, owners[version - 2], version, since[version - 2]);
        }

        var found = new List<Guid?>();
        foreach (var ticket in made)
        {
            found.Add((await client.Ticket(ticket.Id)).AssigneeId);
        }

        Assert.Equal(owners, found);
    }

    [Fact]
    public async Task SupportOwnerAssigned_TicketTakenUpByAPerson_StaysWithThem()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var owner = await channel.AgentAsync(seller, "Olga");
        var colleague = await channel.AgentAsync(seller, "Carl");
        var assignedAt = DateTimeOffset.UtcNow;
        var agent = tickets.Service.As(seller.Caller());
        var client = tickets.Service.As(buyer.Caller());
        var given = await client.Created("Given to somebody");
        var noted = await client.Created("Noted");
        await agent.Done(given.Id, "assignee", new { assigneeId = colleague });
        await agent.Comment(noted.Id, "I look into it.", isInternal: true);

        await Assign(channel, connection, seller, buyer, owner, 2, assignedAt);

        Assert.Equal(colleague, (await client.Ticket(given.Id)).AssigneeId);
        Assert.Null((await client.Ticket(noted.Id)).AssigneeId);
    }

    [Fact]
    public async Task SupportOwnerAssigned_AmidNewTickets_NoneIsMissed()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var owner = await channel.AgentAsync(seller, "Olga");
        var client = tickets.Service.As(buyer.Caller());
        var before = Enumerable.Range(0, 12).Select(_ => client.Created()).ToList();
        var assignedAt = DateTimeOffset.UtcNow;
        var news = Assign(channel, connection, seller, buyer, owner, 2, assignedAt);
        var during = Enumerable.Range(0, 12).Select(_ => client.Created()).ToList();
        var made = await Task.WhenAll(before.Concat(during));
        await news;

        foreach (var ticket in made)
        {
            Guid? expected = ticket.CreatedAt >= Microseconds(assignedAt) ? owner : null;
            Assert.Equal(expected, (await client.Ticket(ticket.Id)).AssigneeId);
        }
    }

    [Fact]
    public async Task ConnectionUpdated_OlderThanKnown_DoesNotReopenAnEndedConnection()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        await channel.EndAsync(connection, seller, buyer);

        await tickets.Service.TellAsync(new ConnectionUpdated(Channel.Connection(connection, seller, buyer, null)), channel.Envelope(connection, 5));

        using var response = await tickets.Service.As(buyer.Caller()).Create(new { subject = "Still?", body = "Open?", connectionId = connection });
        await response.AssertProblem(System.Net.HttpStatusCode.Conflict, "connection_ended");
    }

    private async Task Assign(Channel channel, Guid connection, Party seller, Party buyer, Guid? owner, long version, DateTimeOffset at) =>
        await tickets.Service.TellAsync(
            new SupportOwnerAssigned(Channel.Connection(connection, seller, buyer, owner), null), channel.Envelope(connection, version, Microseconds(at)));

    // As PostgreSQL keeps them, and the realm's clock.
    private static DateTimeOffset Microseconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
}
