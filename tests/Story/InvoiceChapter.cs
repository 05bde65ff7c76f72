using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>What becomes of an invoice: taxed, overdue, corrected, paid in part and too much, printed.</summary>
internal sealed class InvoiceChapter(DeepChannel channel)
{
    private Guid _invoice;

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("A month on six seats are $66.00 and $5.86 tax; the first invoice is overdue and Proseware not in good standing, which is nobody's business upstream", RenewAsync);
        await teller.StepAsync("A seat is credited with its tax, a part is paid, then more than the rest: the invoice is paid, what is over is credit, and Proseware is in good standing again", SettleAsync);
        await teller.StepAsync("The invoice is a real PDF for both its sides, and does not exist for Adventure", PrintAsync);
    }

    private async Task RenewAsync()
    {
        Check(await IsInGoodStandingAsync(channel.Proseware), "nothing is overdue yet");
        await channel.Clock.MoveAsync("P25D");

        var renewal = (await channel.RetailInvoicesAsync())[^1];
        _invoice = (Guid)renewal["id"]!;
        CheckMoney(renewal["net"], "66.00");
        CheckMoney(renewal["tax"], "5.86");
        CheckMoney(renewal["amountDue"], "71.86");
        Check((string?)(await channel.RetailInvoicesAsync())[0]["status"] == "overdue", "the first invoice is overdue");
        Check(!await IsInGoodStandingAsync(channel.Proseware) && !await IsInGoodStandingAsync(channel.Wingtip), "both sides see that Proseware is in arrears");
        (await channel.Adventure.GetAsync(Plan)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
    }

    private async Task SettleAsync()
    {
        var path = $"{Billing}/invoices/{_invoice}";
        var line = (Guid)(await channel.Wingtip.GetAsync(path)).Expect(HttpStatusCode.OK).Json["lines"]![0]!["id"]!;
        var oneSeat = new { reason = "One seat was out of order.", lines = new[] { new { lineId = line, net = Dollars("11.00") } } };
        (await channel.Proseware.PostAsync($"{path}/credit-notes", oneSeat)).ExpectRefusal(HttpStatusCode.Forbidden, "only_seller_credits");
        (await channel.Adventure.PostAsync($"{path}/credit-notes", oneSeat)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        (await channel.Wingtip.PostAsync($"{path}/credit-notes", oneSeat)).Expect(HttpStatusCode.Created);
        CheckMoney((await ItemsAsync(channel.Proseware, $"{Billing}/credit-notes?invoiceId={_invoice}")).Single()!["total"], "11.98");

        // What was issued is not touched.
        var credited = (await channel.Proseware.GetAsync(path)).Expect(HttpStatusCode.OK).Json;
        CheckMoney(credited["amountDue"], "71.86");
        CheckMoney(credited["amountOpen"], "59.88");

        (await channel.Proseware.PostAsync($"{path}/payments", new { amount = Dollars("59.88") })).ExpectRefusal(HttpStatusCode.Forbidden, "only_seller_records_payments");
        var part = (await channel.Wingtip.PostAsync($"{path}/payments", new { amount = Dollars("9.88") })).Expect(HttpStatusCode.OK);
        Check((string?)part.Json["status"] == "unpaid", "a part paid is not paid");
        var paid = (await channel.Wingtip.PostAsync($"{path}/payments", new { amount = Dollars("60.00"), reference = "Transfer 17" })).Expect(HttpStatusCode.OK);
        Check((string?)paid.Json["status"] == "paid", $"the invoice is paid: {paid.Body}");
        CheckMoney(paid.Json["amountOpen"], "0.00");
        CheckMoney((await PlanAsync(channel.Proseware))["creditBalances"]!.AsArray().Single(), "10.00");
        (await channel.Wingtip.PostAsync($"{path}/payments", new { amount = Dollars("0.01") })).Expect(HttpStatusCode.Conflict);

        foreach (var due in (await channel.RetailInvoicesAsync()).Where(invoice => (string?)invoice["status"] is "unpaid" or "overdue"))
        {
            (await channel.Wingtip.PostAsync($"{Billing}/invoices/{(Guid)due["id"]!}/payments", new { amount = Dollars((string)due["amountOpen"]!["amount"]!) })).Expect(HttpStatusCode.OK);
        }

        Check(await IsInGoodStandingAsync(channel.Proseware), "everything is paid");
        Check((await ItemsAsync(channel.Adventure, $"{Billing}/invoices?connectionId={channel.WingtipConnection}")).All(invoice => (string?)invoice!["status"] != "paid"), "what a customer pays pays nothing upstream");
    }

    private async Task PrintAsync()
    {
        var path = $"{Billing}/invoices/{_invoice}/pdf";
        foreach (var side in new[] { channel.Proseware, channel.Wingtip })
        {
            var pdf = await side.DownloadAsync(path);
            Check(pdf.AsSpan().StartsWith("%PDF-"u8) && pdf.AsSpan().TrimEnd("\r\n"u8).EndsWith("%%EOF"u8), $"{side.Who} gets a whole PDF, not {pdf.Length} bytes of something");
        }

        (await channel.Adventure.GetAsync(path)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
    }

    private string Plan => $"{Billing}/connections/{channel.ProsewareConnection}/plan";

    private async Task<JsonNode> PlanAsync(StoryClient who) => (await who.GetAsync(Plan)).Expect(HttpStatusCode.OK).Json;

    private async Task<bool> IsInGoodStandingAsync(StoryClient who) => (bool)(await PlanAsync(who))["goodStanding"]!;
}
