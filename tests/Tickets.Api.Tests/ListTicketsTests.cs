using System.Net;
using ServiceDefaults.Security;

namespace Tickets.Api.Tests;

public sealed class ListTicketsTests(TicketsService tickets)
{
    [Fact]
    [Trait("Checklist", "T1")]
    public async Task List_Seller_SeesAllItsConnectionsInOneQueueAndEachBuyerItsOwn()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var other = await channel.OrganizationAsync("Fabrikam", OrganizationKind.Customer, "Cid");
        await channel.ConnectAsync(seller, other);
        var first = await tickets.Service.As(buyer.Caller()).Created("Ours");
        var second = await tickets.Service.As(other.Caller()).Created("Theirs");
        var agent = tickets.Service.As(seller.Caller(Role.Viewer));

        Assert.Equal([second.Id, first.Id], (await agent.Tickets()).Items.Select(ticket => ticket.Id));
        Assert.Equal([first.Id], (await agent.Tickets($"connectionId={connection}")).Items.Select(ticket => ticket.Id));
        Assert.Equal([second.Id], (await agent.Tickets($"affectedOrganizationId={other.Id}")).Items.Select(ticket => ticket.Id));
        Assert.Equal([first.Id], (await tickets.Service.As(buyer.Caller()).Tickets()).Items.Select(ticket => ticket.Id));
    }

    [Fact]
    [Trait("Checklist", "T1")]
    public async Task List_OrganisationOnBothSides_TellsAskedFromAnswered()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var above = await channel.OrganizationAsync("Contoso Distribution", OrganizationKind.Partner, "Dora");
        var up = await channel.ConnectAsync(above, seller);
        var agent = tickets.Service.As(seller.Caller());
        var answered = await tickets.Service.As(buyer.Caller()).Created();
        var asked = await agent.Created(connectionId: up);

        Assert.Equal([asked.Id, answered.Id], (await agent.Tickets()).Items.Select(ticket => ticket.Id));
        Assert.Equal([answered.Id], (await agent.Tickets("side=seller")).Items.Select(ticket => ticket.Id));
        Assert.Equal([asked.Id], (await agent.Tickets("side=buyer")).Items.Select(ticket => ticket.Id));
    }

    [Fact]
    [Trait("Checklist", "T2")]
    public async Task List_FiltersTogether_NarrowAndTheCountsKeepTheOtherStatuses()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var agent = tickets.Service.As(seller.Caller());
        var client = tickets.Service.As(buyer.Caller());
        var olga = await channel.AgentAsync(seller, "Olga");
        foreach (var (priority, status, assignee) in ((string, string, Guid?)[])
            [("high", "open", olga), ("high", "inProgress", olga), ("high", "resolved", null), ("low", "open", olga), ("medium", "closed", null), ("high", "open", null)])
        {
            var ticket = await client.Created(priority: priority);
            await agent.Done(ticket.Id, "assignee", new { assigneeId = assignee });
            await agent.Done(ticket.Id, "status", new { status });
        }

        var page = await agent.Tickets($"priority=high&priority=low&status=open&status=inProgress&assignee={olga}");

        Assert.Equal(["low open", "high inProgress", "high open"], page.Items.Select(ticket => $"{ticket.Priority} {ticket.Status}"));
        Assert.Equal(new Dictionary<string, int> { ["open"] = 2, ["inProgress"] = 1, ["resolved"] = 0, ["closed"] = 0 }, page.Counts);
        Assert.Equal(new Dictionary<string, int> { ["open"] = 3, ["inProgress"] = 1, ["resolved"] = 1, ["closed"] = 1 }, (await agent.Tickets("status=closed")).Counts);
        Assert.Equal(3, (await agent.Tickets("assignee=none")).Items.Count);
        Assert.Equal(3, (await tickets.Service.As(seller.Caller(Role.Support, olga)).Tickets("assignee=me")).Items.Count);
    }

    [Fact]
    [Trait("Checklist", "T2")]
    public async Task List_Search_FindsPartsOfSubjectAndTextAndTheNumber()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var first = await client.Created("Invoice 100% wrong");
        var second = await client.Created("VPN drops");

        Assert.Equal([first.Id], (await client.Tickets("search=00%25%20WR")).Items.Select(ticket => ticket.Id));
        Assert.Equal([second.Id], (await client.Tickets($"search=%23{second.Number}")).Items.Select(ticket => ticket.Id));
        Assert.Equal(2, (await client.Tickets("search=this%20morning")).Items.Count);
        Assert.Equal([first.Id], (await client.Tickets("search=%25")).Items.Select(ticket => ticket.Id));
    }

    [Fact]
    public async Task List_Pages_ShowEveryTicketOnceThoughNewOnesArrive()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await client.Created($"Number {i}")).Id);
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await client.Tickets($"limit=2&cursor={cursor}");
            seen.AddRange(page.Items.Select(ticket => ticket.Id));
            cursor = page.NextCursor;
            await client.Created("Meanwhile");
        }
        while (cursor is not null);

        made.Reverse();
        Assert.Equal(made, seen);
    }

    [Theory]
    [InlineData("status=done", "status")]
    [InlineData("status=99", "status")]
    [InlineData("priority=urgent", "priority")]
    [InlineData("assignee=somebody", "assignee")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [Trait("Checklist", "T2")]
    public async Task List_WrongFilter_IsNamed(string query, string field)
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);

        using var response = await tickets.Service.As(buyer.Caller()).GetTickets(query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"{field}\":[{{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
