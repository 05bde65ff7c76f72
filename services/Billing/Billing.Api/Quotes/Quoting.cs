using System.Security.Cryptography;
using System.Text.Json;
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
/// Shows what a request will cost, and holds a commitment to it. Both work out the change as an approval does and draft its invoices as issuing does, so a
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

        var quote = await Draft(request, agreed, caller, cancellationToken);
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
        token is null ? null : await tokens.Check(token, (await Draft(request, agreed, caller, cancellationToken)).Digest, cancellationToken);

    private async Task<DraftedQuote> Draft(Request request, AgreedChange agreed, Caller caller, CancellationToken cancellationToken)
    {
        var sale = agreed.Edges.Where(edge => edge.Schedule.IsOfSale).ToList();
        var cost = agreed.Edges.Where(edge => !edge.Schedule.IsOfSale && edge.Schedule.BuyerId == caller.OrganizationId).ToList();
        var now = await Documents(sale, edge => edge.Now, cancellationToken);
        var next = await Documents(sale, Next, cancellationToken);
        var own = caller.OrganizationId == request.SellerId && cost.Count > 0
            ? new QuotedCostView(await Documents(cost, edge => edge.Now, cancellationToken), await Documents(cost, Next, cancellationToken))
            : null;

        // A draft and the request it becomes are the same to a quote; who asks is not, because sides see different edges.
        var quoted = new
        {
            request.ConnectionId,
            request.SubscriptionId,
            request.MainSubscriptionId,
            request.Change,
            request.Before,
            request.After,
            request.EffectiveOn,
            caller.OrganizationId,
            now,
            next,
            own,
        };
        var isByDate = request.EffectiveOn is not null && request.Change != RequestChange.Cancel;
        var isEstimate = isByDate || sale.Exists(edge => edge.NextIsEstimate);
        return new DraftedQuote(
            new QuoteView(request.ConnectionId, now, next, own, isEstimate, tokens.Expiry(), Token: null),
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
