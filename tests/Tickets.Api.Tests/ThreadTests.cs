using System.Net;
using Testing;
using Tickets.Contracts.V1;

namespace Tickets.Api.Tests;

public sealed class ThreadTests(TicketsService tickets)
{
    [Fact]
    public async Task Comment_BothSides_ReadOneThread()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await client.Created();

        await agent.Comment(ticket.Id, "Did you turn it off and on?");
        await client.Comment(ticket.Id, "Twice.");

        foreach (var reader in (HttpClient[])[client, agent])
        {
            var seen = await reader.Ticket(ticket.Id);
            Assert.Equal([("Ada", "Did you turn it off and on?", false), ("Bea", "Twice.", false)], seen.Thread!.Select(comment => (comment.AuthorName!, comment.Body, comment.Internal)));
            Assert.Equal((2, 3L), (seen.CommentCount, seen.Version));
        }
    }

    [Fact]
    public async Task Comment_Internal_LeavesNoTraceForTheBuyer()
    {
        const string secret = "The customer is a test account";
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var agent = tickets.Service.As(seller.Caller());
        await using var comments = await tickets.Service.ListenAsync<TicketCommented>();
        await using var changes = await tickets.Service.ListenAsync<TicketChanged>();
        var ticket = await client.Created();
        var before = await (await client.GetTicket(ticket.Id)).Content.ReadAsStringAsync();
        var listBefore = await (await client.GetTickets("")).Content.ReadAsStringAsync();

        await agent.Comment(ticket.Id, secret, isInternal: true);

        Assert.Equal(before, await (await client.GetTicket(ticket.Id)).Content.ReadAsStringAsync());
        Assert.Equal(listBefore, await (await client.GetTickets("")).Content.ReadAsStringAsync());
        Assert.Equal((secret, true), Assert.Single((await agent.Ticket(ticket.Id)).Thread!.Select(note => (note.Body, note.Internal))));
        Assert.Empty((await client.Tickets("search=test%20account")).Items);

        // A later event has come through, so one of the note would have, too.
        await agent.Comment(ticket.Id, "We look into it");
        await comments.WaitAsync(fact => fact.Ticket.Id == ticket.Id && fact.Ticket.CommentCount == 1);
        Assert.Single(await comments.TakenAsync(fact => fact.Ticket.Id == ticket.Id));
        Assert.Empty(await changes.TakenAsync(fact => fact.Ticket.Id == ticket.Id));
    }

    [Fact]
    public async Task Comment_InternalByTheBuyer_IsRefused()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();

        using var response = await client.Do(ticket.Id, "comments", new { body = "Psst", @internal = true });

        await response.AssertProblem(HttpStatusCode.Forbidden, "seller_only");
        Assert.Empty((await client.Ticket(ticket.Id)).Thread!);
    }

    [Fact]
    public async Task Comment_ManyAtOnce_NoneIsLostOrRefused()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        HttpClient[] clients = [tickets.Service.As(buyer.Caller()), tickets.Service.As(seller.Caller())];
        var ticket = await clients[0].Created();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(index => clients[index % 2].Comment(ticket.Id, $"Comment {index}")));

        var seen = await clients[0].Ticket(ticket.Id);
        Assert.Equal((16, 16, 17L), (seen.CommentCount, seen.Thread!.Count, seen.Version));
    }

    [Fact]
    public async Task Comment_SameIdempotencyKeyTwice_IsSaidOnce()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();

        using var first = await client.Do(ticket.Id, "comments", new { body = "Once" }, key: "said");
        using var second = await client.Do(ticket.Id, "comments", new { body = "Once" }, key: "said");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Single((await client.Ticket(ticket.Id)).Thread!);
    }

    [Fact]
    public async Task Comment_ClosedTicket_TakesTheSellersOnly()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await client.Created();
        await agent.Done(ticket.Id, "status", new { status = "closed" });

        using var refused = await client.Do(ticket.Id, "comments", new { body = "But…" });
        await agent.Comment(ticket.Id, "For the record");

        await refused.AssertProblem(HttpStatusCode.Conflict, "ticket_comment_not_allowed");
        Assert.Equal(1, (await client.Ticket(ticket.Id)).CommentCount);
    }

    [Fact]
    public async Task Events_CreateChangeComment_CarryTheWholePublicTicket()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var olga = await channel.AgentAsync(seller, "Olga");
        await using var created = await tickets.Service.ListenAsync<TicketCreated>();
        await using var changed = await tickets.Service.ListenAsync<TicketChanged>();
        await using var commented = await tickets.Service.ListenAsync<TicketCommented>();
        var client = tickets.Service.As(buyer.Caller());

        var ticket = await client.Created("Slow", priority: "low");
        await tickets.Service.As(seller.Caller()).Done(ticket.Id, "assignee", new { assigneeId = olga });
        await client.Comment(ticket.Id, "Still slow");

        var first = (await created.WaitAsync(fact => fact.Ticket.Id == ticket.Id)).Ticket;
        Assert.Equal(
            (connection, seller.Id, buyer.Id, buyer.Id, ticket.Number, "Slow", "Since this morning.", "open", "low", buyer.PersonId, buyer.Id, null),
            (first.ConnectionId, first.SellerId, first.BuyerId, first.AffectedOrganizationId, first.Number, first.Subject, first.Body, first.Status, first.Priority, first.RequesterId, first.RequesterOrganizationId, first.AssigneeId));
        Assert.Equal(first with { AssigneeId = olga, UpdatedAt = default }, (await changed.WaitAsync(fact => fact.Ticket.Id == ticket.Id)).Ticket with { UpdatedAt = default });
        var last = await commented.WaitAsync(fact => fact.Ticket.Id == ticket.Id);
        Assert.Equal(("Still slow", buyer.PersonId, buyer.Id), (last.Comment.Body, last.Comment.AuthorId, last.Comment.AuthorOrganizationId));
        Assert.Equal(first with { AssigneeId = olga, CommentCount = 1, UpdatedAt = default }, last.Ticket with { UpdatedAt = default });
    }
}
