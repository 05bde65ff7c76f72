using System.Net;
using ServiceDefaults.Security;
using Testing;
using Tickets.Contracts.V1;

namespace Tickets.Api.Tests;

/// <summary>A problem of the platform goes up to the operator: operator → distributor → reseller → customer, whose ticket it is.</summary>
[Trait("Checklist", "T5")]
[Trait("Checklist", "X8")]
public sealed class EscalationTests(TicketsService tickets)
{
    [Fact]
    public async Task Escalate_FromTheBottomOfTheChain_OpensATwinAtTheOperator()
    {
        var deep = await DeepAsync();
        await using var escalated = await tickets.Service.ListenAsync<TicketEscalated>();

        var twin = await deep.Reseller.Escalated(deep.Ticket.Id, "Calls drop on the platform's trunk", "Trunk drops calls");

        var answered = await deep.Operator.Ticket(twin.Id);
        Assert.Equal(("Trunk drops calls", "open", "high", deep.CustomerId), (answered.Subject, answered.Status, answered.Priority, answered.AffectedOrganizationId));
        Assert.Equal(("Operator", "Reseller", "Rita", 1L, true), (answered.SellerName!, answered.BuyerName!, answered.RequesterName!, answered.Number, answered.IsEscalated));
        Assert.Equal((null, twin.Id, "Calls drop on the platform's trunk", "Rita"), (answered.Escalation!.OriginalId, answered.Escalation.TwinId, answered.Escalation.Reason, answered.Escalation.EscalatedByName));
        Assert.Equal((deep.Ticket.Id, 1L), ((await deep.Reseller.Ticket(twin.Id)).Escalation!.OriginalId, (await deep.Reseller.Ticket(deep.Ticket.Id)).Escalation!.TwinNumber));
        Assert.Equal([twin.Id], (await deep.Operator.Tickets("side=seller&assignee=none")).Items.Select(item => item.Id));

        var fact = (await escalated.WaitAsync(fact => fact.Escalation.TicketId == deep.Ticket.Id)).Escalation;
        Assert.Equal((twin.Id, 1L, twin.ConnectionId, deep.OperatorId, deep.ResellerId, deep.CustomerId, null), (fact.TwinId, fact.TwinNumber, fact.SupportConnectionId, fact.OperatorId, fact.OrganizationId, fact.AffectedOrganizationId, fact.EndedAt));
    }

    [Fact]
    public async Task Escalate_NumbersAndConnection_AreTheOperatorsOwn()
    {
        var deep = await DeepAsync();
        var other = await deep.Customer.Created("Another");

        var first = await deep.Reseller.Escalated(deep.Ticket.Id);
        var second = await deep.Reseller.Escalated(other.Id);

        Assert.Equal((1L, 2L), (first.Number, second.Number));
        Assert.Equal(first.ConnectionId, second.ConnectionId);
        Assert.Equal(1, await tickets.Service.CountAsync($"SELECT count(*) FROM connection WHERE buyer_id = '{deep.ResellerId}' AND kind = 'Support'"));
    }

