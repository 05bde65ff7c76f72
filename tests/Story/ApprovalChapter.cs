using System.Net;
using System.Text.Json.Nodes;
using Testing;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>
/// Orders that need approval and hands, each to another end: denied, taken back, out of time, given up, refused by Billing, provisioned by itself, line by line, in part.
/// Then the back office's drafts, with consent and without. After each end: only what was delivered is charged and there, and whoever is not concerned has heard of nothing.
/// </summary>
internal sealed class ApprovalChapter(DeepChannel channel)
{
    private const string Denied = "The cable is sold out.";
    private const string GivenUp = "No fitter before spring.";

    private readonly List<string> _ends = [];
    private readonly List<string> _charges = [];
    private Stall _stall = null!;
    private StoryClient _consolidated = null!;
    private Guid _consolidatedConnection;
    private Guid _line;

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("Margie opens a shop where approval is the rule; Tailspin orders there, Consolidated is another customer of it", OpenAsync);
        await teller.StepAsync("Tailspin signs in at Margie's address with the password it has, Margie there and at the operator's; where it buys nothing it is nobody", SignInAsync);
        await teller.StepAsync("Denied with a reason: Tailspin reads it in the app, in its mail and on the page without sign-in; nothing of the order is charged or there", DenyAsync);
        await teller.StepAsync("Taken back by Tailspin, and left undecided for two weeks: neither can be approved any more", LetGoAsync);
        await teller.StepAsync("Approved, but Margie gives it up before anything is delivered; approved, but its price has moved: Billing refuses it", FallThroughAsync);
        await teller.StepAsync("What needs no hands is there as soon as it is approved; of the rest Margie completes a line and gives up the other: executed, and only that charged", DeliverAsync);
        await teller.StepAsync("What is to change waits for one decision at a time, whether it was proposed or ordered", DecideOnceAsync);
        await teller.StepAsync("Margie's drafts are its own; an order for Tailspin takes its consent, shows it no total, and ends with the consent", OrderForBuyerAsync);
        await teller.StepAsync("Each end was told once: mails, numbers, charges and margins agree, and Consolidated has seen none of it", LookBackAsync);
    }

    private async Task OpenAsync()
    {
        var (margie, margieId, _) = await channel.CreateChildAsync(channel.Operator, "Margie", "partner");
        (await channel.Operator.PostAsync(DeepChannel.PlanPath(margieId), new { plan = "standard", alias = $"margie-{channel.Cast.Run}" })).Expect(HttpStatusCode.OK);
        var (tailspin, _, connection) = await channel.CreateChildAsync(margie, "Tailspin", "customer");
        (_consolidated, _, _consolidatedConnection) = await channel.CreateChildAsync(margie, "Consolidated", "customer");
        _stall = new Stall(channel.Operator, margie, tailspin, connection);
        await _stall.OfferAsync("Line", "recurring", "automatic", "10.00");
        await _stall.OfferAsync("Number", "oneTime", "automatic", "5.00");
        await _stall.OfferAsync("Cabling", "oneTime", "manual", "90.00");
        await _stall.OfferAsync("Survey", "oneTime", "manual", "20.00");
        await _stall.OfferAsync("Wiring plan", "oneTime", "manual", "7.00");
    }

    private async Task SignInAsync()
    {
        var own = await AddressAsync($"&alias=margie-{channel.Cast.Run}");
        var operators = await AddressAsync("");

        // Orgs hears of shops by events.
        var buyer = await Storyteller.EventuallyAsync(
            () => channel.Cast.SignInAtAsync(own, "Tailspin"), answer => answer.Status == HttpStatusCode.OK, Soon, "Tailspin signs in at Margie's address");
        Check((Guid?)buyer.Json["shop"]!["connectionId"] == _stall.Connection, $"it is told where it buys there: {buyer.Body}");
        var tailspin = channel.Cast.Stranger("Tailspin's super admin").SignedIn(buyer.Text("accessToken"));
        (await tailspin.GetAsync(_stall.Basket)).Expect(HttpStatusCode.OK);

        var seller = (await channel.Cast.SignInAtAsync(own, "Margie")).Expect(HttpStatusCode.OK);
        var customer = (await channel.Cast.SignInAtAsync(operators, "Margie")).Expect(HttpStatusCode.OK);
        Check(seller.Json["shop"]!["connectionId"] is null && customer.Json["shop"]!["connectionId"] is not null, $"Margie sells at the one and buys at the other: {seller.Body} {customer.Body}");

        foreach (var (address, person) in new[] { (operators, "Tailspin"), (own, "Nobody"), (own, "Woodgrove") })
        {
            (await channel.Cast.SignInAtAsync(address, person)).ExpectRefusal(HttpStatusCode.Unauthorized, "sign_in_failed");
        }

        async Task<string> AddressAsync(string alias) =>
            (await channel.Cast.Stranger("a visitor").GetAsync($"{Storefront}/shops/resolve?realm={channel.Cast.RealmId}{alias}")).Expect(HttpStatusCode.OK).Text("address");
    }

    private async Task DenyAsync()
    {
        var order = await _stall.OrderAsync("Cabling", "Number");
        var seen = (await _stall.Buyer.GetAsync(Stall.PathOf(order))).Expect(HttpStatusCode.OK).Json;
        Check(Stall.Status(seen) == "pendingApproval" && Stall.Deliveries(seen).All(delivery => delivery == "waiting"), $"nothing is delivered before Margie agrees: {seen}");
        CheckMoney(seen["order"]!["total"], "95.00");
        foreach (var what in new[] { "approve", "reject", "cancel", Stall.Line(seen, 0) })
        {
            (await _stall.Buyer.PostAsync($"{Stall.PathOf(order)}/{what}")).ExpectRefusal(HttpStatusCode.Forbidden, "only_seller_decides");
            (await _consolidated.PostAsync($"{Stall.PathOf(order)}/{what}")).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        }

        (await _stall.Seller.PostAsync($"{Stall.PathOf(order)}/{Stall.Line(seen, 0)}")).ExpectRefusal(HttpStatusCode.Conflict, "order_complete_line_not_allowed");
        await _stall.DecideAsync(order, "reject", new { reason = Denied });
        var ended = await CanceledAsync(order, "rejected", "approve");
        Check((string?)ended["cancelReason"] == Denied, $"Tailspin reads why: {ended}");

        var mail = await channel.Cast.Mail.WaitAsync(channel.Cast.EmailOf("Tailspin"), Denied);
        var status = (await channel.Cast.Stranger("somebody").GetAsync(mail.Link().AbsolutePath[..^"/page".Length])).Expect(HttpStatusCode.OK);
        Check(((string?)status.Json["status"], (string?)status.Json["reason"]) == ("canceled", Denied), $"so does whoever has the link: {status.Body}");
    }

    private async Task LetGoAsync()
    {
        var withdrawn = await _stall.OrderAsync("Cabling");
        (await _stall.Seller.PostAsync($"{Stall.PathOf(withdrawn)}/withdraw")).ExpectRefusal(HttpStatusCode.Forbidden, "only_buyer_withdraws");
        (await _stall.Buyer.PostAsync($"{Stall.PathOf(withdrawn)}/withdraw", new { reason = "Next year." })).Expect(HttpStatusCode.OK);
        await CanceledAsync(withdrawn, "withdrawn", "approve");

        var undecided = await _stall.OrderAsync("Cabling");
        await channel.Clock.MoveAsync("P13D");
        Check(Stall.Status((await _stall.Buyer.GetAsync(Stall.PathOf(undecided))).Expect(HttpStatusCode.OK).Json) == "pendingApproval", "Margie has two weeks");
        await channel.Clock.MoveAsync("P2D");
        await CanceledAsync(undecided, "order_expired", "approve");
    }

    private async Task FallThroughAsync()
    {
        var givenUp = await _stall.OrderAsync("Cabling");
        await _stall.DecideAsync(givenUp, "approve");
        (await _stall.Buyer.PostAsync($"{Stall.PathOf(givenUp)}/withdraw")).ExpectRefusal(HttpStatusCode.Conflict, "order_withdraw_not_allowed");
        var canceled = await _stall.DecideAsync(givenUp, "cancel", new { reason = GivenUp });
        Check((string?)canceled["cancelReason"] == GivenUp, $"Margie says why: {canceled}");
        await CanceledAsync(givenUp, "canceled_by_seller", "cancel");

        // Between the order and its approval the price moves: Billing charges what was shown, or nothing.
        var stale = await _stall.OrderAsync("Wiring plan");
        await _stall.PriceAsync("Wiring plan", "8.00");
        await _stall.DecideAsync(stale, "approve");
        await CanceledAsync(stale, "price_changed", "approve");
    }

    private async Task DeliverAsync()
    {
        var automatic = await _stall.OrderAsync("Line");
        await _stall.DecideAsync(automatic, "approve");
        var executed = await ExecutedAsync(automatic);
        _line = (Guid)executed["lines"]![0]!["subscriptionId"]!;

        var partly = await _stall.OrderAsync("Number", "Cabling", "Survey");
        await _stall.DecideAsync(partly, "approve");
        var seen = await _stall.SeeAsync(partly, order => Stall.Deliveries(order).SequenceEqual(["active", "waiting", "waiting"]), "the number is there, the rest waits for hands");
        Check(Stall.Status(seen) == "inProgress", $"the order is in progress: {seen}");
        await BilledAsync(partly, "5.00");
        (await _stall.Seller.PostAsync($"{Stall.PathOf(partly)}/{Stall.Line(seen, 0)}")).ExpectRefusal(HttpStatusCode.Conflict, "line_not_manual");
        await _stall.DecideAsync(partly, Stall.Line(seen, 1), new { note = "Second floor." });
        (await _stall.Seller.PostAsync($"{Stall.PathOf(partly)}/{Stall.Line(seen, 1)}")).ExpectRefusal(HttpStatusCode.Conflict, "line_not_waiting");
        await _stall.SeeAsync(partly, order => Stall.Deliveries(order).SequenceEqual(["active", "active", "waiting"]), "the cabling is charged for");
        await BilledAsync(partly, "90.00");
        await _stall.DecideAsync(partly, "cancel", new { reason = GivenUp });
        var ended = await ExecutedAsync(partly);
        Check(Stall.Deliveries(ended).SequenceEqual(["active", "active", "canceled"]), $"what was delivered stays, the rest is canceled: {ended}");
        (await _stall.Seller.PostAsync($"{Stall.PathOf(partly)}/cancel")).ExpectRefusal(HttpStatusCode.Conflict, "order_cancel_not_allowed");

        var byHand = await _stall.OrderAsync("Cabling", "Survey");
        await _stall.DecideAsync(byHand, "approve");
        var accepted = await _stall.SeeAsync(byHand, order => Steps(order).Contains("accepted"), "Billing has locked the prices");
        await _stall.DecideAsync(byHand, Stall.Line(accepted, 1));
        await BilledAsync(byHand, "20.00");
        await _stall.DecideAsync(byHand, Stall.Line(accepted, 0));
        await ExecutedAsync(byHand);
        await BilledAsync(byHand, "90.00");
    }

    private async Task DecideOnceAsync()
    {
        var actions = $"{Storefront}/subscriptions/{_line}/actions";
        var request = (await _stall.Seller.PostAsync($"{Billing}/subscriptions/{_line}/change-requests", new { quantity = 5 })).Expect(HttpStatusCode.Created);
        await Storyteller.EventuallyAsync(
            () => _stall.Buyer.PostAsync($"{Storefront}/subscriptions/{_line}/action-previews", new { action = "buyLicences", quantity = 1 }),
            answer => answer is { Status: HttpStatusCode.Conflict, Code: "change_undecided" },
            Soon,
            "what was proposed is in the way of an order");
        (await _stall.Buyer.PostAsync(actions, new { action = "buyLicences", quantity = 1 })).ExpectRefusal(HttpStatusCode.Conflict, "change_undecided");
        (await _stall.Buyer.PostAsync($"{Billing}/requests/{(Guid)request.Json["id"]!}/reject", new { reason = "We order ourselves." })).Expect(HttpStatusCode.OK);

        var placed = await Storyteller.EventuallyAsync(
            () => _stall.Buyer.PostAsync(actions, new { action = "buyLicences", quantity = 1 }), answer => answer.Status == HttpStatusCode.Created, Soon, "Tailspin can order again");
        var order = (Guid)placed.Json["order"]!["id"]!;
        Check(Stall.Status(placed.Json) == "pendingApproval", $"more licences need approval too: {placed.Body}");
        (await _stall.Buyer.PostAsync(actions, new { action = "cancel", effective = "now" })).ExpectRefusal(HttpStatusCode.Conflict, "change_undecided");
        await _stall.DecideAsync(order, "reject");
        await CanceledAsync(order, "rejected", "approve");
        var line = (await _stall.Buyer.GetAsync($"{Billing}/subscriptions/{_line}")).Expect(HttpStatusCode.OK);
        Check((int?)line.Json["quantity"] == 1, $"neither of the two changed anything: {line.Body}");
    }

    private async Task OrderForBuyerAsync()
    {
        var consent = $"{Storefront}/connections/{_stall.Connection}/standing-consent";
        var discarded = await DraftAsync(_stall.Connection);
        Check(await CountAsync(_stall.Buyer, $"{Storefront}/order-drafts") == 0, "Tailspin sees no drafts");
        (await _stall.Buyer.GetAsync(discarded)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        (await _stall.Seller.PostAsync($"{discarded}/submit")).ExpectRefusal(HttpStatusCode.Conflict, "consent_required");
        (await _stall.Seller.PutAsync(consent, new { given = true })).ExpectRefusal(HttpStatusCode.Forbidden, "only_buyer_consents");
        (await _stall.Seller.DeleteAsync(discarded)).Expect(HttpStatusCode.NoContent);
        (await _stall.Seller.PostAsync($"{discarded}/submit")).ExpectRefusal(HttpStatusCode.NotFound, "not_found");

        (await _stall.Buyer.PutAsync(consent, new { given = true })).Expect(HttpStatusCode.OK);
        var draft = await DraftAsync(_stall.Connection);
        var placed = (await _stall.Seller.PostAsync($"{draft}/submit")).Expect(HttpStatusCode.Created).Json;
        var order = (Guid)placed["order"]!["id"]!;
        Check(Stall.Status(placed) == "inProgress", $"what Margie orders it need not approve: {placed}");
        CheckMoney(placed["order"]!["total"], "20.00");
        await _stall.SeeAsync(order, seen => Steps(seen).Contains("accepted"), "Billing has locked the price");
        await _stall.DecideAsync(order, Stall.Line(placed, 0));
        var executed = await ExecutedAsync(order);
        Check(
            executed["order"]!["total"] is null && (string?)executed["order"]!["totalHiddenReason"] == "placed_by_seller" && executed["lines"]![0]!["unitPrice"] is null,
            $"Tailspin is shown no money on it: {executed}");
        await BilledAsync(order, "20.00");
        (await _stall.Buyer.PutAsync(consent, new { given = false })).Expect(HttpStatusCode.OK);

        // Without consent there is the way of a request, which the customer decides.
        foreach (var connection in new[] { _stall.Connection, _consolidatedConnection })
        {
            var refused = await DraftAsync(connection);
            var no = (await _stall.Seller.PostAsync($"{refused}/submit")).ExpectRefusal(HttpStatusCode.Conflict, "consent_required");
            Check(no.Body.Contains($"{Billing}/requests", StringComparison.Ordinal), $"Margie is told what to do instead: {no.Body}");
            (await _stall.Seller.DeleteAsync(refused)).Expect(HttpStatusCode.NoContent);
        }
    }

    private async Task LookBackAsync()
    {
        var orders = await ItemsAsync(_stall.Buyer, $"{Storefront}/orders?limit=100&sort=oldest");
        var told = orders.Select(order => (string?)order!["cancelCode"] ?? (string?)order["status"]).ToList();
        Check(told.SequenceEqual(_ends), $"the orders ended as told: {orders}");
        var names = await _stall.BoughtAsync();
        Check(names.SequenceEqual(["Cabling", "Cabling", "Line", "Number", "Survey", "Survey"]), $"there is what was delivered, and nothing else: {string.Join(", ", names)}");
        await ChargedAsync();

        // One confirmation and one end for each order, to who ordered, or to whom it was ordered for.
        string[] expected = [.. _ends.SelectMany((end, index) => new[] { $"{index + 1} at Margie", $"{index + 1} {(end == "executed" ? "is done" : "was canceled")}" })];
        const string About = "Your order ";
        await Storyteller.EventuallyAsync(
            async () => string.Join('|', (await channel.Cast.Mail.ToAsync(channel.Cast.EmailOf("Tailspin"))).Select(mail => mail.Subject)
                .Where(subject => subject.StartsWith(About, StringComparison.Ordinal)).Select(subject => subject[About.Length..]).Order(StringComparer.Ordinal)),
            subjects => subjects == string.Join('|', expected.Order(StringComparer.Ordinal)),
            Soon,
            $"Tailspin has these mails and no others: {string.Join(", ", expected)}");

        var margins = await ItemsAsync(_stall.Seller, $"{Billing}/margins?limit=100");
        Check(margins.Count == _charges.Count, $"what was charged to Tailspin was charged to Margie, line by line: {margins}");
        foreach (var margin in margins)
        {
            CheckMoney(margin!["wholesale"], Stall.Wholesale);
        }

        Check(await CountAsync(_consolidated, $"{Storefront}/orders") == 0 && await CountAsync(_consolidated, $"{Billing}/subscriptions") == 0, "Consolidated has nothing");
        CheckSilent((await _consolidated.GetAsync($"{Storefront}/notifications")).Expect(HttpStatusCode.OK), "order", "Tailspin");
        var mails = await channel.Cast.Mail.ToAsync(channel.Cast.EmailOf("Consolidated"));
        Check(mails.All(mail => !mail.Contains("order") && !mail.Contains("Tailspin")), "nor was it written to");
    }

    /// <summary>It ended so, nobody can move it any more, and there is as little charged and bought as before.</summary>
    private async Task<JsonNode> CanceledAsync(Guid order, string code, string tooLate)
    {
        var ended = await _stall.EndAsync(order, "canceled", code);
        Check(Stall.Deliveries(ended).All(delivery => delivery == "canceled"), $"no line of it is delivered: {ended}");
        (await _stall.Seller.PostAsync($"{Stall.PathOf(order)}/{tooLate}")).ExpectRefusal(HttpStatusCode.Conflict, $"order_{tooLate}_not_allowed");
        await ChargedAsync();
        _ends.Add(code);
        return ended;
    }

    private async Task<JsonNode> ExecutedAsync(Guid order)
    {
        var ended = await _stall.EndAsync(order, "executed");
        _ends.Add("executed");
        return ended;
    }

    /// <summary>So much more is charged, on an invoice with the order's number.</summary>
    private async Task BilledAsync(Guid order, string amount)
    {
        var seen = (await _stall.Buyer.GetAsync(Stall.PathOf(order))).Expect(HttpStatusCode.OK).Json;
        _charges.Add($"{(string?)seen["order"]!["number"]}: {amount}");
        await Storyteller.EventuallyAsync(_stall.ChargesAsync, charges => charges.Count >= _charges.Count, Soon, $"{amount} of {order} is charged");
        await ChargedAsync();
    }

    private async Task ChargedAsync()
    {
        var charges = await _stall.ChargesAsync();
        Check(charges.SequenceEqual(_charges.Order(StringComparer.Ordinal)), $"told was {string.Join(", ", _charges)}, charged is {string.Join(", ", charges)}");
    }

    private async Task<string> DraftAsync(Guid connection)
    {
        object[] lines = [new { action = "buy", productId = _stall.ProductOf("Survey"), quantity = 1, currency = "USD", interval = "month", planLength = "month" }];
        var draft = (await _stall.Seller.PostAsync($"{Storefront}/order-drafts", new { connectionId = connection, lines })).Expect(HttpStatusCode.Created);
        return $"{Storefront}/order-drafts/{(Guid)draft.Json["id"]!}";
    }

    private static IEnumerable<string?> Steps(JsonNode order) => order["history"]!.AsArray().Select(step => (string?)step!["step"]);
}
