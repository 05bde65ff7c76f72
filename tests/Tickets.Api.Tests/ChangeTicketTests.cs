using System.Net;
using ServiceDefaults.Security;

namespace Tickets.Api.Tests;

[Trait("Checklist", "T4")]
public sealed class ChangeTicketTests(TicketsService tickets)
{
    private static readonly string[] Statuses = ["open", "inProgress", "resolved", "closed"];

    [Fact]
    public async Task Status_Seller_ReachesAnyFromAny()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var agent = tickets.Service.As(seller.Caller(Role.Support));
        var ticket = await tickets.Service.As(buyer.Caller()).Created();

        foreach (var from in Statuses)
        {
            foreach (var to in Statuses)
            {
                await agent.Done(ticket.Id, "status", new { status = "open" });
                await agent.Done(ticket.Id, "status", new { status = from });
                var changed = await agent.Done(ticket.Id, "status", new { status = to });

                Assert.Equal(to, changed.Status);
                Assert.Equal((to is "resolved" || (to is "closed" && from is "resolved"), to is "closed"), (changed.ResolvedAt is not null, changed.ClosedAt is not null));
            }
        }
    }

    [Fact]
    public async Task Status_Unchanged_LeavesNoTrace()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var ticket = await tickets.Service.As(buyer.Caller()).Created();

        var same = await tickets.Service.As(seller.Caller()).Done(ticket.Id, "status", new { status = "open" });

        Assert.Equal(1, same.Version);
        Assert.Empty((await tickets.Service.As(seller.Caller()).Ticket(ticket.Id)).History!);
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task History_EveryChange_SaysWhatByWhomForWhomAndWhen()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var olga = await channel.AgentAsync(seller, "Olga");
        var agent = tickets.Service.As(seller.Caller());
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        await agent.Done(ticket.Id, "priority", new { priority = "high" });
        await agent.Done(ticket.Id, "assignee", new { assigneeId = olga });
        await agent.Done(ticket.Id, "status", new { status = "resolved" });
        var reopened = await client.Done(ticket.Id, "reopen");

        Assert.Equal(("open", null, 5L), (reopened.Status, reopened.ResolvedAt, reopened.Version));
        Assert.Equal(
            [("priority", "medium", "high", "Ada"), ("assignee", null, olga.ToString(), "Ada"), ("status", "open", "resolved", "Ada"), ("status", "resolved", "open", "Bea")],
            (await client.Ticket(ticket.Id)).History!.Select(change => (change.Field, change.Before, change.After!, change.ActorName!)));
        Assert.Equal(["Northwind", "Northwind", "Northwind", "Contoso"], (await client.Ticket(ticket.Id)).History!.Select(change => change.ActorOrganizationName));
        Assert.All((await client.Ticket(ticket.Id)).History!, change => Assert.InRange(change.At, ticket.CreatedAt, reopened.UpdatedAt));
    }

    [Theory]
    [InlineData("status", """{"status":"closed"}""")]
    [InlineData("priority", """{"priority":"high"}""")]
    [InlineData("assignee", """{"assigneeId":null}""")]
    public async Task Change_ByTheBuyer_IsRefused(string action, string body)
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();

        using var response = await client.Do(ticket.Id, action, System.Text.Json.JsonDocument.Parse(body));

        await response.AssertProblem(HttpStatusCode.Forbidden, "seller_only");
        Assert.Equal(1, (await client.Ticket(ticket.Id)).Version);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Billing)]
    [InlineData(Role.Sales)]
    public async Task Change_BySellersOtherRoles_IsRefused(Role role)
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var ticket = await tickets.Service.As(buyer.Caller()).Created();

        using var response = await tickets.Service.As(seller.Caller(role)).Do(ticket.Id, "status", new { status = "closed" });

        await response.AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
    }

    [Fact]
    public async Task Assign_WhoDoesNotAnswerTickets_IsRefused()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await tickets.Service.As(buyer.Caller()).Created();
        var sales = await channel.AgentAsync(seller, "Sal", "sales");
        var gone = Guid.CreateVersion7();
        var membership = await channel.JoinAsync(seller, gone, "Gus", "support");
        await channel.JoinAsync(seller, gone, "Gus", "support", status: "left", membership, version: 2);

        foreach (var (person, code) in ((Guid, string)[])
            [(sales, "assignee_role_not_fitting"), (gone, "assignee_not_a_member"), (buyer.PersonId, "assignee_not_a_member"), (Guid.CreateVersion7(), "assignee_not_a_member")])
        {
            using var response = await agent.Do(ticket.Id, "assignee", new { assigneeId = person });
            await response.AssertProblem(HttpStatusCode.UnprocessableEntity, code);
        }

        Assert.Null((await agent.Ticket(ticket.Id)).AssigneeId);
    }

    [Fact]
    public async Task Assign_MemberLeftToldBeforeJoined_StaysLeft()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var ticket = await tickets.Service.As(buyer.Caller()).Created();
        var person = Guid.CreateVersion7();
        var membership = await channel.JoinAsync(seller, person, "Gus", "support", status: "left", version: 2);
        await channel.JoinAsync(seller, person, "Gus", "support", membershipId: membership, version: 1);

        using var response = await tickets.Service.As(seller.Caller()).Do(ticket.Id, "assignee", new { assigneeId = person });

        await response.AssertProblem(HttpStatusCode.UnprocessableEntity, "assignee_not_a_member");
    }

    [Fact]
    public async Task Assign_TwoAtOnceOnOneVersion_ExactlyOneWins()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        Guid[] people = [await channel.AgentAsync(seller, "Olga"), await channel.AgentAsync(seller, "Otto")];
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await tickets.Service.As(buyer.Caller()).Created();
        using var read = await agent.GetTicket(ticket.Id);
        var etag = read.Headers.ETag!.ToString();

        var answers = await Task.WhenAll(people.Select(person => agent.Do(ticket.Id, "assignee", new { assigneeId = person }, ifMatch: etag)));

        Assert.Equal("\"1\"", etag);
        var winner = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        var loser = Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict);
        var code = loser.StatusCode == HttpStatusCode.Conflict ? "concurrent_change" : "version_mismatch";
        await loser.AssertProblem(loser.StatusCode, code);
        var now = await agent.Ticket(ticket.Id);
        Assert.Equal(((await winner.Read<TicketAnswer>()).AssigneeId, 2L, 1), (now.AssigneeId, now.Version, now.History!.Count));
    }

    [Fact]
    public async Task Change_StaleVersion_IsRefused()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await tickets.Service.As(buyer.Caller()).Created();
        await agent.Done(ticket.Id, "priority", new { priority = "high" });

        using var stale = await agent.Do(ticket.Id, "status", new { status = "closed" }, ifMatch: "\"1\"");
        using var current = await agent.Do(ticket.Id, "status", new { status = "closed" }, ifMatch: "\"2\"");

        await stale.AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
        Assert.Equal(("\"3\"", HttpStatusCode.OK), (current.Headers.ETag!.ToString(), current.StatusCode));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("inProgress")]
    [InlineData("closed")]
    public async Task Reopen_NotResolved_IsRefused(string status)
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        await tickets.Service.As(seller.Caller()).Done(ticket.Id, "status", new { status });

        using var response = await client.Do(ticket.Id, "reopen");

        await response.AssertProblem(HttpStatusCode.Conflict, "ticket_reopen_not_allowed");
    }

    [Fact]
    public async Task Reopen_ByTheSeller_IsRefused()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await tickets.Service.As(buyer.Caller()).Created();
        await agent.Done(ticket.Id, "status", new { status = "resolved" });

        using var response = await agent.Do(ticket.Id, "reopen");

        await response.AssertProblem(HttpStatusCode.Conflict, "ticket_reopen_not_allowed");
    }
}
