using System.Net;
using System.Text.Json.Nodes;

namespace Billing.Api.Tests;

internal sealed record ChangeRequestAnswer(
    Guid Id,
    string Type,
    string Change,
    string Status,
    Guid ProposedById,
    StateAnswer? Before,
    StateAnswer After,
    Guid? MainSubscriptionId,
    string Effective,
    DateOnly? EffectiveOn,
    Guid? CounterOf,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset? ExpiresAt,
    OutcomeAnswer? Outcome,
    FailureAnswer? Failure,
    Guid? SubscriptionId,
    MarginAnswer? Margin,
    long Version);

internal sealed record FailureAnswer(string Code, string Detail);

internal sealed record ChangedSubscriptionAnswer(
    Guid Id,
    string ProductName,
    string ProductKind,
    int Quantity,
    string Status,
    MoneyAnswer UnitPrice,
    string Interval,
    Guid? MainSubscriptionId,
    DateOnly? ScheduledOn,
    int? ScheduledQuantity,
    long Version);

internal sealed record HistoryAnswer(
    string Event, StateAnswer? Before, StateAnswer After, string? StatusBefore, string StatusAfter, DateOnly? EffectiveOn, Guid? RequestId, Guid? PersonId, Guid? OrganizationId);

internal sealed record AuditAnswer(Guid PersonId, Guid OrganizationId, string Action, string Subject, Guid SubjectId, object? Before, object? After, string? Reason);

internal sealed record QuoteAnswer(
    IReadOnlyList<QuotedDocumentAnswer> Now, IReadOnlyList<QuotedDocumentAnswer> Next, QuotedCostAnswer? Cost, bool IsEstimate, DateTimeOffset ExpiresAt, string? Token);

internal sealed record QuotedCostAnswer(IReadOnlyList<QuotedDocumentAnswer> Now, IReadOnlyList<QuotedDocumentAnswer> Next);

internal sealed record QuotedDocumentAnswer(string Type, bool IsCreditNote, MoneyAnswer Net, MoneyAnswer Tax, MoneyAnswer Total, IReadOnlyList<QuotedLineAnswer> Lines);

internal sealed record QuotedLineAnswer(string ProductName, string Formula, MoneyAnswer Net, MoneyAnswer Tax);

/// <summary>Northwind changes what it sold to Contoso, which agrees.</summary>
internal static class Changing
{
    /// <summary>Sold at once, without a trial, and billed: one invoice of the first month on each edge.</summary>
    public static async Task<(Sale Sale, SubscriptionAnswer Subscription)> SoldAndBilledAsync(BillingService billing, string price = "20.00", int quantity = 1, string per = "unit")
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var product = await sale.ProductAsync("Seat", per: per);
        var subscription = await sale.SellAsync(product, price, quantity);
        await sale.Channel.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
        return (sale, subscription);
    }

    public static async Task<Guid> ProductAsync(this Sale sale, string name, string recommended = "20.00", string wholesale = "10.00", string per = "unit", string kind = "main", Action<JsonNode>? with = null)
    {
        var product = System.Text.Json.JsonSerializer.SerializeToNode(Products.Good(recommended, wholesale, per, name: name))!;
        product["kind"] = kind;
        with?.Invoke(product);
        return (await (await sale.Operator.Post("products", product)).Read<ProductAnswer>(HttpStatusCode.Created)).Id;
    }

    public static async Task<SubscriptionAnswer> SellAsync(this Sale sale, Guid productId, string price = "20.00", int quantity = 1)
    {
        var request = await (await sale.Seller.Post("requests", sale.Proposal(price, quantity, productId: productId))).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        var approved = await sale.ApproveAsync(request);
        return await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{approved.SubscriptionId}");
    }

    public static async Task<ChangeRequestAnswer> ProposeAsync(this Sale sale, Guid subscriptionId, object change) =>
        await (await sale.Seller.Post($"subscriptions/{subscriptionId}/change-requests", change)).Read<ChangeRequestAnswer>(HttpStatusCode.Created);

    public static async Task<ChangeRequestAnswer> CancelAsync(this Sale sale, Guid subscriptionId, object cancellation) =>
        await (await sale.Seller.Post($"subscriptions/{subscriptionId}/cancellation-requests", cancellation)).Read<ChangeRequestAnswer>(HttpStatusCode.Created);

    public static async Task<ChangeRequestAnswer> ApproveAsync(this Sale sale, ChangeRequestAnswer request) =>
        await (await sale.Buyer.Post($"requests/{request.Id}/approve")).Read<ChangeRequestAnswer>();

    public static Task<ChangedSubscriptionAnswer> ReadAsync(this Sale sale, Guid subscriptionId) => sale.Buyer.Get<ChangedSubscriptionAnswer>($"subscriptions/{subscriptionId}");

    /// <summary>Every invoice line that somebody sees on a connection, oldest invoice first.</summary>
    public static async Task<List<LineAnswer>> LinesAsync(this HttpClient client, Guid connectionId)
    {
        var lines = new List<LineAnswer>();
        foreach (var invoice in (await client.List<InvoiceAnswer>($"invoices?connectionId={connectionId}")).OrderBy(invoice => invoice.Id))
        {
            lines.AddRange((await client.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).Lines!);
        }

        return lines;
    }

    /// <summary>What a day-by-day share of an amount comes to: days left of the month that began with the sale.</summary>
    public static string Rest(SubscriptionAnswer subscription, int afterDays, decimal amount)
    {
        var start = DateOnly.FromDateTime(subscription.BoughtAt.UtcDateTime);
        var days = start.AddMonths(1).DayNumber - start.DayNumber;
        var total = Math.Round(amount * 100, 0);
        var used = Math.Round(total * afterDays / days, 0, MidpointRounding.ToEven);
        return ((total - used) / 100).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
    }
}
