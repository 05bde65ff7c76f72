using System.Diagnostics;
using Billing.Api.Invoices;
using Billing.Api.Jobs;
using Billing.Api.Ledger;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.BillRuns;

/// <summary>
/// A chunk of a bill run: charges everything that is due on these edges at one instant and invoices it, in the current transaction. What comes out is what
/// <see cref="IssueInvoice"/> makes of each edge by itself, written by COPY and set-based statements instead of row by row.
/// </summary>
internal sealed partial class BillDueEdges(
    BillingDb db, DueEdges dueEdges, DocumentNumbers numbers, IssueInvoice issue, BillRunRecord record, ILogger<BillDueEdges> logger)
{
    /// <summary>
    /// Schedules in one transaction, unless a single portion has more. A reseller's edge has as many as the reseller has sold: without a limit, a chunk of such
    /// edges would keep its locks, and the database from clearing up behind all others, for as long as half a run takes.
    /// </summary>
    private const int MostSchedules = 20_000;

    /// <param name="connectionIds">The edges, no two the same.</param>
    /// <param name="now">The instant, which is the moment of issue.</param>
    /// <returns>What was billed, and the edges that were left for another transaction; of a single edge nothing is left.</returns>
    public async Task<(BilledCounts Billed, IReadOnlyCollection<Guid> Left)> Run(Guid[] connectionIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var sellers = new Dictionary<Guid, BilledCounts>();
        var schedules = 0;
        var left = new List<Guid>();
        foreach (var portion in await dueEdges.Portions(connectionIds, cancellationToken))
        {
            if (schedules >= MostSchedules)
            {
                left.AddRange(portion);
                continue;
            }

            var edges = await RunPortion(portion, now, cancellationToken);
            foreach (var seller in edges.GroupBy(edge => edge.Due.Edge.SellerId))
            {
                sellers[seller.Key] = sellers.GetValueOrDefault(seller.Key, BilledCounts.None) + BilledCounts.Of([.. seller]);
            }

            schedules += edges.Sum(edge => edge.Due.Schedules.Count);
        }

        await record.Add(now, sellers, cancellationToken);
        var billed = sellers.Values.Aggregate(BilledCounts.None, (sum, seller) => sum + seller);
        var took = Stopwatch.GetElapsedTime(started);
        BillRunFigures.Connections.Add(billed.Connections);
        BillRunFigures.Charges.Add(billed.Charges);
        BillRunFigures.Invoices.Add(billed.Invoices);
        BillRunFigures.ChunkDuration.Record(took.TotalSeconds);
        LogBilled(billed.Connections, now, billed.Charges, billed.Invoices, (long)took.TotalMilliseconds);
        return (billed, left);
    }

    private async Task<List<BillableEdge>> RunPortion(Guid[] connectionIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await dueEdges.Lock(connectionIds, now, cancellationToken);
        if (due.Count == 0)
        {
            return [];
        }

        List<BillableEdge> edges = [.. due.Select(BillableEdge.Of)];
        var invoices = Compose(edges, now);
        await Advance([.. due.SelectMany(edge => edge.Schedules)], cancellationToken);
        await Post(invoices, due, now, cancellationToken);
        await Number(edges, invoices, cancellationToken);
        await Issue(invoices, now, cancellationToken);
        foreach (var edge in edges.Where(edge => edge.InvolvesCredit))
        {
            await issue.Run(edge.Due.Edge.Id, edge.Lines, now, edge.OrderNumberOf(edge.Lines), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return edges;
    }

    /// <summary>Writes how far the schedules have come, and has their edges billed again at the next instant.</summary>
    private async Task Advance(IReadOnlyList<BillingSchedule> schedules, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. schedules.Select(schedule => schedule.Id)];
        int[] periods = [.. schedules.Select(schedule => schedule.NextPeriod)];
        DateTimeOffset?[] instants = [.. schedules.Select(schedule => schedule.NextChargeAt?.ToUniversalTime())];
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE billing_schedules AS schedule SET next_period = moved.next_period, next_charge_at = moved.next_charge_at
            FROM unnest({ids}, {periods}, {instants}) AS moved (id, next_period, next_charge_at) WHERE schedule.id = moved.id
            """,
            cancellationToken);
        var next = schedules.Where(schedule => schedule.NextChargeAt is not null).Select(schedule => (schedule.ConnectionId, schedule.NextChargeAt!.Value)).Distinct();
        await db.ScheduleMany<BillConnection>([.. next.Select(edge => Charging.BillingOf(edge.ConnectionId, edge.Value))], cancellationToken);
    }

    private static List<Invoice> Compose(List<BillableEdge> edges, DateTimeOffset now)
    {
        var invoices = new List<Invoice>();
        foreach (var edge in edges.Where(edge => !edge.InvolvesCredit))
        {
            invoices.AddRange(edge.Drafts.Select(draft => InvoiceComposition.Compose(
                edge.Due.Edge, edge.Due.Parties, draft, edge.Lines, paid: Money.Zero(draft.Gross.Currency), edge.OrderNumberOf(draft.Lines.Select(line => edge.Lines[line.Source])), now)));
        }

        return invoices;
    }

    /// <summary>Everything about the invoices that needs no number.</summary>
    private async Task Post(List<Invoice> invoices, IReadOnlyList<DueEdge> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.CopyRows([.. invoices.SelectMany(LedgerEntry.OfIssued)], cancellationToken);
        var unpaid = invoices.Where(invoice => invoice.Status == InvoiceStatus.Unpaid).ToList();
        await db.ScheduleNew<MarkInvoiceOverdue>([.. unpaid.Select(invoice => new BulkDueWork(invoice.Id.ToString(), invoice.OverdueAt))], cancellationToken);
        await Schedule<MailInvoice>(invoices, [.. due.Where(edge => edge.Edge.AccountsPayableEmail is not null).Select(edge => edge.Edge.Id)], now, cancellationToken);
        await Schedule<ChargeInvoice>(unpaid, [.. due.Where(edge => edge.HasCard).Select(edge => edge.Edge.Id)], now, cancellationToken);
    }

    private Task Schedule<TWork>(List<Invoice> invoices, HashSet<Guid> connectionIds, DateTimeOffset now, CancellationToken cancellationToken)
        where TWork : IDueWork =>
        db.ScheduleNew<TWork>(
            [.. invoices.Where(invoice => connectionIds.Contains(invoice.ConnectionId)).Select(invoice => new BulkDueWork(invoice.Id.ToString(), now))], cancellationToken);

    /// <summary>
    /// Takes all sellers' numbers at once and late: their counters stay locked until the chunk commits, and every replica locks them in the same order.
    /// </summary>
    private async Task Number(List<BillableEdge> edges, List<Invoice> invoices, CancellationToken cancellationToken)
    {
        var counts = edges.GroupBy(edge => edge.Due.Edge.SellerId, edge => edge.InvolvesCredit ? 0 : edge.Drafts.Count).ToDictionary(seller => seller.Key, seller => seller.Sum());
        var next = await numbers.ReserveInvoices(edges[0].Due.Edge.RealmId, counts, cancellationToken);
        foreach (var invoice in invoices)
        {
            invoice.GiveNumber(next[invoice.SellerId]++);
        }
    }

    private async Task Issue(List<Invoice> invoices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.CopyRows(invoices, cancellationToken);
        await db.CopyRows([.. invoices.SelectMany(invoice => invoice.Lines)], cancellationToken);
        await db.EmitMany(
            [.. invoices.Select(invoice => new BulkEvent<Facts.InvoiceIssued>(new Facts.InvoiceIssued(invoice.ToFact()), invoice.Id, invoice.Version))],
            now,
            cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Information, "Bill run: {Connections} connections due at {DueAt}, {Charges} charges on {Invoices} invoices in {Milliseconds} ms")]
    private partial void LogBilled(int connections, DateTimeOffset dueAt, int charges, int invoices, long milliseconds);
}
