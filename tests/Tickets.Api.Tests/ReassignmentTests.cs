using System.Net;
using Orgs.Contracts.V1;
using ServiceDefaults.Security;

namespace Tickets.Api.Tests;

/// <summary>What becomes of open tickets when those who answer them change.</summary>
[Trait("Checklist", "T3")]
public sealed class ReassignmentTests(TicketsService tickets)
{
    [Fact]
    public async Task Offer_Accepted_MovesExactlyWhatIsStillOpenAndStillTheirs()
    {
        var team = await TeamAsync();
        var open = await team.Client.Created("Open");
        var worked = await team.Client.Created("In progress");
        var resolved = await team.Client.Created("Resolved");
        var given = await team.Client.Created("Given to somebody else");
        await team.Agent.Done(worked.Id, "status", new { status = "inProgress" });
        await team.Agent.Done(resolved.Id, "status", new { status = "resolved" });
        await team.Agent.Done(given.Id, "assignee", new { assigneeId = team.Third });
        await team.ChangeOwnerAsync(team.Second, version: 2);
        var later = await team.Client.Created("After the change");

        using var read = await team.GetOfferAsync();
        var offer = await read.Read<OfferAnswer>();
        Assert.Equal((team.First, "Fay", team.Second, "Sam", 2L, 2), (offer.From.Id, offer.From.Name, offer.To.Id, offer.To.Name, offer.Version, offer.TicketCount));
        await team.Agent.Done(open.Id, "assignee", new { assigneeId = (Guid?)null });
        using var accepted = await team.AnswerAsync("accept", read.Headers.ETag!.ToString());

        Assert.Equal(1, (await accepted.Read<DoneAnswer>()).Moved);
        Assert.Equal(
            [team.Second, team.Third, team.First, team.Second, null],
            (await team.Agent.Tickets()).Items.Select(ticket => ticket.AssigneeId));
        Assert.Equal(later.Id, (await team.Agent.Tickets()).Items[0].Id);
        Assert.Equal(("assignee", "Ada"), (await team.Agent.Ticket(worked.Id)).History!.Select(change => (change.Field, change.ActorName!)).Last());
        using var gone = await team.GetOfferAsync();
        await gone.AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Offer_Declined_DisappearsUntilTheOwnerChangesAgain()
    {
        var team = await TeamAsync();
        var ticket = await team.Client.Created();
        await team.ChangeOwnerAsync(team.Second, version: 2);

        using var declined = await team.AnswerAsync("decline");
        using var gone = await team.GetOfferAsync();
        using var tooLate = await team.AnswerAsync("accept");

        Assert.Equal(HttpStatusCode.NoContent, declined.StatusCode);
        await gone.AssertProblem(HttpStatusCode.NotFound, "not_found");
        await tooLate.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(team.First, (await team.Agent.Ticket(ticket.Id)).AssigneeId);
        await team.ChangeOwnerAsync(team.First, version: 3);
        await team.ChangeOwnerAsync(team.Third, version: 4);
        Assert.Equal((team.First, team.Third), ((await team.OfferAsync()).From.Id, (await team.OfferAsync()).To.Id));
    }

    [Fact]
    public async Task Offer_AnsweredTwiceAtOnce_IsAnsweredOnce()
    {
        var team = await TeamAsync();
        await team.Client.Created();
        await team.ChangeOwnerAsync(team.Second, version: 2);

        var answers = await Task.WhenAll(team.AnswerAsync("accept"), team.AnswerAsync("accept"), team.AnswerAsync("accept"));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Conflict, HttpStatusCode.NotFound]));
        Assert.Single((await team.Agent.Ticket((await team.Agent.Tickets()).Items[0].Id)).History!);
    }

    [Fact]
    public async Task Offer_NewsOutOfOrder_IsTheSame()
    {
        var team = await TeamAsync();
        await team.Client.Created();
        await team.ChangeOwnerAsync(team.Third, version: 4);
        await team.ChangeOwnerAsync(team.First, version: 3);
        await team.ChangeOwnerAsync(team.Third, version: 4);

        Assert.Equal((team.First, team.Third, 4L), ((await team.OfferAsync()).From.Id, (await team.OfferAsync()).To.Id, (await team.OfferAsync()).Version));
    }

    [Fact]
    public async Task Offer_WhoMayNot_IsRefused()
    {
        var team = await TeamAsync();
        var ticket = await team.Client.Created();
        await team.ChangeOwnerAsync(team.Second, version: 2);

        using var byBuyer = await team.Client.PostAsync(team.Path("accept"), content: null);
        using var readByBuyer = await team.Client.GetAsync(team.Path());
        using var byViewer = await team.As(Role.Viewer).PostAsync(team.Path("accept"), content: null);
        using var stale = await team.AnswerAsync("accept", "\"1\"");
        await byBuyer.AssertProblem(HttpStatusCode.Forbidden, "seller_only");
        await readByBuyer.AssertProblem(HttpStatusCode.Forbidden, "seller_only");
        await byViewer.AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        await stale.AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");

        await team.Channel.JoinAsync(team.Seller, team.Second, "Sam", "support", "left", team.SecondsMembership, version: 2);
        using var toNobody = await team.AnswerAsync("accept");
        await toNobody.AssertProblem(HttpStatusCode.UnprocessableEntity, "assignee_not_a_member");
        Assert.Equal(team.First, (await team.Agent.Ticket(ticket.Id)).AssigneeId);
    }

    [Theory]
    [InlineData("support", "left")]
    [InlineData("sales", "active")]
    public async Task Member_LeavesOrLosesTheRole_TheirTicketsReturnToTheQueue(string role, string status)
    {
        var team = await TeamAsync();
        var ticket = await team.Client.Created();
        var closed = await team.Client.Created("Closed");
        await team.Agent.Done(closed.Id, "status", new { status = "closed" });

        await team.Channel.JoinAsync(team.Seller, team.First, "Fay", role, status, team.FirstsMembership, version: 2);

        var returned = await team.Agent.Ticket(ticket.Id);
        Assert.Equal((null, 2L), (returned.AssigneeId, returned.Version));
        Assert.Equal(("assignee", team.First.ToString(), null, null), returned.History!.Select(change => (change.Field, change.Before, change.After, change.ActorId)).Single());
        Assert.Equal(team.First, (await team.Agent.Ticket(closed.Id)).AssigneeId);

        // The owner is still the connection's until Orgs tells otherwise; nothing more is given to them.
        Assert.Null((await team.Client.Created("Next")).AssigneeId);
    }

    [Fact]
    public async Task Member_LateNewsAfterTheyCameBack_TakesNothingFromThem()
    {
        var team = await TeamAsync();
        var ticket = await team.Client.Created();

        await team.Channel.JoinAsync(team.Seller, team.First, "Fay", "support", membershipId: team.FirstsMembership, version: 3);
        await team.Channel.JoinAsync(team.Seller, team.First, "Fay", "support", "left", team.FirstsMembership, version: 2);

        Assert.Equal(team.First, (await team.Agent.Ticket(ticket.Id)).AssigneeId);
    }

    private async Task<Team> TeamAsync()
    {
        var channel = new Channel(tickets.Service);
        var seller = await channel.OrganizationAsync("Northwind", OrganizationKind.Partner, "Ada");
        var buyer = await channel.OrganizationAsync("Contoso", OrganizationKind.Customer, "Bea");
        Guid first = Guid.CreateVersion7(), second = Guid.CreateVersion7(), third = Guid.CreateVersion7();
        var firsts = await channel.JoinAsync(seller, first, "Fay", "support");
        var seconds = await channel.JoinAsync(seller, second, "Sam", "support");
        await channel.JoinAsync(seller, third, "Tia", "support");
        return new Team(tickets, channel, seller, buyer, await channel.ConnectAsync(seller, buyer, first), first, firsts, second, seconds, third);
    }

    private sealed record OfferAnswer(OfferedAnswer From, OfferedAnswer To, long Version, int TicketCount);

    private sealed record OfferedAnswer(Guid Id, string? Name);

    private sealed record DoneAnswer(int Moved);

    /// <summary>A connection with its first Support Owner, and two more who could be.</summary>
    private sealed record Team(
        TicketsService Tickets, Channel Channel, Party Seller, Party Buyer, Guid Connection, Guid First, Guid FirstsMembership, Guid Second, Guid SecondsMembership, Guid Third)
    {
        public HttpClient Agent { get; } = Tickets.Service.As(Seller.Caller());

        public HttpClient Client { get; } = Tickets.Service.As(Buyer.Caller());

        public HttpClient As(Role role) => Tickets.Service.As(Seller.Caller(role));

        public string Path(string? answer = null) => $"/api/tickets/v1/connections/{Connection}/reassignment-offer{(answer is null ? "" : "/" + answer)}";

        public Task ChangeOwnerAsync(Guid owner, long version) =>
            Tickets.Service.TellAsync(new SupportOwnerAssigned(Channel.Connection(Connection, Seller, Buyer, owner), null), Channel.Envelope(Connection, version));

        public Task<HttpResponseMessage> GetOfferAsync() => Agent.GetAsync(Path());

        public async Task<OfferAnswer> OfferAsync() => await (await GetOfferAsync()).Read<OfferAnswer>();

        public async Task<HttpResponseMessage> AnswerAsync(string answer, string? ifMatch = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path(answer));
            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            return await Agent.SendAsync(request);
        }
    }
}