    [Fact]
    public async Task Threads_EachSide_AreItsOwn()
    {
        const string secret = "Only Rita may read this";
        var deep = await DeepAsync();
        await deep.Reseller.Comment(deep.Ticket.Id, secret, isInternal: true);
        await deep.Customer.Comment(deep.Ticket.Id, "What the customer says");
        var before = await deep.Customer.TicketText(deep.Ticket.Id);
        var listBefore = await (await deep.Customer.GetTickets("")).Content.ReadAsStringAsync();

        var twin = await deep.Reseller.Escalated(deep.Ticket.Id);
        await deep.Operator.Comment(twin.Id, "To the reseller");
        await deep.Operator.Comment(twin.Id, "Among operators", isInternal: true);
        await deep.Reseller.Comment(twin.Id, "To the operator");

        // The customer's ticket has not changed by a letter, the twin does not exist for it, nor for the distributor in between.
        Assert.Equal(before, await deep.Customer.TicketText(deep.Ticket.Id));
        Assert.Equal(listBefore, await (await deep.Customer.GetTickets("")).Content.ReadAsStringAsync());
        foreach (var stranger in (HttpClient[])[deep.Customer, deep.Distributor])
        {
            using var unseen = await stranger.GetTicket(twin.Id);
            await unseen.AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        // The operator sees the twin and nothing of the original.
        using var original = await deep.Operator.GetTicket(deep.Ticket.Id);
        await original.AssertProblem(HttpStatusCode.NotFound, "not_found");
        var read = await deep.Operator.TicketText(twin.Id) + await (await deep.Operator.GetTickets("")).Content.ReadAsStringAsync();
        foreach (var hidden in (string[])[secret, "What the customer says", deep.Ticket.Id.ToString(), "Since this morning.", deep.CustomersPerson.ToString()])
        {
            Assert.DoesNotContain(hidden, read, StringComparison.Ordinal);
        }

        Assert.Equal(["To the reseller", "Among operators", "To the operator"], (await deep.Operator.Ticket(twin.Id)).Thread!.Select(entry => entry.Body));
        Assert.Equal(["To the reseller", "To the operator"], (await deep.Reseller.Ticket(twin.Id)).Thread!.Select(entry => entry.Body));
        Assert.Equal([secret, "What the customer says"], (await deep.Reseller.Ticket(deep.Ticket.Id)).Thread!.Select(entry => entry.Body));
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Status_OfEitherSide_MovesTheOtherAndSaysSo()
    {
        var deep = await DeepAsync();
        var twin = await deep.Reseller.Escalated(deep.Ticket.Id);

        await deep.Operator.Done(twin.Id, "status", new { status = "inProgress" });
        Assert.Equal("inProgress", (await deep.Customer.Ticket(deep.Ticket.Id)).Status);
        await deep.Operator.Done(twin.Id, "status", new { status = "closed" });
        Assert.Equal("resolved", (await deep.Customer.Ticket(deep.Ticket.Id)).Status);
        await deep.Customer.Done(deep.Ticket.Id, "reopen");
        Assert.Equal("open", (await deep.Operator.Ticket(twin.Id)).Status);
        await deep.Reseller.Done(deep.Ticket.Id, "status", new { status = "closed" });
        Assert.Equal("closed", (await deep.Operator.Ticket(twin.Id)).Status);

        var atCustomer = (await deep.Customer.Ticket(deep.Ticket.Id)).History!;
        Assert.Equal(
            [("inProgress", null, "Reseller"), ("resolved", null, "Reseller"), ("open", "Cora", "Customer"), ("closed", "Rita", "Reseller")],
            atCustomer.Select(change => (change.After!, change.ActorName, change.ActorOrganizationName!)));
        Assert.All(atCustomer, change => Assert.False(change.ThroughEscalation));
        Assert.Equal([true, true, false, false], (await deep.Reseller.Ticket(deep.Ticket.Id)).History!.Select(change => change.ThroughEscalation));
        Assert.Equal(
            [("inProgress", "Olga", "Operator"), ("closed", "Olga", "Operator"), ("open", null, "Reseller"), ("closed", null, "Reseller")],
            (await deep.Operator.Ticket(twin.Id)).History!.Select(change => (change.After!, change.ActorName, change.ActorOrganizationName!)));
    }

    [Theory]
    [InlineData("reseller, original")]
    [InlineData("reseller, twin")]
    [InlineData("operator, twin")]
    public async Task Deescalate_ByEitherSide_ClosesTheTwinAlone(string who)
    {
        var deep = await DeepAsync();
        var twin = await deep.Reseller.Escalated(deep.Ticket.Id);
        var before = await deep.Customer.TicketText(deep.Ticket.Id);
        await using var deescalated = await tickets.Service.ListenAsync<TicketDeescalated>();

        await (who.StartsWith("operator", StringComparison.Ordinal) ? deep.Operator : deep.Reseller).Done(who.EndsWith("twin", StringComparison.Ordinal) ? twin.Id : deep.Ticket.Id, "de-escalate");

        Assert.Equal(("closed", false), ((await deep.Operator.Ticket(twin.Id)).Status, (await deep.Reseller.Ticket(deep.Ticket.Id)).IsEscalated));
        Assert.Equal(before, await deep.Customer.TicketText(deep.Ticket.Id));
        var fact = (await deescalated.WaitAsync(fact => fact.Escalation.TwinId == twin.Id)).Escalation;
        Assert.Equal(who.StartsWith("operator", StringComparison.Ordinal) ? deep.OperatorId : deep.ResellerId, fact.EndedByOrganizationId);

        // From here on each goes its own way, there is nothing left to end, and the problem can go up again.
        await deep.Operator.Done(twin.Id, "status", new { status = "inProgress" });
        Assert.Equal("open", (await deep.Customer.Ticket(deep.Ticket.Id)).Status);
        using var again = await deep.Reseller.Do(deep.Ticket.Id, "de-escalate");
        await again.AssertProblem(HttpStatusCode.Conflict, "not_escalated");
        Assert.NotEqual(twin.Id, (await deep.Reseller.Escalated(deep.Ticket.Id)).Id);
    }

    [Fact]
    public async Task Escalate_TwiceAndManyAtOnce_MakesExactlyOneTwin()
    {
        var deep = await DeepAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => deep.Reseller.Do(deep.Ticket.Id, "escalate", new { reason = "Now" })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await refused.AssertProblem(HttpStatusCode.Conflict, "already_escalated");
        }

        Assert.Equal(1, await tickets.Service.CountAsync($"SELECT count(*) FROM ticket WHERE seller_id = '{deep.OperatorId}'"));
    }

    [Fact]
    public async Task Status_BothSidesAtOnce_EndsInStepAndNobodyWaitsForever()
    {
        var deep = await DeepAsync();
        var twin = await deep.Reseller.Escalated(deep.Ticket.Id);

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(
                deep.Operator.Done(twin.Id, "status", new { status = "resolved" }),
                deep.Reseller.Done(deep.Ticket.Id, "status", new { status = "closed" }));
            Assert.Equal("closed", (await deep.Reseller.Ticket(deep.Ticket.Id)).Status);
            Assert.Contains((await deep.Operator.Ticket(twin.Id)).Status, (string[])["closed", "resolved"]);
            await deep.Reseller.Done(deep.Ticket.Id, "status", new { status = "open" });
            Assert.Equal("open", (await deep.Operator.Ticket(twin.Id)).Status);
        }
    }

