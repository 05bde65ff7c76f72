using System.Net;
using System.Text.Json.Nodes;
using Testing;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>
/// The first story: one sale from the operator through a partner to a customer, walked through all four services with real tokens, in a sandbox realm of its own.
/// <see cref="WholeStory"/> goes on from there.
/// </summary>
public sealed class ChannelStory(RunningSystem system)
{
    private static readonly TimeSpan Routed = TimeSpan.FromSeconds(2);

    private readonly Cast _cast = new(system);
    private StoryClient _operator = null!;
    private SandboxClock _clock = null!;
    private StoryClient _northwind = null!;
    private StoryClient _fabrikam = null!;
    private StoryClient _rep = null!;
    private StoryClient _contoso = null!;
    private Guid _northwindId;
    private Guid _northwindConnection;
    private Guid _contosoId;
    private Guid _contosoConnection;
    private Guid _repId;
    private Guid _productId;
    private Guid _requestId;
    private Guid _subscriptionId;
    private Guid _ticketId;
    private Guid _invoiceId;

    /// <summary>Where the story happened, for tests that look on afterwards.</summary>
    public StoryWorld World => new(
        _cast, _cast.RealmId, _operator, _northwind, _fabrikam, _contoso, _northwindId, _northwindConnection, _contosoId, _contosoConnection, _productId, _requestId, _subscriptionId, _ticketId, _invoiceId);

