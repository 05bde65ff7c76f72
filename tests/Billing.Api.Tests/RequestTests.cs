using System.Net;
using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

[Trait("Checklist", "B6")]
[Trait("Checklist", "B7")]
public sealed class RequestTests(BillingService billing)
{
    [Fact]
    public async Task Propose_BySeller_IsPendingForBothSidesWithBeforeAndAfter()
    {
        var sale = await Sale.OpenAsync(billing);

        var proposed = await sale.ProposeAsync(quantity: 3);

        foreach (var side in (HttpClient[])[sale.Seller, sale.Buyer])
        {
            var seen = Assert.Single(await side.List<RequestAnswer>($"requests?connectionId={sale.ContosoConnection}&status=pending"));
            Assert.Equal((proposed.Id, "subscription", "pending", null), (seen.Id, seen.Type, seen.Status, seen.Before));
            Assert.Equal(new StateAnswer(sale.ProductId, "Call recording", 3, MoneyAnswer.Dollars("20.00"), "month", "month"), seen.After);
            Assert.Equal(TimeSpan.FromDays(14), seen.ExpiresAt - seen.SubmittedAt);
        }

        Assert.Empty(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
    }

    [Fact]
    [Trait("Checklist", "B10")]
    public async Task Propose_BelowWholesale_IsFlaggedForTheSellerAloneAndNotBlocked()
    {
        var sale = await Sale.OpenAsync(billing);

        var below = await sale.ProposeAsync("9.99");
        var above = await sale.ProposeAsync("25.00");

        Assert.Equal(new MarginAnswer(MoneyAnswer.Dollars("10.00"), BelowWholesale: true), below.Margin);
        Assert.False(above.Margin!.BelowWholesale);
        Assert.True((await sale.Seller.Get<RequestAnswer>($"requests/{below.Id}")).Margin!.BelowWholesale);
        Assert.Null((await sale.Buyer.Get<RequestAnswer>($"requests/{below.Id}")).Margin);
        using var list = await sale.Buyer.GetAsync($"{Answers.Root}/requests");
        (await list.Content.ReadAsStringAsync()).AssertHides("10.00");
        Assert.Equal("activated", (await (await sale.Buyer.Post($"requests/{below.Id}/approve")).Read<RequestAnswer>()).Status);
    }

    [Fact]
    [Trait("Checklist", "B4")]
    public async Task Propose_WrongInput_IsRefusedByNameAndChangesNothing()
    {
        var sale = await Sale.OpenAsync(billing);

        await sale.Seller.Post("requests", sale.Proposal(quantity: 0)).AssertProblem(HttpStatusCode.BadRequest, "quantity_out_of_range", "quantity");
        await sale.Seller.Post("requests", sale.Proposal("-1.00")).AssertProblem(HttpStatusCode.BadRequest, "price_negative");
        await sale.Seller.Post("requests", sale.Proposal(interval: "year")).AssertProblem(HttpStatusCode.UnprocessableEntity, "no_price_for_terms");
        await sale.Seller.Post("requests", sale.Proposal(currency: "EUR")).AssertProblem(HttpStatusCode.UnprocessableEntity, "currency_mismatch_in_chain");
        await sale.Seller.Post("requests", sale.Proposal(productId: Guid.CreateVersion7())).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Seller.Post("requests", sale.Proposal(connectionId: Guid.CreateVersion7())).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Buyer.Post("requests", sale.Proposal()).AssertProblem(HttpStatusCode.Forbidden, "only_seller_proposes");
        await sale.Channel.As(sale.Northwind, Role.Viewer).Post("requests", sale.Proposal()).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Empty(await sale.Seller.List<RequestAnswer>("requests"));
    }

    [Fact]
    public async Task Approve_ByTheBuyer_MakesTheSubscriptionAndSaysWhoWhenAndWhy()
    {
        var sale = await Sale.OpenAsync(billing);
        await using var approvals = await billing.Service.ListenAsync<RequestApproved>();
        await using var creations = await billing.Service.ListenAsync<SubscriptionCreated>();
        var request = await sale.ProposeAsync(quantity: 2);

        var approved = await (await sale.Buyer.Post($"requests/{request.Id}/approve", new { reason = "We need it." })).Read<RequestAnswer>();

        Assert.Equal(("activated", 2L), (approved.Status, approved.Version));
        Assert.Equal(("approve", sale.Contoso.PersonId, sale.Contoso.Id, "We need it."), (approved.Outcome!.Action, approved.Outcome.ByPersonId, approved.Outcome.ByOrganizationId, approved.Outcome.Reason));
        var subscription = Assert.Single(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
        Assert.Equal((approved.SubscriptionId, "trial", "buyer", 2), (subscription.Id, subscription.Status, subscription.BoughtBy, subscription.Quantity));
        Assert.Equal(approved.SubscriptionId, (await approvals.WaitAsync(fact => fact.Request.Id == request.Id)).Request.SubscriptionId);
        var fact = (await creations.WaitAsync(fact => fact.Subscription.Id == subscription.Id)).Subscription;
        Assert.Equal(("trial", "buyer", "20.00", "month"), (fact.Status, fact.BoughtBy, fact.UnitPrice.Amount, fact.Interval));
    }

    [Fact]
    public async Task Approve_ByAnybodyWhoBelongsToTheSeller_IsForbiddenAndNothingIsActive()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();
        await sale.Channel.JoinAsync(sale.Contoso, sale.Northwind.PersonId);
        var technician = sale.Channel.As(sale.Contoso, Role.SuperAdmin, sale.Northwind.PersonId);

        await technician.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        await technician.Post($"requests/{request.Id}/reject").AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        await sale.Seller.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        await sale.Channel.As(sale.Contoso, Role.Support).Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Equal("pending", (await sale.Buyer.Get<RequestAnswer>($"requests/{request.Id}")).Status);
        Assert.Empty(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
    }

    [Fact]
    public async Task Approve_BySomebodyWhoLeftTheSeller_IsAllowedEvenIfTheJoiningIsToldLate()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();
        var (person, membership) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await sale.Channel.JoinAsync(sale.Contoso, person);
        await sale.Channel.TellMemberAsync(membership, sale.Northwind, person, version: 2, "left");
        await sale.Channel.TellMemberAsync(membership, sale.Northwind, person, version: 1, "active");

        await (await sale.Channel.As(sale.Contoso, Role.Admin, person).Post($"requests/{request.Id}/approve")).Read<RequestAnswer>();
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task Approve_ManyAtOnce_ExactlyOneWins()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sale.Buyer.Post($"requests/{request.Id}/approve")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var lost in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            await Task.FromResult(lost).AssertProblem(HttpStatusCode.Conflict, "request_approve_not_allowed");
        }

        Assert.Single(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task ApproveAndWithdraw_AtOnce_OneOfThemWins()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();

        var answers = await Task.WhenAll(sale.Buyer.Post($"requests/{request.Id}/approve"), sale.Seller.Post($"requests/{request.Id}/withdraw"));

        var approvalWon = answers[0].StatusCode == HttpStatusCode.OK;
        await Task.FromResult(answers[approvalWon ? 1 : 0])
            .AssertProblem(HttpStatusCode.Conflict, approvalWon ? "request_withdraw_not_allowed" : "request_approve_not_allowed");
        Assert.Equal(approvalWon ? 1 : 0, (await sale.Buyer.List<SubscriptionAnswer>("subscriptions")).Count);
    }

    [Fact]
    public async Task Approve_RepeatedWithItsKey_AnswersTheSameAgain()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();

        var first = await (await sale.Buyer.Post($"requests/{request.Id}/approve", key: "once")).Read<RequestAnswer>();
        var again = await (await sale.Buyer.Post($"requests/{request.Id}/approve", key: "once")).Read<RequestAnswer>();

        Assert.Equal(first.SubscriptionId, again.SubscriptionId);
        Assert.Single(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task Approve_AfterTheSellersCostChanged_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();
        var dearer = new { book = "wholesale", price = new { amount = "19.00", currency = "USD" }, interval = "month", planLength = "month" };
        (await sale.Operator.Post($"products/{sale.ProductId}/prices", dearer)).EnsureSuccessStatusCode();

        await sale.Buyer.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Conflict, "price_changed");

        Assert.Equal("pending", (await sale.Buyer.Get<RequestAnswer>($"requests/{request.Id}")).Status);
        Assert.Empty(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
    }

    [Fact]
    public async Task Reject_ByTheBuyer_EndsIt()
    {
        var sale = await Sale.OpenAsync(billing);
        await using var rejections = await billing.Service.ListenAsync<RequestRejected>();
        var request = await sale.ProposeAsync();

        var rejected = await (await sale.Buyer.Post($"requests/{request.Id}/reject", new { reason = "Too dear." })).Read<RequestAnswer>();

        Assert.Equal(("rejected", "Too dear."), (rejected.Status, rejected.Outcome!.Reason));
        Assert.Equal("Too dear.", (await rejections.WaitAsync(fact => fact.Request.Id == request.Id)).Request.DecisionReason);
        await sale.Buyer.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Conflict, "request_approve_not_allowed");
    }

