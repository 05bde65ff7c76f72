using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>People who do the same thing at the same moment: each time there is one outcome, and everybody else is told what it was.</summary>
internal sealed class AtOnceChapter(DeepChannel channel)
{
    private const int Rounds = 3;

    private Stall _stall = null!;
    private StoryClient _colleague = null!;

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("Alpine opens a shop; two people of Bellows share one basket there", OpenAsync);
        await teller.StepAsync("Both check out the basket at once, again and again: one order each time, and whoever was late is told its number", CheckOutAsync);
        await teller.StepAsync("Two approve while one rejects and Bellows withdraws: one of them decides, and the order is what that one made of it", DecideAsync);
        await teller.StepAsync("The price moves in the moment of the checkout: the order costs what was shown, or there is none, or it ends with that code and no charge", MovePriceAsync);
        await teller.StepAsync("Two resellers order a plan under one alias at once: one gets it; the other pays nothing, is told free ones, and takes one of those", TakeAliasAsync);
    }

    private async Task OpenAsync()
    {
        var (alpine, alpineId, _) = await channel.CreateChildAsync(channel.Operator, "Alpine", "partner");
        (await channel.Operator.PostAsync(DeepChannel.PlanPath(alpineId), new { plan = "standard", alias = $"alpine-{channel.Cast.Run}" })).Expect(HttpStatusCode.OK);
        var (bellows, _, connection) = await channel.CreateChildAsync(alpine, "Bellows", "customer");
        (await bellows.PostAsync($"{Orgs}/members", new { email = channel.Cast.EmailOf("bea"), name = "Bea", role = "billing", portalAccess = true })).Expect(HttpStatusCode.Created);
        _colleague = await channel.Cast.AcceptInvitationAsync("Bellows' Bea", channel.Cast.EmailOf("bea"));
        _stall = new Stall(channel.Operator, alpine, bellows, connection);
        await _stall.OfferAsync("Badge", "oneTime", "automatic", "4.00");
    }

    private async Task CheckOutAsync()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var basket = await _stall.FillAsync("Badge");
            var checkout = new { quoteToken = basket.Text("quoteToken") };
            var answers = await Task.WhenAll(new[] { _stall.Buyer, _colleague, _stall.Buyer, _colleague }.Select(who => who.PostAsync($"{_stall.Basket}/checkout", checkout)));
            var order = answers.Single(answer => answer.Status == HttpStatusCode.Created).Json["order"]!;
            foreach (var late in answers.Where(answer => answer.Status != HttpStatusCode.Created))
            {
                late.ExpectRefusal(HttpStatusCode.Conflict, "basket_checked_out");
                Check(late.Text("detail").EndsWith($"order {(string?)order["number"]}.", StringComparison.Ordinal), $"whoever is late is told the order: {late.Body}");
            }

            Check(await CountAsync(_colleague, $"{Storefront}/orders") == round, "there is one order for each round");
        }
    }

    private async Task DecideAsync()
    {
        foreach (var order in (await ItemsAsync(_stall.Buyer, $"{Storefront}/orders")).Select(order => (Guid)order!["id"]!))
        {
            var path = Stall.PathOf(order);
            var answers = await Task.WhenAll(
                _stall.Seller.PostAsync($"{path}/approve"), _stall.Seller.PostAsync($"{path}/approve"), _stall.Seller.PostAsync($"{path}/reject"), _stall.Buyer.PostAsync($"{path}/withdraw"));
            var decided = answers.Index().Single(answer => answer.Item.Status == HttpStatusCode.OK).Index;
            foreach (var late in answers.Where(answer => answer.Status != HttpStatusCode.OK))
            {
                Check(late is { Status: HttpStatusCode.Conflict, Code: "order_approve_not_allowed" or "order_reject_not_allowed" or "order_withdraw_not_allowed" }, $"the others are told it is decided: {late}");
            }

            var (status, code) = decided switch
            {
                2 => ("canceled", "rejected"),
                3 => ("canceled", "withdrawn"),
                _ => ("executed", null),
            };
            await _stall.EndAsync(order, status, code);
        }

        await CheckChargesAsync();
    }

    private async Task MovePriceAsync()
    {
        (await _stall.Seller.PutAsync($"{Storefront}/connections/{_stall.Connection}/order-approval", new { required = false })).Expect(HttpStatusCode.OK);
        for (var round = 1; round <= Rounds; round++)
        {
            var basket = await _stall.FillAsync("Badge");
            var moving = _stall.PriceAsync("Badge", $"{4 + round}.00");
            var answer = await _stall.CheckOutAsync(basket);
            await moving;
            if (answer.Status != HttpStatusCode.Created)
            {
                answer.ExpectRefusal(HttpStatusCode.Conflict, "price_changed");
                (await _stall.Buyer.DeleteAsync(_stall.Basket)).Expect(HttpStatusCode.OK);
                continue;
            }

            var shown = (string)basket.Json["totals"]![0]!["total"]!["amount"]!;
            var ended = await _stall.SeeAsync((Guid)answer.Json["order"]!["id"]!, order => Stall.Status(order) is "executed" or "canceled", "the order has ended");
            CheckMoney(ended["order"]!["total"], shown);
            Check((string?)ended["order"]!["cancelCode"] is null or "price_changed", $"if it was not executed, that is why: {ended}");
        }

        await CheckChargesAsync();
    }

    private async Task TakeAliasAsync()
    {
        var (cronus, _, _) = await channel.CreateChildAsync(channel.Operator, "Cronus", "partner");
        var (vanarsdel, _, _) = await channel.CreateChildAsync(channel.Operator, "Vanarsdel", "partner");
        var wanted = $"corner-{channel.Cast.Run}";
        StoryClient[] both = [cronus, vanarsdel];
        var offers = await Task.WhenAll(both.Select(OfferAsync));

        var answers = await Task.WhenAll(both.Zip(offers, (who, offer) => OrderAsync(who, offer, wanted)));
        var ended = await Task.WhenAll(both.Zip(answers, EndAsync));
        Check(ended.Count(end => end is null) == 1, $"one of them has the alias: {answers[0].Body} {answers[1].Body}");
        var loser = Array.FindIndex(ended, end => end is not null);
        Check(await CountAsync(both[loser], $"{Billing}/subscriptions") == 0 && await CountAsync(both[loser], $"{Billing}/invoices") == 0, "the other is charged for nothing");

        var suggestion = ended[loser]!.First(alias => alias != wanted);
        var again = (await OrderAsync(both[loser], offers[loser], suggestion)).Expect(HttpStatusCode.Created);
        Check(await EndAsync(both[loser], again) is null, $"what was suggested was free: {again.Body}");
    }

    /// <summary>Waits for a plan order's end.</summary>
    /// <returns>Null where it was executed, else the aliases that are suggested instead.</returns>
    private static async Task<IReadOnlyList<string>?> EndAsync(StoryClient who, Answer placed)
    {
        if (placed.Status != HttpStatusCode.Created)
        {
            return Aliases(placed.ExpectRefusal(HttpStatusCode.Conflict, "alias_taken").Json["suggestions"]);
        }

        var ended = (await Storyteller.EventuallyAsync(
            async () => (await who.GetAsync(Stall.PathOf((Guid)placed.Json["orderId"]!))).Expect(HttpStatusCode.OK),
            answer => Stall.Status(answer.Json) is "executed" or "canceled",
            Soon,
            $"the plan order of {who.Who} ends")).Json;
        var code = (string?)ended["order"]!["cancelCode"];
        Check(code is null or "alias_taken", $"a taken alias is all that can be in its way: {ended}");
        return code is null ? null : Aliases(ended["aliasSuggestions"]);
    }

    private static IReadOnlyList<string> Aliases(JsonNode? suggestions)
    {
        var aliases = suggestions?.AsArray().Select(alias => (string)alias!).ToList() ?? [];
        Check(aliases.Count > 0, "free aliases are suggested");
        return aliases;
    }

    private static async Task<JsonNode> OfferAsync(StoryClient who)
    {
        // A partner that has just begun may be ahead of the news of itself.
        var offers = await Storyteller.EventuallyAsync(
            () => who.GetAsync($"{Storefront}/plan-offers"),
            answer => answer.Status == HttpStatusCode.OK && answer.Json["items"]!.AsArray().Any(IsFree),
            Soon,
            $"{who.Who} sees the Free plan");
        return offers.Json["items"]!.AsArray().First(IsFree)!;

        static bool IsFree(JsonNode? offer) => (string?)offer!["plan"] == "free" && offer["obstacle"] is null;
    }

    private static Task<Answer> OrderAsync(StoryClient who, JsonNode offer, string alias)
    {
        var price = offer["prices"]![0]!;
        return who.PostAsync(
            $"{Storefront}/plan-orders",
            new { productId = (Guid)offer["productId"]!, price = price["price"], interval = (string?)price["interval"], planLength = (string?)price["planLength"], alias });
    }

    /// <summary>Each executed order was charged once, at its total; the others were not.</summary>
    private async Task CheckChargesAsync()
    {
        var orders = await ItemsAsync(_stall.Buyer, $"{Storefront}/orders?limit=100");
        var owed = orders.Where(order => (string?)order!["status"] == "executed").Select(order => $"{(string?)order!["number"]}: {(string?)order["total"]!["amount"]}").Order(StringComparer.Ordinal).ToList();
        var charged = await _stall.ChargesAsync();
        Check(charged.SequenceEqual(owed), $"owed is {string.Join(", ", owed)}, charged is {string.Join(", ", charged)}");
    }
}