    /// <exception cref="StoryException">Something was not as told.</exception>
    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("The operator opens a sandbox realm and signs in", OpenRealmAsync);
        await teller.StepAsync("The operator creates partner Northwind; its super admin accepts the mailed invitation and signs in", CreateNorthwindAsync);
        await teller.StepAsync("Northwind creates customer Contoso with a 14-day trial and PO-7781; trials of 0 and 22 days are refused", CreateContosoAsync);
        await teller.StepAsync("Northwind makes its rep the Support Owner; Contoso's ticket is the rep's within 2 s; a second partner gets 404", OpenTicketAsync);
        await teller.StepAsync("Northwind proposes a subscription at $20 (recommended $20, wholesale $10)", ProposeAsync);
        await teller.StepAsync("None of Northwind's people can approve it, not even one who is also a member of Contoso", RefuseSellerApprovalsAsync);
        await teller.StepAsync("Contoso approves; of two simultaneous approvals exactly one wins", ApproveAsync);
        await teller.StepAsync("First use starts the trial; after 13 days there is no invoice", UseAsync);
        await teller.StepAsync("Billing is killed with -9, the clock moves past 14 days, Billing starts again and catches up", MoveClockWhileBillingIsDeadAsync);
        await teller.StepAsync("One invoice of $20.00 with PO-7781, and $10.00 wholesale on Northwind's own connection, each exactly once", CheckInvoicesAsync);
        await teller.StepAsync("Contoso's list shows the subscription Active, unit price \"-\" because not_published; the plan view shows the money", CheckListAsync);
    }

    private async Task OpenRealmAsync()
    {
        _operator = await _cast.OpenRealmAsync();
        _clock = new SandboxClock(_operator, _cast.RealmId);
    }

    private async Task CreateNorthwindAsync()
    {
        var created = (await _operator.PostAsync($"{Orgs}/organizations", NewChild("Northwind", "partner", "northwind"))).Expect(HttpStatusCode.Created);
        _northwindId = (Guid)created.Json["organization"]!["id"]!;
        _northwindConnection = (Guid)created.Json["connection"]!["id"]!;
        _northwind = await _cast.AcceptInvitationAsync("Northwind's super admin", _cast.EmailOf("northwind"));

        (await _operator.PostAsync($"{Orgs}/organizations", NewChild("Fabrikam", "partner", "fabrikam"))).Expect(HttpStatusCode.Created);
        _fabrikam = await _cast.AcceptInvitationAsync("Fabrikam's super admin", _cast.EmailOf("fabrikam"));
    }

    private async Task CreateContosoAsync()
    {
        foreach (var days in new[] { 0, 22 })
        {
            (await _northwind.PostAsync($"{Orgs}/organizations", NewChild("Contoso", "customer", "contoso", days))).Expect(HttpStatusCode.BadRequest);
        }

        var created = (await _northwind.PostAsync($"{Orgs}/organizations", NewChild("Contoso", "customer", "contoso"))).Expect(HttpStatusCode.Created);
        _contosoId = (Guid)created.Json["organization"]!["id"]!;
        _contosoConnection = (Guid)created.Json["connection"]!["id"]!;
        _contoso = await _cast.AcceptInvitationAsync("Contoso's super admin", _cast.EmailOf("contoso"));

        // A child that was refused left nothing behind.
        var children = (await _northwind.GetAsync($"{Orgs}/organizations")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Check(children.Count(child => (string?)child!["name"] == "Contoso") == 1, $"Northwind has one child Contoso, not {children}");
    }

    private async Task OpenTicketAsync()
    {
        (await _northwind.PostAsync($"{Orgs}/members", new { email = _cast.EmailOf("rep"), name = "Rita Rep", role = "support", portalAccess = true })).Expect(HttpStatusCode.Created);
        _rep = await _cast.AcceptInvitationAsync("Northwind's rep", _cast.EmailOf("rep"));
        _repId = (Guid)(await _rep.GetAsync($"{Orgs}/me")).Expect(HttpStatusCode.OK).Json["person"]!["id"]!;
        (await _northwind.PutAsync($"{Orgs}/connections/{_contosoConnection}/support-owner", new { personId = _repId })).Expect(HttpStatusCode.OK);

        // Contoso's people may be a moment ahead of the news of their connection.
        var ticket = await Storyteller.EventuallyAsync(
            () => _contoso.PostAsync($"{Tickets}/tickets", new { connectionId = _contosoConnection, subject = "No dial tone", body = "Since this morning.", priority = "high" }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            "Contoso's admin opens a ticket");
        _ticketId = (Guid)ticket.Json["id"]!;
        var path = $"{Tickets}/tickets/{_ticketId}";
        await Storyteller.EventuallyAsync(
            () => _contoso.GetAsync(path),
            answer => (Guid?)answer.Expect(HttpStatusCode.OK).Json["assigneeId"] == _repId,
            Routed,
            "the ticket is the Support Owner's");

        (await _fabrikam.GetAsync(path)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        (await _fabrikam.PostAsync($"{path}/status", new { status = "closed" })).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        Check((string?)(await _contoso.GetAsync(path)).Json["status"] == "open", "the ticket is still open");
    }

    private async Task ProposeAsync()
    {
        var product = (await _operator.PostAsync($"{Billing}/products", new
        {
            name = "Call recording",
            description = "Every call, kept.",
            kind = "main",
            sharedWithResellers = true,
            managedBy = "operator",
            accountSubscription = new { name = "Call recording", managedBy = "operator", sharedWithResellers = true, recommendedPrice = MonthlyPrice("20.00") },
            resellerSubscription = new
            {
                name = "Call recording, wholesale",
                managedBy = "operator",
                per = "account",
                canBeAppliedMoreThanOnce = true,
                wholesalePrice = MonthlyPrice("10.00"),
            },
        })).Expect(HttpStatusCode.Created);
        _productId = (Guid)product.Json["id"]!;

        // Billing hears of the connection by events.
        var request = await Storyteller.EventuallyAsync(
            () => _northwind.PostAsync($"{Billing}/requests", new
            {
                connectionId = _contosoConnection,
                productId = _productId,
                quantity = 1,
                retailPrice = new { amount = "20.00", currency = "USD" },
                interval = "month",
                planLength = "month",
                reason = "As we talked about.",
            }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            "Northwind proposes the subscription");
        _requestId = (Guid)request.Json["id"]!;
        Check((string?)request.Json["status"] == "pending", "the request is pending");

        var seen = (await _contoso.GetAsync($"{Billing}/requests/{_requestId}")).Expect(HttpStatusCode.OK);
        Check(seen.Json["margin"] is null, "the buyer sees nothing of the seller's cost");
        Check(!seen.Body.Contains("10.00", StringComparison.Ordinal), "the wholesale price is nowhere in the buyer's answer");
    }

    private async Task RefuseSellerApprovalsAsync()
    {
        var approve = $"{Billing}/requests/{_requestId}/approve";
        (await _northwind.PostAsync(approve)).Expect(HttpStatusCode.Forbidden);
        (await _rep.PostAsync(approve)).Expect(HttpStatusCode.Forbidden);
        (await _fabrikam.PostAsync(approve)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");

        // Contoso adds Northwind's technician: the same person, with a second membership.
        var identity = (await _rep.GetAsync($"{Orgs}/me")).Expect(HttpStatusCode.OK).Json["person"]!;
        (await _contoso.PostAsync($"{Orgs}/members", new
        {
            email = _cast.EmailOf("rep"),
            @namespace = (string)identity["namespace"]!,
            role = "superAdmin",
            portalAccess = true,
        })).Expect(HttpStatusCode.Created);
        var repAtContoso = await _cast.ActForAsync(_rep, "Northwind's rep, acting for Contoso", _contosoId);
        (await repAtContoso.PostAsync(approve)).ExpectRefusal(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");

        Check((string?)(await _contoso.GetAsync($"{Billing}/requests/{_requestId}")).Json["status"] == "pending", "the request is still pending");
        Check(await CountAsync(_contoso, $"{Billing}/subscriptions") == 0, "nothing is active before approval");
    }

    private async Task ApproveAsync()
    {
        var approve = $"{Billing}/requests/{_requestId}/approve";
        var answers = await Task.WhenAll(_contoso.PostAsync(approve), _contoso.PostAsync(approve));
        Check(answers.Count(answer => answer.Status == HttpStatusCode.OK) == 1, $"exactly one approval wins: {string.Join(" | ", answers.Select(a => $"{(int)a.Status} {a.Code}"))}");
        answers.Single(answer => answer.Status != HttpStatusCode.OK).Expect(HttpStatusCode.Conflict);

        var subscriptions = (await _contoso.GetAsync($"{Billing}/subscriptions")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Check(subscriptions.Count == 1, $"one subscription, not {subscriptions.Count}");
        _subscriptionId = (Guid)subscriptions[0]!["id"]!;
        Check((string?)subscriptions[0]!["status"] == "trial", "the subscription is in its trial");
    }

    private async Task UseAsync()
    {
        var usage = new { eventId = "call-1", kind = "call", quantity = 1 };
        (await _contoso.PostAsync($"{Billing}/subscriptions/{_subscriptionId}/usage", usage)).Expect(HttpStatusCode.Created);
        (await _contoso.PostAsync($"{Billing}/subscriptions/{_subscriptionId}/usage", usage)).Expect(HttpStatusCode.OK);
        await _clock.MoveAsync("P13D");
        Check(await CountAsync(_contoso, $"{Billing}/invoices") == 0, "no invoice within the trial");
        Check(await CountAsync(_northwind, $"{Billing}/invoices") == 0, "no wholesale within the trial");
    }

    private async Task MoveClockWhileBillingIsDeadAsync()
    {
        system.Kill("billing");
        var job = await _clock.StartAsync("P2D");
        await system.StartAsync("billing");
        await _clock.DoneAsync(job);
    }

    private async Task CheckInvoicesAsync()
    {
        var retail = await OnlyInvoiceAsync(_contoso, "Contoso");
        _invoiceId = (Guid)retail["id"]!;
        Check((string?)retail["referenceNumber"] == "PO-7781", $"the invoice carries PO-7781: {retail}");
        CheckMoney(retail["amountDue"], "20.00");
        Check((Guid)retail["connectionId"]! == _contosoConnection, "the invoice is of Contoso's connection");

        // Northwind sees two: the one it issued and the one it owes.
        var seen = (await _northwind.GetAsync($"{Billing}/invoices")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Check(seen.Count == 2, $"Northwind sees its two invoices, not {seen.Count}");
        var wholesale = seen.Single(invoice => (Guid)invoice!["connectionId"]! == _northwindConnection)!;
        CheckMoney(wholesale["amountDue"], "10.00");

        // Upstream nobody sees the retail price, nobody else sees anything.
        var operators = (await _operator.GetAsync($"{Billing}/invoices")).Expect(HttpStatusCode.OK);
        Check(operators.Json["items"]!.AsArray().Count == 1, $"the operator sees the wholesale invoice alone: {operators.Body}");
        Check(!operators.Body.Contains("20.00", StringComparison.Ordinal), "the retail price is nowhere in the operator's answer");
        Check(await CountAsync(_fabrikam, $"{Billing}/invoices") == 0, "the second partner sees no invoice");
        (await _fabrikam.GetAsync($"{Billing}/invoices/{_invoiceId}")).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
    }

    private async Task CheckListAsync()
    {
        var listed = await Storyteller.EventuallyAsync(
            async () => (await _contoso.GetAsync($"{Storefront}/subscriptions")).Expect(HttpStatusCode.OK),
            answer => answer.Json["items"]!.AsArray() is [{ } only] && (string?)only["status"] == "active",
            Soon,
            "Contoso's list shows the subscription Active");
        var row = listed.Json["items"]![0]!;
        Check((string?)row["unitPrice"] == "-", $"the unit price is hidden: {row}");
        Check((string?)row["priceHiddenReason"] == "not_published", $"the reason is not_published: {row}");

        var plan = (await _contoso.GetAsync($"{Billing}/connections/{_contosoConnection}/plan")).Expect(HttpStatusCode.OK);
        Check(plan.Body.Contains("20.00", StringComparison.Ordinal), $"the plan view shows the money: {plan.Body}");
        Check(!plan.Body.Contains("10.00", StringComparison.Ordinal), $"the plan view shows no wholesale to the buyer: {plan.Body}");
        (await _fabrikam.GetAsync($"{Billing}/connections/{_contosoConnection}/plan")).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
    }

    private static async Task<JsonNode> OnlyInvoiceAsync(StoryClient who, string name)
    {
        var invoices = (await who.GetAsync($"{Billing}/invoices")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Check(invoices.Count == 1, $"{name} has exactly one invoice, not {invoices.Count}");
        return invoices[0]!;
    }

    private object NewChild(string name, string kind, string person, int trialDays = 14) => new
    {
        name,
        kind,
        superAdmin = new { name = $"{name}'s super admin", email = _cast.EmailOf(person) },
        accountsPayableEmail = _cast.EmailOf($"ap-{person}"),
        trialDays,
        referenceNumber = kind == "customer" ? "PO-7781" : null,
        currency = "USD",
        country = "US",
        timeZone = "America/New_York",
    };
}

/// <summary>Who and what a told story leaves behind.</summary>
public sealed record StoryWorld(
    Cast Cast,
    Guid RealmId,
    StoryClient Operator,
    StoryClient Northwind,
    StoryClient Fabrikam,
    StoryClient Contoso,
    Guid NorthwindId,
    Guid NorthwindConnection,
    Guid ContosoId,
    Guid ContosoConnection,
    Guid ProductId,
    Guid RequestId,
    Guid SubscriptionId,
    Guid TicketId,
    Guid InvoiceId);
