using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>Changes of a running subscription: quoted, answered with other terms, called off.</summary>
internal sealed class ChangeChapter(DeepChannel channel)
{
    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("Ten days on Wingtip proposes five seats; a quote from before a tax change is price_changed, the next one is charged to its last line and cent", ChangeAsQuotedAsync);
        await teller.StepAsync("Wingtip proposes nine, Proseware counters with six: only Wingtip can approve that, and there is one undecided change at a time", CounterAsync);
        await teller.StepAsync("Two seats are to end with the period: nothing else can be scheduled meanwhile; undone, all six stay", CancelAndUndoAsync);
    }

    private string Path => $"{Billing}/subscriptions/{channel.SubscriptionId}";

    private async Task ChangeAsQuotedAsync()
    {
        await channel.Clock.MoveAsync("P10D");
        var request = await ProposeAsync(channel.Wingtip, "change-requests", new { quantity = 5 });
        var stale = await QuoteAsync(request);
        (await channel.Wingtip.PutAsync($"{Billing}/tax-rates", new { rates = new[] { new { country = "US", taxCode = "standard", percent = 8.875m } } })).Expect(HttpStatusCode.OK);
        var before = await channel.RetailInvoicesAsync();

        (await channel.Proseware.PostAsync($"{Billing}/requests/{request}/approve", new { quoteToken = (string)stale["token"]! })).ExpectRefusal(HttpStatusCode.Conflict, "price_changed");
        Check((int?)(await channel.SubscriptionAsync())["quantity"] == 3, "a stale quote changed nothing");
        Check((await channel.RetailInvoicesAsync()).Count == before.Count, "a stale quote charged nothing");

        var quote = await QuoteAsync(request);
        Check(quote["cost"] is null, "the buyer's quote says nothing of the seller's cost");
        (await channel.Proseware.PostAsync($"{Billing}/requests/{request}/approve", new { quoteToken = (string)quote["token"]! })).Expect(HttpStatusCode.OK);
        Check((int?)(await channel.SubscriptionAsync())["quantity"] == 5, "there are five seats");

        var quoted = quote["now"]!.AsArray().Single()!;
        var charged = (await channel.RetailInvoicesAsync()).ExceptBy(before.Select(Id), Id).Single();
        CheckMoney(charged["amountDue"], (string)quoted["total"]!["amount"]!);
        Check(
            quoted["lines"]!.AsArray().Select(line => Line(line!, "net")).SequenceEqual(charged["lines"]!.AsArray().Select(line => Line(line!, "amount"))),
            $"quoted was {quoted["lines"]}, charged {charged["lines"]}");
        foreach (var line in charged["lines"]!.AsArray())
        {
            CheckProration(line!);
        }
    }

    private async Task CounterAsync()
    {
        var request = await ProposeAsync(channel.Wingtip, "change-requests", new { quantity = 9 });
        (await channel.Wingtip.PostAsync($"{Path}/change-requests", new { quantity = 7 })).ExpectRefusal(HttpStatusCode.Conflict, "change_undecided");
        var counter = (await channel.Proseware.PostAsync($"{Billing}/requests/{request}/counter", new { quantity = 6, reason = "Six will do." })).Expect(HttpStatusCode.Created);
        var answer = $"{Billing}/requests/{(Guid)counter.Json["id"]!}";
        Check((string?)(await channel.Wingtip.GetAsync($"{Billing}/requests/{request}")).Json["status"] == "countered", "the first request has been answered");

        (await channel.Proseware.PostAsync($"{answer}/approve")).ExpectRefusal(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        (await channel.Proseware.PostAsync($"{Billing}/requests/{request}/approve")).Expect(HttpStatusCode.Conflict);
        Check((int?)(await channel.SubscriptionAsync())["quantity"] == 5, "nothing changes before Wingtip agrees");
        (await channel.Wingtip.PostAsync($"{answer}/approve")).Expect(HttpStatusCode.OK);
        Check((int?)(await channel.SubscriptionAsync())["quantity"] == 6, "there are six seats");
    }

    private async Task CancelAndUndoAsync()
    {
        var cancellation = await ProposeAsync(channel.Wingtip, "cancellation-requests", new { quantity = 2 });
        (await channel.Proseware.PostAsync($"{Billing}/requests/{cancellation}/approve")).Expect(HttpStatusCode.OK);
        var scheduled = await channel.SubscriptionAsync();
        Check(((string?)scheduled["status"], (int?)scheduled["quantity"], (int?)scheduled["scheduledQuantity"]) == ("active", 6, 4), $"six seats run, four will be left: {scheduled}");
        (await channel.Wingtip.PostAsync($"{Path}/change-requests", new { quantity = 7 })).ExpectRefusal(HttpStatusCode.Conflict, "change_already_scheduled");

        var undo = await ProposeAsync(channel.Wingtip, "undo-requests", new { reason = "They stay." });
        (await channel.Proseware.PostAsync($"{Billing}/requests/{undo}/approve")).Expect(HttpStatusCode.OK);
        Check((await channel.SubscriptionAsync())["scheduledQuantity"] is null, "nothing is scheduled any more");
        (await channel.Wingtip.PostAsync($"{Path}/undo-requests")).ExpectRefusal(HttpStatusCode.Conflict, "nothing_to_undo");
    }

    private async Task<Guid> ProposeAsync(StoryClient who, string kind, object body) =>
        (Guid)(await who.PostAsync($"{Path}/{kind}", body)).Expect(HttpStatusCode.Created).Json["id"]!;

    private async Task<JsonNode> QuoteAsync(Guid request) => (await channel.Proseware.GetAsync($"{Billing}/requests/{request}/quote")).Expect(HttpStatusCode.OK).Json;

    private static Guid Id(JsonNode row) => (Guid)row["id"]!;

    private static (string Formula, string Net, string Tax) Line(JsonNode line, string net) =>
        ((string)line["formula"]!, (string)line[net]!["amount"]!, (string)line["tax"]!["amount"]!);

    /// <summary>The arithmetic, done once more by hand.</summary>
    private static void CheckProration(JsonNode line)
    {
        var share = Amount(line["unitPrice"]!) * (int)line["quantity"]! * (int)line["days"]! / (int)line["periodDays"]!;
        Check(Amount(line["amount"]!) == Math.Round(share, 2, MidpointRounding.ToEven), $"the line is prorated to the cent: {line}");
    }

    private static decimal Amount(JsonNode money) => decimal.Parse((string)money["amount"]!, CultureInfo.InvariantCulture);
}
