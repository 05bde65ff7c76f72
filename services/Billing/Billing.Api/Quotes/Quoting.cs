using System.Security.Cryptography;
using System.Text.Json;
using Billing.Api.Orders;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Api.Tax;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Quotes;

/// <summary>
/// Shows what a request or an order will cost, and holds a commitment to it. Both work out the change as an approval does and draft its invoices as issuing does, so a
/// quote cannot differ from its charge.
/// </summary>
internal sealed class Quoting(BillingDb db, RequestActivation activation, TaxReader taxes, QuoteTokens tokens)
{
    private const string BeforePlanning = "before_planning";

    private static readonly JsonSerializerOptions Digested = new(EventJson.Options) { Converters = { new MoneyJsonConverter() } };

    /// <summary>Inside a transaction that is not committed: working a change out locks, and may open an account.</summary>
    /// <param name="request">Draft or pending.</param>
    public async Task<Result<QuoteView>> Quote(Request request, Caller caller, CancellationToken cancellationToken)
    {
        if ((await activation.Plan(request, cancellationToken)).IsRefused(out var refusal, out var agreed))
        {
            return refusal;
        }

        var quote = await Draft(request, agreed, caller.OrganizationId, cancellationToken);
        return quote.IsEstimateByDate ? quote.View : quote.View with { Token = await tokens.Sign(quote.Digest, quote.View.ExpiresAt, cancellationToken) };
    }

    /// <summary>Null if proposing it costs what was quoted. Leaves no trace in the current transaction.</summary>
    public async Task<Refusal?> Check(Request request, string token, Caller caller, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(BeforePlanning, cancellationToken);
        var refused = (await activation.Plan(request, cancellationToken)).IsRefused(out var refusal, out var agreed)
            ? refusal
            : await Check(request, agreed, token, caller, cancellationToken);
        await transaction.RollbackToSavepointAsync(BeforePlanning, cancellationToken);
        return refused;
    }

    /// <summary>Null if what is about to be carried out is what was quoted, or nothing was.</summary>
    public async Task<Refusal?> Check(Request request, AgreedChange agreed, string? token, Caller caller, CancellationToken cancellationToken) =>
        token is null ? null : await tokens.Check(token, (await Draft(request, agreed, caller.OrganizationId, cancellationToken)).Digest, cancellationToken);

    /// <summary>All lines of an order together.</summary>
    /// <param name="viewerId">The side that asks: each sees other edges.</param>
    public async Task<QuoteView> Quote(PlannedOrder order, Guid viewerId, CancellationToken cancellationToken)
    {
        var quote = await Draft(order, viewerId, cancellationToken);
        return quote.View with { Token = await tokens.Sign(quote.Digest, quote.View.ExpiresAt, cancellationToken) };
    }

    /// <summary>Null if what is about to be accepted is what was quoted to that side, or nothing was.</summary>
    public async Task<Refusal?> Check(PlannedOrder order, string? token, Guid viewerId, CancellationToken cancellationToken) =>
        token is null ? null : await tokens.Check(token, (await Draft(order, viewerId, cancellationToken)).Digest, cancellationToken);

    private Task<DraftedQuote> Draft(PlannedOrder order, Guid viewerId, CancellationToken cancellationToken)
    {
        var lines = order.Lines.Select(line => new { Change = Quoted(line.Request), line.Line.MainLine });
        return Draft(order.Connection.Id, order.Connection.SellerId, viewerId, [.. order.Lines.SelectMany(line => line.Agreed.Edges)], lines, isByDate: false, cancellationToken);
    }

    private Task<DraftedQuote> Draft(Request request, AgreedChange agreed, Guid viewerId, CancellationToken cancellationToken) => Draft(
        request.ConnectionId,
        request.SellerId,
        viewerId,
        agreed.Edges,
        Quoted(request),
        isByDate: request.EffectiveOn is not null && request.Change != RequestChange.Cancel,
        cancellationToken);

    /// <summary>A draft and the request it becomes are the same to a quote, and so are the lines that were asked about and those that are ordered.</summary>
    private static object Quoted(Request request) =>
        new { request.ConnectionId, request.SubscriptionId, request.MainSubscriptionId, request.Change, request.Before, request.After, request.EffectiveOn };

    /// <param name="change">What it is about, as far as it is not in the lines that come out.</param>
    private async Task<DraftedQuote> Draft(
        Guid connectionId, Guid sellerId, Guid viewerId, IReadOnlyList<QuotedEdge> edges, object change, bool isByDate, CancellationToken cancellationToken)
    {
        var sale = edges.Where(edge => edge.Schedule.IsOfSale).ToList();
        var cost = edges.Where(edge => !edge.Schedule.IsOfSale && edge.Schedule.BuyerId == viewerId).ToList();
        var now = await Documents(sale, edge => edge.Now, cancellationToken);
        var next = await Documents(sale, Next, cancellationToken);
        var own = viewerId == sellerId && cost.Count > 0
            ? new QuotedCostView(await Documents(cost, edge => edge.Now, cancellationToken), await Documents(cost, Next, cancellationToken))
            : null;

        // Who asks is part of it, because sides see different edges.
        var quoted = new { change, viewerId, now, next, own };
        var isEstimate = isByDate || sale.Exists(edge => edge.NextIsEstimate);
        return new DraftedQuote(
            new QuoteView(connectionId, now, next, own, isEstimate, tokens.Expiry(), Token: null),
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(quoted, Digested)),
            isByDate);
    }

    private static IReadOnlyList<PlannedLine> Next(QuotedEdge edge) => edge.Next is { } next ? [next] : [];

    private async Task<IReadOnlyList<QuotedDocumentView>> Documents(
        List<QuotedEdge> edges, Func<QuotedEdge, IReadOnlyList<PlannedLine>> linesOf, CancellationToken cancellationToken)
    {
        var lines = edges.SelectMany(edge => linesOf(edge).Select(line => (edge.Schedule, Planned: line))).ToList();
        if (lines.Count == 0)
        {
            return [];
        }

        var connectionId = lines[0].Schedule.ConnectionId;
        var connection = await db.Connections.SingleAsync(row => row.Id == connectionId, cancellationToken);
        var billable = lines.ConvertAll(line => new BillableLine(line.Schedule.InvoiceType, line.Planned.Product.TaxCode, line.Planned.Line.Amount));
        var drafts = InvoiceDrafting.Draft(billable, (await taxes.Of(connection, cancellationToken)).Tax);
        return
        [
            .. drafts.Select(draft => new QuotedDocumentView(
                draft.Type, draft.IsCreditNote, draft.IsReverseCharge, draft.Net, draft.Tax, draft.Gross, [.. draft.Lines.Select(line => View(lines[line.Source].Planned, line))])),
        ];
    }

    private static QuotedLineView View(PlannedLine planned, DraftLine drafted) => new(
        planned.Product.Id,
        planned.Product.Name,
        planned.Line.Period.Start,
        planned.Line.Period.End,
        planned.Line.Period.Days,
        planned.Line.PeriodDays,
        planned.Line.Quantity,
        planned.Line.Price.Unit,
        planned.Line.Price.Source,
        planned.Line.Price.Version,
        planned.Line.Formula,
        drafted.Net,
        drafted.Rate.Percent,
        drafted.Tax);

    private sealed record DraftedQuote(QuoteView View, byte[] Digest, bool IsEstimateByDate);
}
