using System.Net;
using Billing.Contracts.V1;
using Npgsql;
using Orgs.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>Drafts, counter-offers, reminders, what of many wins, and what is written down about it all.</summary>
public sealed class RequestLifeTests(BillingService billing)
{
    [Fact]
    [Trait("Checklist", "B6")]
    public async Task Draft_UntilSubmitted_IsSeenByItsOwnSideAlone()
    {
        var sale = await Sale.OpenAsync(billing);
        await using var submissions = await billing.Service.ListenAsync<RequestSubmitted>();
        var body = System.Text.Json.JsonSerializer.SerializeToNode(sale.Proposal())!;
        body["draft"] = true;
        var draft = await (await sale.Seller.Post("requests", body)).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        var discarded = await (await sale.Seller.Post("requests", body)).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        Assert.Equal(("draft", null), (draft.Status, draft.SubmittedAt));

        foreach (var (verb, id) in ((string, Guid)[])[("approve", draft.Id), ("submit", draft.Id), ("discard", draft.Id), ("counter", draft.Id)])
        {
            await sale.Buyer.Post($"requests/{id}/{verb}", verb == "counter" ? new { quantity = 2 } : null).AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Equal("withdrawn", (await (await sale.Seller.Post($"requests/{discarded.Id}/discard")).Read<ChangeRequestAnswer>()).Status);
        Assert.Empty(await sale.Buyer.List<ChangeRequestAnswer>("requests"));
        await sale.Seller.Post($"requests/{draft.Id}/approve").AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");

        var pending = await (await sale.Seller.Post($"requests/{draft.Id}/submit")).Read<ChangeRequestAnswer>();
        Assert.Equal(("pending", TimeSpan.FromDays(14)), (pending.Status, pending.ExpiresAt - pending.SubmittedAt));
        Assert.NotNull(pending.Margin);
        await sale.Seller.Post($"requests/{draft.Id}/discard").AssertProblem(HttpStatusCode.Conflict, "request_discard_not_allowed");
        await sale.Seller.Post($"requests/{draft.Id}/submit").AssertProblem(HttpStatusCode.Conflict, "request_submit_not_allowed");
        Assert.Equal("pending", (await submissions.WaitAsync(fact => fact.Request.Id == draft.Id)).Request.Status);
        Assert.Single(await sale.Buyer.List<ChangeRequestAnswer>("requests"));
    }

    [Theory]
    [InlineData("approve", true)]
    [InlineData("reject", true)]
    [InlineData("withdraw", false)]
    public async Task Deadlines_DecidedOrWithdrawnInTime_AreDropped(string verb, bool byBuyer)
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync("20.00", quantity: 3);
        Assert.Equal(2, await Deadlines());

        (await (byBuyer ? sale.Buyer : sale.Seller).Post($"requests/{request.Id}/{verb}", verb == "reject" ? new { reason = "Not now." } : null)).EnsureSuccessStatusCode();

        Assert.Equal(0, await Deadlines());

        Task<long> Deadlines() =>
            billing.Service.CountAsync($"SELECT count(*) FROM platform.due_work WHERE kind IN ('expire-request', 'remind-of-request') AND key = '{request.Id}'");
    }

    [Fact]
    [Trait("Checklist", "X6")]
    [Trait("Checklist", "B7")]
    public async Task Counter_ByTheBuyer_SwapsTheRolesAndNobodyWhoBelongsToTheBuyerDecides()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync("20.00", quantity: 3);
        await sale.Seller.Post($"requests/{request.Id}/counter", new { quantity = 2 }).AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        await sale.Buyer.Post($"requests/{request.Id}/counter", new { quantity = 3 }).AssertProblem(HttpStatusCode.UnprocessableEntity, "nothing_changes");

        var counter = await (await sale.Buyer.Post($"requests/{request.Id}/counter", new { retailPrice = MoneyAnswer.Dollars("3.00"), reason = "Our budget." }))
            .Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        Assert.Equal(("pending", request.Id, sale.Contoso.Id, "3.00", 3), (counter.Status, counter.CounterOf, counter.ProposedById, counter.After.UnitPrice.Amount, counter.After.Quantity));
        Assert.Null(counter.Margin);
        var first = await sale.Buyer.Get<ChangeRequestAnswer>($"requests/{request.Id}");
        Assert.Equal(("countered", "counter", "Our budget."), (first.Status, first.Outcome!.Action, first.Outcome.Reason));