    [Fact]
    public async Task Escalate_WhoMayNot_IsRefused()
    {
        var deep = await DeepAsync();
        var body = new { reason = "Please" };

        using var byCustomer = await deep.Customer.Do(deep.Ticket.Id, "escalate", body);
        using var endByCustomer = await deep.Customer.Do(deep.Ticket.Id, "de-escalate");
        using var withoutReason = await deep.Reseller.Do(deep.Ticket.Id, "escalate", new { reason = " " });
        using var notEscalated = await deep.Reseller.Do(deep.Ticket.Id, "de-escalate");
        await byCustomer.AssertProblem(HttpStatusCode.Forbidden, "seller_only");
        await endByCustomer.AssertProblem(HttpStatusCode.Forbidden, "seller_only");
        await withoutReason.AssertProblem(HttpStatusCode.BadRequest, "required", "reason");
        await notEscalated.AssertProblem(HttpStatusCode.Conflict, "not_escalated");

        var twin = await deep.Reseller.Escalated(deep.Ticket.Id);
        using var endEscalatedByCustomer = await deep.Customer.Do(deep.Ticket.Id, "de-escalate");
        using var byOperator = await deep.Operator.Do(twin.Id, "escalate", body);
        using var newOnSupport = await deep.Reseller.Create(new { subject = "Hello", body = "There", connectionId = twin.ConnectionId });
        await endEscalatedByCustomer.AssertProblem(HttpStatusCode.Forbidden, "seller_only");
        await byOperator.AssertProblem(HttpStatusCode.Conflict, "answered_by_operator");
        await newOnSupport.AssertProblem(HttpStatusCode.Conflict, "support_connection");

        await deep.Reseller.Done(twin.Id, "de-escalate");
        await deep.Reseller.Done(deep.Ticket.Id, "status", new { status = "resolved" });
        using var done = await deep.Reseller.Do(deep.Ticket.Id, "escalate", body);
        await done.AssertProblem(HttpStatusCode.Conflict, "ticket_escalate_not_allowed");
    }

