using System.Net;
using ServiceDefaults.Security;

namespace Tickets.Api.Tests;

/// <summary>For everybody but its two sides a ticket does not exist, and nothing they try changes it.</summary>
[Trait("Checklist", "X18")]
public sealed class IsolationTests(TicketsService tickets)
{
    private static readonly (string Action, object? Body)[] Writes =
    [
        ("comments", new { body = "Hello" }),
        ("comments", new { body = "Hello", @internal = true }),
        ("status", new { status = "closed" }),
        ("priority", new { priority = "high" }),
        ("assignee", new { assigneeId = (Guid?)null }),
        ("reopen", null),
        ("escalate", new { reason = "Look" }),
        ("de-escalate", null),
    ];

    [Theory]
    [InlineData("sibling")]
    [InlineData("seller's seller")]
    [InlineData("buyer's customer")]
    [InlineData("other realm")]
    public async Task EveryRoute_Outsider_FindsNothingAndChangesNothing(string who)
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        var ticket = await tickets.Service.As(buyer.Caller()).Created();
        var comment = await tickets.Service.As(buyer.Caller()).Comment(ticket.Id, "Look at this");
        var file = await tickets.Service.As(buyer.Caller()).Attached(ticket.Id, comment);
        var outsider = await Outsider(who, channel, seller, buyer);
        var client = tickets.Service.As(outsider);

        using var read = await client.GetTicket(ticket.Id);
        await read.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await client.Tickets()).Items);
        Assert.Equal(0, (await client.Tickets()).Counts["open"]);
        foreach (var (action, body) in Writes)
        {
            using var response = await client.Do(ticket.Id, action, body);
            await response.AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        using var download = await client.Download(ticket.Id, file.Id);
        using var attach = await client.Attach(ticket.Id, comment, "Mine"u8.ToArray());
        await download.AssertProblem(HttpStatusCode.NotFound, "not_found");
        await attach.AssertProblem(HttpStatusCode.NotFound, "not_found");
        using var offer = await client.GetAsync($"/api/tickets/v1/connections/{connection}/reassignment-offer");
        await offer.AssertProblem(HttpStatusCode.NotFound, "not_found");
        foreach (var answer in (string[])["accept", "decline"])
        {
            using var response = await client.PostAsync($"/api/tickets/v1/connections/{connection}/reassignment-offer/{answer}", content: null);
            await response.AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        var after = await tickets.Service.As(seller.Caller()).Ticket(ticket.Id);
        Assert.Equal((3L, 1, 0), (after.Version, after.Thread!.Count, after.History!.Count));
    }

    [Fact]
    public async Task EveryRoute_WithoutAToken_IsRefused()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var ticket = await tickets.Service.As(buyer.Caller()).Created();
        using var client = tickets.Service.Anonymous();

        using var read = await client.GetTicket(ticket.Id);
        using var list = await client.GetTickets("");
        using var create = await client.Create(new { subject = "Hello", body = "There" });
        await read.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await list.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await create.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        foreach (var (action, body) in Writes)
        {
            using var response = await client.Do(ticket.Id, action, body);
            await response.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    private static async Task<Caller> Outsider(string who, Channel channel, Party seller, Party buyer)
    {
        var other = await channel.OrganizationAsync("Outsider", OrganizationKind.Partner, "Otis");
        switch (who)
        {
            case "seller's seller":
                await channel.ConnectAsync(other, seller);
                break;
            case "buyer's customer":
                await channel.ConnectAsync(buyer, other);
                break;
            case "sibling":
                await channel.ConnectAsync(seller, other);
                break;
            default:
                return seller.Caller(Role.SuperAdmin) with { RealmId = Guid.CreateVersion7() };
        }

        return other.Caller(Role.SuperAdmin);
    }
}