        await sale.Buyer.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Conflict, "request_approve_not_allowed");
        await sale.Channel.JoinAsync(sale.Northwind, sale.Contoso.PersonId);
        var both = sale.Channel.As(sale.Northwind, Role.SuperAdmin, sale.Contoso.PersonId);
        await both.Post($"requests/{counter.Id}/approve").AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        await sale.Buyer.Post($"requests/{counter.Id}/approve").AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        Assert.True((await sale.Seller.Get<ChangeRequestAnswer>($"requests/{counter.Id}")).Margin!.BelowWholesale);

        var approved = await (await sale.Seller.Post($"requests/{counter.Id}/approve")).Read<ChangeRequestAnswer>();
        Assert.Equal("3.00", (await sale.ReadAsync(approved.SubscriptionId!.Value)).UnitPrice.Amount);
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task Counter_OfAChange_LeavesOneUndecidedAndIsWithdrawnByTheBuyer()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var request = await sale.ProposeAsync(subscription.Id, new { quantity = 5 });

        var counter = await (await sale.Buyer.Post($"requests/{request.Id}/counter", new { quantity = 2 })).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        await sale.Seller.Post($"subscriptions/{subscription.Id}/change-requests", new { quantity = 7 }).AssertProblem(HttpStatusCode.Conflict, "change_undecided");
        await sale.Seller.Post($"requests/{counter.Id}/withdraw").AssertProblem(HttpStatusCode.Conflict, "request_withdraw_not_allowed");
        (await sale.Buyer.Post($"requests/{counter.Id}/withdraw")).EnsureSuccessStatusCode();

        await sale.ProposeAsync(subscription.Id, new { quantity = 7 });
    }

    [Fact]
    [Trait("Checklist", "X18")]
    public async Task Decide_OnAConnectionThatHasEnded_IsRefusedToBothSidesAndStillRead()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();
        var ended = Channel.Connection(sale.ContosoConnection, sale.Northwind, sale.Contoso, status: "ended");
        await sale.Channel.TellAsync(new ConnectionEnded(ended), sale.ContosoConnection, version: 2);

        await sale.Seller.Post($"requests/{request.Id}/withdraw").AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        foreach (var verb in (string[])["approve", "reject", "counter"])
        {
            await sale.Buyer.Post($"requests/{request.Id}/{verb}", new { }).AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        }

        Assert.Equal(("pending", 1L), ((await sale.Buyer.Get<ChangeRequestAnswer>($"requests/{request.Id}")).Status, request.Version));
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task Propose_ManyChangesAtOnce_ExactlyOneIsUndecided()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);

        var answers = await Task.WhenAll(Enumerable.Range(2, 8).Select(quantity => sale.Seller.Post($"subscriptions/{subscription.Id}/change-requests", new { quantity })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var lost in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await Task.FromResult(lost).AssertProblem(HttpStatusCode.Conflict, "change_undecided");
        }
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task Decide_InEveryWayAtOnce_ExactlyOneWins()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var request = await sale.ProposeAsync(subscription.Id, new { quantity = 5 });

        var answers = await Task.WhenAll(
            sale.Buyer.Post($"requests/{request.Id}/approve"),
            sale.Buyer.Post($"requests/{request.Id}/reject"),
            sale.Buyer.Post($"requests/{request.Id}/counter", new { quantity = 3 }),
            sale.Seller.Post($"requests/{request.Id}/withdraw"),
            sale.Buyer.Post($"requests/{request.Id}/approve"));

        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.All(answers.Where(answer => !answer.IsSuccessStatusCode), answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        var approvalWon = answers[0].IsSuccessStatusCode || answers[4].IsSuccessStatusCode;
        Assert.Equal(approvalWon ? 5 : 1, (await sale.ReadAsync(subscription.Id)).Quantity);
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task Clock_BeforeTheExpiry_RemindsTheDeciderTwice()
    {
        var sale = await Sale.OpenAsync(billing);
        var reached = Channel.Connection(sale.ContosoConnection, sale.Northwind, sale.Contoso) with { AccountsPayableEmail = $"{Guid.CreateVersion7()}@contoso.example" };
        await sale.Channel.TellAsync(new ConnectionUpdated(reached), sale.ContosoConnection, version: 2);
        await using var reminders = await billing.Service.ListenAsync<RequestReminded>();
        var request = await sale.ProposeAsync();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(8));
        Assert.Equal("pending", (await reminders.WaitAsync(fact => fact.Request.Id == request.Id)).Request.Status);
        Assert.Equal(2, (await sale.Buyer.Get<ChangeRequestAnswer>($"requests/{request.Id}")).Version);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(5));

        Assert.Equal(("pending", 3), Standing(await sale.Buyer.Get<ChangeRequestAnswer>($"requests/{request.Id}")));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(("expired", 4), Standing(await sale.Buyer.Get<ChangeRequestAnswer>($"requests/{request.Id}")));
        Assert.Equal(
            2, await billing.Service.CountAsync($"SELECT count(*) FROM platform.mail WHERE kind = 'request-reminder' AND realm_id = '{sale.Channel.RealmId}' AND recipient = '{reached.AccountsPayableEmail}'"));
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Audit_OfEachSide_SaysWhoDidWhatForWhomWithBeforeAndAfter()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var request = await sale.ProposeAsync(subscription.Id, new { quantity = 5, reason = "New people." });
        await sale.ApproveAsync(request);

        var sellers = Assert.Single(await sale.Seller.List<AuditAnswer>($"audit?subjectId={request.Id}"));
        Assert.Equal(("propose-change", sale.Northwind.PersonId, sale.Northwind.Id, "New people."), (sellers.Action, sellers.PersonId, sellers.OrganizationId, sellers.Reason));
        Assert.Null(sellers.Before);
        var buyers = Assert.Single(await sale.Buyer.List<AuditAnswer>($"audit?subjectId={request.Id}"));
        Assert.Equal(("approve-request", sale.Contoso.PersonId, sale.Contoso.Id), (buyers.Action, buyers.PersonId, buyers.OrganizationId));
        Assert.Contains("pending", buyers.Before!.ToString(), StringComparison.Ordinal);
        Assert.Contains("activated", buyers.After!.ToString(), StringComparison.Ordinal);
        Assert.Empty(await sale.Operator.List<AuditAnswer>($"audit?subjectId={request.Id}"));
        await sale.Channel.As(sale.Northwind, Role.Viewer).GetAsync($"{Answers.Root}/audit").AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        var history = await sale.Seller.List<HistoryAnswer>($"subscriptions/{subscription.Id}/history");
        var modified = Assert.Single(history, entry => entry.Event == "modified");
        Assert.Equal((1, 5, request.Id, sale.Contoso.PersonId), (modified.Before!.Quantity, modified.After.Quantity, modified.RequestId, modified.PersonId));
        await sale.Operator.GetAsync($"{Answers.Root}/subscriptions/{subscription.Id}/history").AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Audit_OfPricesRatesPaymentsAndCredits_HasWhatWasBeforeAndAfter()
    {
        var (sale, _) = await Changing.SoldAndBilledAsync(billing);
        var invoice = Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
        var rates = new { rates = new[] { new { country = "US", taxCode = "standard", percent = 8m } } };
        (await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(sale.Seller, $"{Answers.Root}/tax-rates", rates)).EnsureSuccessStatusCode();
        (await sale.Seller.Post($"invoices/{invoice.Id}/payments", new { amount = MoneyAnswer.Dollars("5.00"), reference = "Wire 7" })).EnsureSuccessStatusCode();
        (await sale.Seller.Post($"invoices/{invoice.Id}/credit-notes", new { reason = "Goodwill." })).EnsureSuccessStatusCode();
        var dearer = new { book = "recommended", price = MoneyAnswer.Dollars("21.00"), interval = "month", planLength = "month" };
        (await sale.Operator.Post($"products/{sale.ProductId}/prices", dearer)).EnsureSuccessStatusCode();

        var payment = Assert.Single(await sale.Seller.List<AuditAnswer>($"audit?subjectId={invoice.Id}"), entry => entry.Action == "record-payment");
        Assert.Equal(("Wire 7", sale.Northwind.PersonId), (payment.Reason, payment.PersonId));
        Assert.Contains("\"0.00\"", payment.Before!.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"5.00\"", payment.After!.ToString(), StringComparison.Ordinal);
        Assert.Single(await sale.Seller.List<AuditAnswer>($"audit?subjectId={invoice.Id}"), entry => entry.Action == "credit-invoice");
        Assert.Single(await sale.Seller.List<AuditAnswer>($"audit?subjectId={sale.Northwind.Id}"), entry => entry.Action == "set-tax-rates");
        Assert.Equal(
            ["publish-price", "create-product"], (await sale.Operator.List<AuditAnswer>($"audit?subjectId={sale.ProductId}")).Select(entry => entry.Action));
        Assert.Empty(await sale.Buyer.List<AuditAnswer>($"audit?subjectId={invoice.Id}"));
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task Audit_AndHistory_CannotBeChangedInTheDatabaseItself()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);

        foreach (var statement in (string[])["UPDATE audit_entries SET action = 'nothing'", "DELETE FROM subscription_history", "TRUNCATE audit_entries"])
        {
            await using var command = billing.Service.Database.CreateCommand(statement);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Contains("is refused", refused.MessageText, StringComparison.Ordinal);
        }

        Assert.NotEmpty(await sale.Seller.List<HistoryAnswer>($"subscriptions/{subscription.Id}/history"));
    }

    [Fact]
    [Trait("Checklist", "B4")]
    public async Task Cancel_OnASuspendedConnection_CanBeAgreedOnAndOnAnEndedOneNothingCan()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var id = sale.ContosoConnection;
        await sale.Channel.TellAsync(new ConnectionSuspended(Channel.Connection(id, sale.Northwind, sale.Contoso, trialDays: 0, status: "suspended")), id, version: 2);
        var path = $"subscriptions/{subscription.Id}";
        await sale.Seller.Post($"{path}/change-requests", new { quantity = 2 }).AssertProblem(HttpStatusCode.Conflict, "connection_not_active");
        var draft = await sale.CancelAsync(subscription.Id, new { draft = true });

        await sale.Channel.TellAsync(new ConnectionEnded(Channel.Connection(id, sale.Northwind, sale.Contoso, trialDays: 0, status: "ended")), id, version: 3);

        await sale.Seller.Post($"{path}/cancellation-requests", new { }).AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        Assert.Equal("draft", draft.Status);
    }

    private static (string Status, long Version) Standing(ChangeRequestAnswer request) => (request.Status, request.Version);
}
