using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>One sale at the bottom of the chain, and what each edge of it is charged.</summary>
internal sealed class ChainChapter(DeepChannel channel)
{
    private Guid _product;
    private Guid _request;

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("Each edge has its own price for a seat: $8 from the operator, $12 from Adventure; nobody prices anybody else's edge", SetPricesAsync);
        await teller.StepAsync("Wingtip offers three seats at $11, below its cost: flagged to Wingtip, not blocked, and nothing of it told to Proseware", ProposeAsync);
        await teller.StepAsync("One sale is one charge on each edge ($33, $36, $24), invoiced to its direct buyer alone; no retail price shows upstream, no cost downstream", CheckInvoicesAsync);
    }

    private async Task SetPricesAsync()
    {
        var product = (await channel.Operator.PostAsync($"{Billing}/products", new
        {
            name = "Seat",
            kind = "main",
            sharedWithResellers = true,
            accountSubscription = new { name = "Seat", managedBy = "operator", sharedWithResellers = true, recommendedPrice = MonthlyPrice("20.00") },
            resellerSubscription = new { name = "Seat, wholesale", managedBy = "operator", per = "unit", canBeAppliedMoreThanOnce = true, wholesalePrice = MonthlyPrice("8.00") },
        })).Expect(HttpStatusCode.Created);
        _product = (Guid)product.Json["id"]!;

        // Billing hears of the connections by events.
        await Storyteller.EventuallyAsync(
            () => channel.Adventure.PostAsync($"{Billing}/price-books/entries", Fixed(channel.WingtipConnection, "12.00")),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            "Adventure sets its price for Wingtip");
        (await channel.Adventure.PostAsync($"{Billing}/price-books/entries", Fixed(channel.ProsewareConnection, "1.00"))).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        (await channel.Wingtip.PostAsync($"{Billing}/price-books/entries", Fixed(channel.WingtipConnection, "1.00"))).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        CheckNoMoney((await channel.Wingtip.GetAsync($"{Billing}/price-books/entries")).Expect(HttpStatusCode.OK), "12.00");
    }

    private async Task ProposeAsync()
    {
        var request = await Storyteller.EventuallyAsync(
            () => channel.Wingtip.PostAsync($"{Billing}/requests", new
            {
                connectionId = channel.ProsewareConnection,
                productId = _product,
                quantity = 3,
                retailPrice = Dollars("11.00"),
                interval = "month",
                planLength = "month",
            }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            "Wingtip proposes three seats");
        _request = (Guid)request.Json["id"]!;
        CheckMoney(request.Json["margin"]?["wholesaleUnitPrice"], "12.00");
        Check((bool?)request.Json["margin"]?["belowWholesale"] is true, $"below cost is flagged: {request.Body}");

        var seen = (await channel.Proseware.GetAsync($"{Billing}/requests/{_request}")).Expect(HttpStatusCode.OK);
        CheckNoMoney(seen, "12.00", "8.00");
        Check(seen.Json["margin"] is null, $"the margin is the seller's own: {seen.Body}");
        foreach (var upstream in new[] { channel.Adventure, channel.Operator })
        {
            (await upstream.GetAsync($"{Billing}/requests/{_request}")).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
            (await upstream.PostAsync($"{Billing}/requests/{_request}/approve")).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        }
    }

    private async Task CheckInvoicesAsync()
    {
        var approved = (await channel.Proseware.PostAsync($"{Billing}/requests/{_request}/approve")).Expect(HttpStatusCode.OK);
        channel.SubscriptionId = (Guid)approved.Json["subscriptionId"]!;
        (await channel.Proseware.PostAsync($"{Billing}/subscriptions/{channel.SubscriptionId}/usage", new { eventId = "first", kind = "seat", quantity = 1 })).Expect(HttpStatusCode.Created);
        await channel.Clock.MoveAsync("P2D");

        await CheckAsync(channel.Proseware, (channel.ProsewareConnection, "33.00"));
        await CheckAsync(channel.Wingtip, (channel.ProsewareConnection, "33.00"), (channel.WingtipConnection, "36.00"));
        await CheckAsync(channel.Adventure, (channel.WingtipConnection, "36.00"), (channel.AdventureConnection, "24.00"));
        await CheckAsync(channel.Operator, (channel.AdventureConnection, "24.00"));

        foreach (var path in new[] { "invoices", "subscriptions", "requests", "margins", "ledger" })
        {
            var adventures = (await channel.Adventure.GetAsync($"{Billing}/{path}")).Expect(HttpStatusCode.OK);
            var operators = (await channel.Operator.GetAsync($"{Billing}/{path}")).Expect(HttpStatusCode.OK);
            CheckNoMoney(adventures, "33.00", "11.00");
            CheckNoMoney(operators, "33.00", "11.00", "36.00", "12.00");
            CheckSilent(adventures, channel.SubscriptionId.ToString());
            CheckSilent(operators, channel.SubscriptionId.ToString());
        }

        foreach (var path in new[] { "invoices", "subscriptions", "requests", $"connections/{channel.ProsewareConnection}/plan" })
        {
            CheckNoMoney((await channel.Proseware.GetAsync($"{Billing}/{path}")).Expect(HttpStatusCode.OK), "36.00", "12.00", "24.00", "8.00");
        }

        var below = (await ItemsAsync(channel.Wingtip, $"{Billing}/margins?belowCost=true")).Single()!;
        CheckMoney(below["margin"], "-3.00");
        Check(await CountAsync(channel.Adventure, $"{Billing}/margins?belowCost=true") == 0, "Adventure sells nothing below cost");
    }

    /// <summary>These invoices and no others.</summary>
    private static async Task CheckAsync(StoryClient who, params (Guid Connection, string Due)[] told)
    {
        var invoices = await ItemsAsync(who, $"{Billing}/invoices");
        Check(invoices.Count == told.Length, $"{who.Who} has {told.Length} invoices, not {invoices.Count}");
        foreach (var (connection, due) in told)
        {
            CheckMoney(invoices.Single(invoice => (Guid)invoice!["connectionId"]! == connection)!["amountDue"], due);
        }
    }

    private object Fixed(Guid connection, string amount) => new { productId = _product, kind = "fixed", connectionId = connection, amount = Dollars(amount) };
}
