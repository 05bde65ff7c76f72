using System.Net;
using Storefront.Contracts.V1;
using Answer = Billing.Contracts.V1.OrderAnswer;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>Plays Storefront for one sale: tells what becomes of an order, event by event.</summary>
internal static class Ordering
{
    public static Order Order(this Sale sale, params OrderLine[] lines) => new(
        Guid.CreateVersion7(),
        "S-17",
        sale.ContosoConnection,
        sale.Northwind.Id,
        sale.Contoso.Id,
        "buyer",
        sale.Contoso.PersonId,
        "inProgress",
        sale.Channel.Now,
        ApprovedAt: null,
        Alias: null,
        QuoteToken: null,
        lines,
        CancelCode: null,
        CancelReason: null);

    public static OrderLine Buy(Guid productId, int quantity = 1, string price = "20.00", Guid? mainLine = null, Guid? main = null, string interval = "month", string? plan = null, string currency = "USD") => new(
        Guid.CreateVersion7(),
        "buy",
        productId,
        "As shown",
        SubscriptionId: null,
        main,
        mainLine,
        quantity,
        new Money(price, currency),
        new Money("0.00", currency),
        interval,
        interval,
        "now",
        EffectiveOn: null,
        "waiting",
        plan);

    public static OrderLine Change(string action, Guid productId, Guid subscriptionId, int quantity, string price = "20.00", string effective = "now", string interval = "month") =>
        Buy(productId, quantity, price, interval: interval) with { Action = action, SubscriptionId = subscriptionId, Effective = effective };

    /// <summary>All its lines.</summary>
    public static Order Delivered(this Order order) => order with { Lines = [.. order.Lines.Select(line => line with { Delivery = "delivered" })] };

    public static Task SubmitAsync(this Sale sale, Order order, long version = 1) =>
        sale.Channel.TellAsync(new OrderSubmitted(order with { Status = "pendingApproval" }), order.Id, version);

    public static Task ApproveAsync(this Sale sale, Order order, long version = 2) =>
        sale.Channel.TellAsync(new OrderApproved(order with { ApprovedAt = order.ApprovedAt ?? order.SubmittedAt }), order.Id, version);

    public static Task ProvisionAsync(this Sale sale, Order order, long version = 3) =>
        sale.Channel.TellAsync(new OrderProvisioned(order with { ApprovedAt = order.ApprovedAt ?? order.SubmittedAt }), order.Id, version);

    public static Task CancelAsync(this Sale sale, Order order, long version = 4) =>
        sale.Channel.TellAsync(new OrderCanceled(order with { Status = "canceled", CancelCode = "withdrawn" }), order.Id, version);

    /// <summary>Submitted and approved; what Billing answers.</summary>
    public static async Task<Facts.OrderAccepted> AcceptAsync(this Sale sale, BillingService billing, Order order)
    {
        await using var answers = await billing.Service.ListenAsync<Facts.OrderAccepted>();
        await sale.SubmitAsync(order);
        await sale.ApproveAsync(order);
        return await answers.WaitAsync(fact => fact.Answer.OrderId == order.Id);
    }

    public static async Task<Answer> RefuseAsync(this Sale sale, BillingService billing, Order order)
    {
        await using var answers = await billing.Service.ListenAsync<Facts.OrderRefused>();
        await sale.SubmitAsync(order);
        await sale.ApproveAsync(order);
        return (await answers.WaitAsync(fact => fact.Answer.OrderId == order.Id)).Answer;
    }

    /// <summary>Accepted and delivered, all of it; what Billing answers.</summary>
    public static async Task<Answer> ExecuteAsync(this Sale sale, BillingService billing, Order order)
    {
        await using var answers = await billing.Service.ListenAsync<Facts.OrderActivated>();
        await sale.AcceptAsync(billing, order);
        await sale.ProvisionAsync(order.Delivered());
        return (await answers.WaitAsync(fact => fact.Answer.OrderId == order.Id)).Answer;
    }

    /// <summary>What an order costs whoever asks, its lines put as <c>quote-order</c> takes them.</summary>
    public static async Task<OrderQuoteAnswer> QuoteAsync(this HttpClient client, Order order) =>
        await (await client.Post("order-quotes", order.AsQuoted())).Read<OrderQuoteAnswer>();

    public static object AsQuoted(this Order order) => new
    {
        connectionId = order.ConnectionId,
        lines = order.Lines.Select(line => new
        {
            action = line.Action,
            productId = line.ProductId,
            subscriptionId = line.SubscriptionId,
            mainSubscriptionId = line.MainSubscriptionId,
            mainLineIndex = line.MainLineId is { } main ? order.Lines.ToList().FindIndex(other => other.Id == main) : (int?)null,
            quantity = line.Quantity,
            currency = line.UnitPrice.Currency,
            interval = line.Interval,
            planLength = line.PlanLength,
            effective = line.Effective,
            effectiveOn = line.EffectiveOn,
        }),
    };

    public static async Task<Guid> OneTimeAsync(this Sale sale, string name, string recommended)
    {
        var product = System.Text.Json.JsonSerializer.SerializeToNode(Products.Good(recommended, "1.00", name: name))!;
        product["charging"] = "oneTime";
        return (await (await sale.Operator.Post("products", product)).Read<ProductAnswer>(HttpStatusCode.Created)).Id;
    }

    /// <summary>Net of every invoice and credit note that a connection's buyer got, and what each line says.</summary>
    public static async Task<List<(string Formula, MoneyAnswer Net, MoneyAnswer Tax)>> ChargedAsync(this HttpClient client, Guid connectionId)
    {
        var credited = new List<LineAnswer>();
        foreach (var note in await client.List<CreditNoteAnswer>($"credit-notes?connectionId={connectionId}"))
        {
            credited.AddRange((await client.Get<CreditNoteLinesAnswer>($"credit-notes/{note.Id}")).Lines.Select(line => line.Line));
        }

        return [.. (await client.LinesAsync(connectionId)).Concat(credited).Select(line => (line.Formula, line.Amount, line.Tax)).OrderBy(line => line.Formula, StringComparer.Ordinal)];
    }
}

internal sealed record OrderQuoteAnswer(
    IReadOnlyList<OrderQuoteLineAnswer> Lines,
    IReadOnlyList<QuotedDocumentAnswer> Now,
    IReadOnlyList<QuotedDocumentAnswer> Next,
    QuotedCostAnswer? Cost,
    bool IsEstimate,
    string? Token)
{
    public IEnumerable<(string Formula, MoneyAnswer Net, MoneyAnswer Tax)> Charges =>
        Now.SelectMany(document => document.Lines).Select(line => (line.Formula, line.Net, line.Tax)).OrderBy(line => line.Formula, StringComparer.Ordinal);
}

internal sealed record OrderQuoteLineAnswer(string Action, string ProductName, int Quantity, MoneyAnswer UnitPrice, MoneyAnswer? ListPrice, MoneyAnswer? Discount, StateAnswer? Before, StateAnswer After);

internal sealed record OrderInvoiceAnswer(Guid Id, string Type, string? OrderNumber, MoneyAnswer AmountDue);

internal sealed record OrderedSubscriptionAnswer(
    Guid Id, string ProductName, int Quantity, string Status, string BoughtBy, MoneyAnswer UnitPrice, Guid? MainSubscriptionId, string? ResellerPlan, Guid? OrderId, DateTimeOffset? BilledFrom, DateOnly? ScheduledOn);
