using System.Net;
using ServiceDefaults.Security;

namespace Tickets.Api.Tests;

public sealed class CreateTicketTests(TicketsService tickets)
{
    [Fact]
    [Trait("Checklist", "T3")]
    public async Task Create_ConnectionWithSupportOwner_IsTheirs()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var owner = await channel.AgentAsync(seller, "Olga");
        var other = await channel.OrganizationAsync("Fabrikam", OrganizationKind.Customer, "Cid");
        var connection = await channel.ConnectAsync(seller, other, owner);

        var ticket = await tickets.Service.As(other.Caller()).Created("Printer on fire", priority: "high");

        Assert.Equal((connection, owner, "Olga", "open", "high"), (ticket.ConnectionId, ticket.AssigneeId, ticket.AssigneeName, ticket.Status, ticket.Priority));
        Assert.Equal(("Northwind", "Fabrikam", "Cid", other.Id), (ticket.SellerName, ticket.BuyerName, ticket.RequesterName, ticket.AffectedOrganizationId));
        Assert.NotEqual(buyer.Id, ticket.AffectedOrganizationId);
    }

    [Fact]
    [Trait("Checklist", "T3")]
    public async Task Create_ConnectionWithoutSupportOwner_WaitsInTheQueue()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);

        var ticket = await tickets.Service.As(buyer.Caller()).Created();

        Assert.Null(ticket.AssigneeId);
        Assert.Equal(ticket.Id, Assert.Single((await tickets.Service.As(seller.Caller()).Tickets("assignee=none")).Items).Id);
    }

    [Fact]
    public async Task Create_BySeller_BelongsToTheSameConnection()
    {
        var (_, seller, buyer, connection) = await Channel.OpenAsync(tickets);

        var ticket = await tickets.Service.As(seller.Caller()).Created(connectionId: connection);

        Assert.Equal(("Ada", buyer.Id), (ticket.RequesterName, ticket.AffectedOrganizationId));
        Assert.Equal(ticket.Id, (await tickets.Service.As(buyer.Caller()).Ticket(ticket.Id)).Id);
    }

    [Fact]
    public async Task Create_SeveralConnectionsAndNoneNamed_IsRefused()
    {
        var (channel, _, buyer, connection) = await Channel.OpenAsync(tickets);
        await channel.ConnectAsync(await channel.OrganizationAsync("Tailspin", OrganizationKind.Partner, "Tom"), buyer);
        var client = tickets.Service.As(buyer.Caller());

        using var unclear = await client.Create(new { subject = "Which?", body = "Who knows." });

        await unclear.AssertProblem(HttpStatusCode.BadRequest, "connection_required", "connectionId");
        Assert.Equal(connection, (await client.Created(connectionId: connection)).ConnectionId);
    }

    [Fact]
    public async Task Create_ForeignConnection_DoesNotExist()
    {
        var (_, _, _, connection) = await Channel.OpenAsync(tickets);
        var (_, _, stranger, _) = await Channel.OpenAsync(tickets);

        using var response = await tickets.Service.As(stranger.Caller()).Create(new { subject = "Hello", body = "There", connectionId = connection });

        await response.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await tickets.Service.CountAsync($"SELECT count(*) FROM ticket WHERE connection_id = '{connection}'"));
    }

    [Fact]
    public async Task Create_EndedConnection_IsRefusedAndItsTicketsStayReadable()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        await channel.EndAsync(connection, seller, buyer);

        using var named = await client.Create(new { subject = "Again", body = "Please", connectionId = connection });
        using var unnamed = await client.Create(new { subject = "Again", body = "Please" });
        using var comment = await client.Do(ticket.Id, "comments", new { body = "Hello?" });
        using var status = await tickets.Service.As(seller.Caller()).Do(ticket.Id, "status", new { status = "closed" });

        await named.AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        await unnamed.AssertProblem(HttpStatusCode.Conflict, "no_connection");
        await comment.AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        await status.AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        Assert.Equal((1L, "open"), ((await client.Ticket(ticket.Id)).Version, (await client.Ticket(ticket.Id)).Status));
        Assert.Single((await tickets.Service.As(seller.Caller()).Tickets()).Items);
    }

    [Fact]
    public async Task Create_SuspendedOrganisation_CanAskForHelpAndNothingElse()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller(isSuspended: true));

        var ticket = await client.Created();
        await client.Comment(ticket.Id, "And another thing");
        await tickets.Service.As(seller.Caller()).Done(ticket.Id, "status", new { status = "resolved" });
        using var reopen = await client.Do(ticket.Id, "reopen");
        var answerer = tickets.Service.As(seller.Caller(isSuspended: true));
        using var answer = await answerer.Do(ticket.Id, "comments", new { body = "We would help" });
        using var status = await answerer.Do(ticket.Id, "status", new { status = "closed" });

        await reopen.AssertProblem(HttpStatusCode.Forbidden, "organization_suspended");
        await answer.AssertProblem(HttpStatusCode.Forbidden, "organization_suspended");
        await status.AssertProblem(HttpStatusCode.Forbidden, "organization_suspended");
    }

    [Fact]
    public async Task Create_Viewer_IsRefused()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);

        using var response = await tickets.Service.As(buyer.Caller(Role.Viewer)).Create(new { subject = "Hello", body = "There" });

        await response.AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
    }

    [Theory]
    [InlineData("", "text", "medium", "required", "subject")]
    [InlineData("subject", " ", "medium", "required", "body")]
    [InlineData("subject", "text", "urgent", "invalid_value", "priority")]
    public async Task Create_WrongField_IsNamed(string subject, string body, string priority, string code, string field)
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);

        using var response = await tickets.Service.As(buyer.Caller()).Create(new { subject, body, priority });

        await response.AssertProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task Create_SameIdempotencyKeyTwice_MakesOneTicket()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var body = new { subject = "Once", body = "Only" };

        using var first = await client.Create(body, key: "once-only");
        using var second = await client.Create(body, key: "once-only");

        Assert.Equal((await first.Read<TicketAnswer>()).Id, (await second.Read<TicketAnswer>()).Id);
        Assert.Single((await client.Tickets()).Items);
    }

    [Fact]
    public async Task Create_ManyAtOnce_EachHasANumberOfItsOwn()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var other = await channel.OrganizationAsync("Fabrikam", OrganizationKind.Customer, "Cid");
        await channel.ConnectAsync(seller, other);
        HttpClient[] clients = [tickets.Service.As(buyer.Caller()), tickets.Service.As(other.Caller())];

        var created = await Task.WhenAll(Enumerable.Range(0, 24).Select(index => clients[index % 2].Created($"Number {index}")));

        Assert.Equal(24, created.Select(ticket => ticket.Number).Distinct().Count());
        Assert.Equal(1, created.Min(ticket => ticket.Number));
    }
}
