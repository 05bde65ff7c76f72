using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>Money that comes by transfer, as sellers take it over from their bank's statement: most pay in time, some late, some in part, a few not yet.</summary>
internal static class DemoPayments
{
    // A page of the list is enough: what is older has been paid or stays open.
    private const string Issued = $"{GatewayApi.Billing}/invoices?side=issued&limit=100";

    /// <summary>What is not due yet is paid by those who pay by transfer; what is overdue, once in the year, by those who pay late.</summary>
    /// <param name="here">Whoever may have been invoiced.</param>
    /// <param name="step">Of the year, counted from 0.</param>
    public static Task ReceiveAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, int step, CancellationToken cancellationToken) => Task.WhenAll(
        ReceiveAsync(stage, here.Where(customer => customer.Payer == DemoPayer.ByTransfer), "unpaid", cancellationToken),
        ReceiveAsync(stage, here.Where(customer => customer.Payer == DemoPayer.Late && step == 2), "overdue", cancellationToken));

    /// <summary>One invoice is paid in part, and one that was wrong is corrected.</summary>
    public static async Task CorrectAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var northwind = stage.Seller("Northwind");
        var open = await ListAsync(northwind, "overdue", cancellationToken);
        if (open is [var owed, ..])
        {
            var half = new JsonObject { ["amount"] = "10.00", ["currency"] = (string?)owed["amountOpen"]!["currency"] };
            await RecordAsync(northwind, owed, half, cancellationToken);
        }

        if (await ListAsync(northwind, "paid", cancellationToken) is not [var paid, ..])
            return;
        var invoice = await northwind.Api.GetAsync($"{GatewayApi.Billing}/invoices/{(Guid)paid["id"]!}", cancellationToken);
        var lines = new[] { new { lineId = (Guid)invoice["lines"]![0]!["id"]! } };
        await northwind.Api.PostAsync($"{GatewayApi.Billing}/invoices/{(Guid)paid["id"]!}/credit-notes", new { reason = "Charged for a week of outage.", lines }, cancellationToken);
    }

    private static Task ReceiveAsync(DemoStage stage, IEnumerable<DemoCustomer> payers, string status, CancellationToken cancellationToken) => stage.EachAsync(
        payers.GroupBy(customer => customer.Seller),
        async (own, token) =>
        {
            var connections = own.Select(customer => customer.ConnectionId).ToHashSet();
            var payments = (await ListAsync(own.Key, status, token))
                .Where(invoice => connections.Contains((Guid)invoice["connectionId"]!))
                .Select(invoice => new { invoiceId = (Guid)invoice["id"]!, amount = invoice["amountOpen"], reference = Reference(invoice) })
                .ToList();
            if (payments.Count > 0)
                await own.Key.Api.PostAsync($"{GatewayApi.Billing}/payments/import", new { payments }, token);
        },
        cancellationToken);

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(DemoSeller seller, string status, CancellationToken cancellationToken) =>
        [.. (await seller.Api.GetAsync($"{Issued}&status={status}", cancellationToken))["items"]!.AsArray().Select(invoice => invoice!)];

    private static Task RecordAsync(DemoSeller seller, JsonNode invoice, JsonObject amount, CancellationToken cancellationToken) => seller.Api.PostAsync(
        $"{GatewayApi.Billing}/invoices/{(Guid)invoice["id"]!}/payments", new { amount, reference = Reference(invoice) }, cancellationToken);

    private static string Reference(JsonNode invoice) => $"Transfer for {(string?)invoice["number"]}";
}
