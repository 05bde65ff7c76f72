using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>Money that comes by transfer, as sellers take it over from their bank's statement: most pay in time, some late, some in part, a few not yet.</summary>
internal static class DemoPayments
{
    // A page of the list is enough: what is older has been paid or stays open.
    private const string Issued = $"{GatewayApi.Billing}/invoices?side=issued&limit=100";

    /// <param name="here">Whoever may have been invoiced.</param>
    /// <param name="month">Late payers pay every third month.</param>
    public static async Task ReceiveAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, int month, CancellationToken cancellationToken)
    {
        var payers = here
            .Where(customer => customer.Payer == DemoPayer.ByTransfer || (customer.Payer == DemoPayer.Late && month % 3 == 2))
            .ToDictionary(customer => customer.ConnectionId);
        await DemoStage.EachAsync(
            payers.Values.Select(customer => customer.Seller).Distinct(),
            async (seller, token) =>
            {
                var paid = (await OpenAsync(seller, token)).Where(invoice => payers.ContainsKey((Guid)invoice["connectionId"]!)).ToList();
                if (paid.Count > 0)
                {
                    var payments = paid.Select(invoice => new { invoiceId = (Guid)invoice["id"]!, amount = invoice["amountOpen"], reference = Reference(invoice) });
                    await seller.Api.PostAsync($"{GatewayApi.Billing}/payments/import", new { payments }, token);
                }
            },
            cancellationToken);
    }

    /// <summary>One invoice is paid in part, and one that was wrong is corrected.</summary>
    public static async Task CorrectAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var northwind = stage.Seller("Northwind");
        var open = await OpenAsync(northwind, cancellationToken);
        if (open is [var owed, ..])
        {
            var half = new JsonObject { ["amount"] = "10.00", ["currency"] = (string?)owed["amountOpen"]!["currency"] };
            await RecordAsync(northwind, owed, half, cancellationToken);
        }

        var issued = (await northwind.Api.GetAsync(Issued, cancellationToken))["items"]!.AsArray();
        if (issued.FirstOrDefault(invoice => (string?)invoice!["status"] == "paid") is not { } paid)
            return;
        var invoice = await northwind.Api.GetAsync($"{GatewayApi.Billing}/invoices/{(Guid)paid["id"]!}", cancellationToken);
        var lines = new[] { new { lineId = (Guid)invoice["lines"]![0]!["id"]! } };
        await northwind.Api.PostAsync($"{GatewayApi.Billing}/invoices/{(Guid)paid["id"]!}/credit-notes", new { reason = "Charged for a week of outage.", lines }, cancellationToken);
    }

    private static async Task<List<JsonNode>> OpenAsync(DemoSeller seller, CancellationToken cancellationToken)
    {
        var invoices = (await seller.Api.GetAsync(Issued, cancellationToken))["items"]!.AsArray();
        return [.. invoices.Select(invoice => invoice!).Where(invoice => (string?)invoice["status"] is "unpaid" or "overdue")];
    }

    private static Task RecordAsync(DemoSeller seller, JsonNode invoice, JsonObject amount, CancellationToken cancellationToken) => seller.Api.PostAsync(
        $"{GatewayApi.Billing}/invoices/{(Guid)invoice["id"]!}/payments", new { amount, reference = Reference(invoice) }, cancellationToken);

    private static string Reference(JsonNode invoice) => $"Transfer for {(string?)invoice["number"]}";
}