    [Fact]
    public async Task Withdraw_ByTheSeller_EndsItAndTheBuyerCannot()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();

        await sale.Buyer.Post($"requests/{request.Id}/withdraw").AssertProblem(HttpStatusCode.Conflict, "request_withdraw_not_allowed");
        var withdrawn = await (await sale.Seller.Post($"requests/{request.Id}/withdraw")).Read<RequestAnswer>();

        Assert.Equal("withdrawn", withdrawn.Status);
        await sale.Buyer.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Conflict, "request_approve_not_allowed");
    }

    [Fact]
    [Trait("Checklist", "X6")]
    public async Task Clock_FourteenDaysUndecided_Expires()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(13));
        Assert.Equal("pending", (await sale.Buyer.Get<RequestAnswer>($"requests/{request.Id}")).Status);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(2));

        var expired = await sale.Buyer.Get<RequestAnswer>($"requests/{request.Id}");
        Assert.Equal(("expired", "expire", request.ExpiresAt), (expired.Status, expired.Outcome!.Action, expired.Outcome.At));
        await sale.Buyer.Post($"requests/{request.Id}/approve").AssertProblem(HttpStatusCode.Conflict, "request_approve_not_allowed");
    }

    [Fact]
    public async Task Clock_FourteenDaysAfterAnApproval_ChangesNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        var request = await sale.ProposeAsync();
        (await sale.Buyer.Post($"requests/{request.Id}/approve")).EnsureSuccessStatusCode();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));

        Assert.Equal("activated", (await sale.Buyer.Get<RequestAnswer>($"requests/{request.Id}")).Status);
    }

    [Fact]
    public async Task Propose_OnAnEndedConnection_IsRefusedAndALateEventDoesNotReviveIt()
    {
        var sale = await Sale.OpenAsync(billing);
        var id = sale.ContosoConnection;
        await sale.Channel.TellAsync(new ConnectionEnded(Channel.Connection(id, sale.Northwind, sale.Contoso, status: "ended")), id, version: 9);
        await sale.Channel.TellAsync(new ConnectionRestored(Channel.Connection(id, sale.Northwind, sale.Contoso)), id, version: 5);

        await sale.Seller.Post("requests", sale.Proposal()).AssertProblem(HttpStatusCode.Conflict, "connection_not_active");
    }

    [Fact]
    [Trait("Checklist", "O22")]
    public async Task PlanProposed_WithTheChildsCreation_WaitsAsARequestUntilTheChildApproves()
    {
        var sale = await Sale.OpenAsync(billing);
        var plan = new PlanProposed(sale.ContosoConnection, sale.Northwind.Id, sale.Contoso.Id, sale.ProductId, "USD", "P1M", sale.Northwind.PersonId);

        await sale.Channel.TellAsync(plan, sale.ContosoConnection, version: 1);

        var request = Assert.Single(await sale.Buyer.List<RequestAnswer>("requests"));
        Assert.Equal(("pending", MoneyAnswer.Dollars("20.00"), 1), (request.Status, request.After.UnitPrice, request.After.Quantity));
        Assert.Empty(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
        await (await sale.Buyer.Post($"requests/{request.Id}/approve")).Read<RequestAnswer>();
        Assert.Single(await sale.Buyer.List<SubscriptionAnswer>("subscriptions"));
    }

    [Fact]
    [Trait("Checklist", "O22")]
    public async Task PlanProposed_BeforeItsConnectionAndTwice_BecomesOneRequest()
    {
        var sale = await Sale.OpenAsync(billing);
        var customer = await sale.Channel.OrganizationAsync("Fabrikam", OrganizationKind.Customer, sale.Northwind);
        var connectionId = Guid.CreateVersion7();
        var plan = new PlanProposed(connectionId, sale.Northwind.Id, customer.Id, sale.ProductId, "USD", "P1M", sale.Northwind.PersonId);
        var envelope = sale.Channel.Envelope(connectionId, 1);

        await billing.Service.SendAsync(plan, envelope);
        await billing.Service.SendAsync(plan, envelope);
        await sale.Channel.TellAsync(new ConnectionActivated(Channel.Connection(connectionId, sale.Northwind, customer)), connectionId, version: 1);
        await billing.Service.HandledAsync(envelope.MessageId);

        Assert.Single(await sale.Channel.As(customer).List<RequestAnswer>("requests"));
    }
}
