using Billing.Api.Connections;
using Billing.Api.Quotes;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Orders;

/// <param name="Lines">At most 100.</param>
internal sealed record QuoteOrderBody(Guid ConnectionId, IReadOnlyList<QuoteOrderLineBody> Lines);

/// <param name="ProductId">What is bought, or what a subscription becomes; where it stays the same it may be left out.</param>
/// <param name="SubscriptionId">What the line changes; left out where it buys.</param>
/// <param name="MainSubscriptionId">Of an add-on: what it belongs to; may be left out where the connection has one main subscription.</param>
/// <param name="MainLineIndex">Of an add-on: the line, from 0, that buys what it belongs to.</param>
/// <param name="Quantity">Units that the action is about; 0 for undo.</param>
/// <param name="Currency">Of what is bought; left out, the one that the connection is billed in.</param>
/// <param name="Interval">Left out where it stays; a month where something is bought.</param>
/// <param name="PlanLength">Left out where it stays; as long as the interval where something is bought.</param>
/// <param name="EffectiveOn">With effective date, of what is given up: first day without it, in the seller's calendar.</param>
internal sealed record QuoteOrderLineBody(
    OrderAction Action,
    int Quantity,
    Guid? ProductId = null,
    Guid? SubscriptionId = null,
    Guid? MainSubscriptionId = null,
    int? MainLineIndex = null,
    string? Currency = null,
    Term? Interval = null,
    Term? PlanLength = null,
    EffectiveTime Effective = EffectiveTime.Now,
    DateOnly? EffectiveOn = null);

/// <summary>What an order would charge, all its lines together, before anybody places it. Nothing is kept of it.</summary>
internal static class QuoteOrder
{
    public static async Task<Results<Ok<OrderQuoteView>, ProblemHttpResult>> Handle(
        QuoteOrderBody body, Caller caller, BillingDb db, OrderPlanning planning, Quoting quoting, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleOrDefaultAsync(row => row.Id == body.ConnectionId, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        if (body.Lines.Count > OrderRules.MostLines)
        {
            return Problems.Of(OrderRules.LineCount);
        }

        if (Understood(body.Lines, await Currency(db, connection, cancellationToken)).IsRefused(out var refusal, out var lines))
        {
            return Problems.Of(refusal);
        }

        // Never saved: what working it out leaves behind is undone.
        await using var trial = await Change.Begin(db, cancellationToken);
        var order = new UnplannedOrder(
            Guid.CreateVersion7(), connection, new Proposer(caller.OrganizationId, caller.PersonId), lines, [.. lines.Select(_ => Guid.CreateVersion7())]);
        if ((await planning.Plan(order, cancellationToken)).IsRefused(out refusal, out var planned))
        {
            return Problems.Of(refusal);
        }

        return TypedResults.Ok(OrderQuoteView.Of(planned, await quoting.Quote(planned, caller.OrganizationId, cancellationToken)));
    }

    private static async Task<Currency?> Currency(BillingDb db, Connection connection, CancellationToken cancellationToken) =>
        await db.BillingAccounts
            .Where(account => account.ConnectionId == connection.Id)
            .Select(account => (Currency?)account.Currency)
            .SingleOrDefaultAsync(cancellationToken);

    private static Result<List<OrderedLine>> Understood(IReadOnlyList<QuoteOrderLineBody> asked, Currency? usual)
    {
        var lines = new List<OrderedLine>(asked.Count);
        foreach (var line in asked)
        {
            var currency = usual;
            if (line.Currency is { } code)
            {
                if (!Primitives.Currency.TryParse(code, out var named))
                {
                    return Refusal.Invalid("currency", "unknown_currency", "It is the code of the price's currency.").OnLine(lines.Count);
                }

                currency = named;
            }

            lines.Add(new OrderedLine(
                line.Action,
                line.ProductId,
                line.SubscriptionId,
                line.MainSubscriptionId,
                line.MainLineIndex,
                line.Quantity,
                currency,
                UnitPrice: null,
                line.Interval,
                line.PlanLength,
                line.Effective,
                line.EffectiveOn));
        }

        return lines;
    }
}