    [Fact]
    public async Task Escalate_RealmWithoutKnownOperator_IsRefusedUntilTheNewsArrives()
    {
        var (channel, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await tickets.Service.As(buyer.Caller()).Created();

        using var early = await agent.Do(ticket.Id, "escalate", new { reason = "Now" });
        await channel.FoundAsync();

        await early.AssertProblem(HttpStatusCode.Conflict, "operator_unknown");
        await agent.Escalated(ticket.Id);
    }

    [Fact]
    public async Task Escalation_CustomersConnectionEnds_TheTwinGoesOnAlone()
    {
        var deep = await DeepAsync();
        var twin = await deep.Reseller.Escalated(deep.Ticket.Id);
        await deep.EndAsync();

        await deep.Operator.Done(twin.Id, "status", new { status = "resolved" });
        using var original = await deep.Reseller.Do(deep.Ticket.Id, "de-escalate");
        await original.AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        await deep.Reseller.Done(twin.Id, "de-escalate");

        Assert.Equal(("open", "closed"), ((await deep.Reseller.Ticket(deep.Ticket.Id)).Status, (await deep.Operator.Ticket(twin.Id)).Status));
    }

    [Fact]
    public async Task Create_OrganisationWithASupportConnection_StillHasOnlyOneToOpenTicketsOn()
    {
        var (channel, seller, buyer, connection) = await Channel.OpenAsync(tickets);
        await channel.FoundAsync();
        var agent = tickets.Service.As(seller.Caller());
        await agent.Escalated((await tickets.Service.As(buyer.Caller()).Created()).Id);

        Assert.Equal(connection, (await agent.Created()).ConnectionId);
    }

    private async Task<Deep> DeepAsync()
    {
        var channel = new Channel(tickets.Service);
        var root = await channel.FoundAsync();
        var distributor = await channel.OrganizationAsync("Distributor", OrganizationKind.Partner, "Dora");
        var reseller = await channel.OrganizationAsync("Reseller", OrganizationKind.Partner, "Rita");
        var customer = await channel.OrganizationAsync("Customer", OrganizationKind.Customer, "Cora");
        await channel.ConnectAsync(root, distributor);
        await channel.ConnectAsync(distributor, reseller);
        var connection = await channel.ConnectAsync(reseller, customer);
        var client = tickets.Service.As(customer.Caller());
        return new Deep(
            tickets.Service.As(root.Caller()), tickets.Service.As(distributor.Caller()), tickets.Service.As(reseller.Caller()), client,
            root.Id, reseller.Id, customer.Id, customer.PersonId, await client.Created(priority: "high"), () => channel.EndAsync(connection, reseller, customer));
    }

    private sealed record Deep(
        HttpClient Operator, HttpClient Distributor, HttpClient Reseller, HttpClient Customer,
        Guid OperatorId, Guid ResellerId, Guid CustomerId, Guid CustomersPerson, TicketAnswer Ticket, Func<Task> EndAsync);
}
