using Billing.Api.Jobs;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Invoices;

/// <summary>Makes charges an invoice from an edge's seller to its buyer. The caller saves.</summary>
internal sealed class IssueInvoice(BillingDb db)
{
    /// <param name="connectionId">The edge.</param>
    /// <param name="charges">At least one, all in one currency and of one type.</param>
    /// <param name="now">The moment of issue.</param>
    public async Task Run(
        Guid connectionId, IReadOnlyList<(BillingSchedule Schedule, ChargeLine Line)> charges, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleAsync(row => row.Id == connectionId, cancellationToken);
        var terms = InvoiceRules.Issue([.. charges.Select(charge => charge.Line)], now, connection.PaymentTermsDays, charges[0].Schedule.Calendar());
        var invoice = new Invoice
        {
            Id = Guid.CreateVersion7(),
            RealmId = connection.RealmId,
            SellerId = connection.SellerId,
            BuyerId = connection.BuyerId,
            ConnectionId = connectionId,
            Number = await NextNumber(connection.RealmId, connection.SellerId, cancellationToken),
            Type = charges[0].Schedule.InvoiceType,
            Status = terms.Status,
            IssuedOn = terms.IssuedOn,
            DueOn = terms.DueOn,
            IssuedAt = now,
            ReferenceNumber = connection.ReferenceNumber,
            AmountDue = terms.AmountDue,
            AmountPaid = Money.Zero(terms.AmountDue.Currency),
        };
        foreach (var (schedule, line) in charges)
        {
            invoice.Lines.Add(Charge(invoice, schedule, line));
        }

        db.Add(invoice);
        if (invoice.Status == InvoiceStatus.Unpaid)
        {
            db.Schedule<MarkInvoiceOverdue>(invoice.Id.ToString(), terms.OverdueAt);
        }

        db.Emit(new Facts.InvoiceIssued(invoice.ToFact()), invoice.Id, invoice.Version, now);
    }

    private static Charge Charge(Invoice invoice, BillingSchedule schedule, ChargeLine line) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = invoice.RealmId,
        SellerId = invoice.SellerId,
        BuyerId = invoice.BuyerId,
        ConnectionId = invoice.ConnectionId,
        SubscriptionId = schedule.SubscriptionId,
        InvoiceId = invoice.Id,
        Position = invoice.Lines.Count + 1,
        ProductId = schedule.ProductId,
        ProductName = schedule.ProductName,
        EndAccountName = schedule.EndAccountName,
        PeriodStart = line.Period.Start,
        PeriodEnd = line.Period.End,
        Days = line.Period.Days,
        PeriodDays = line.PeriodDays,
        Quantity = line.Quantity,
        UnitPrice = line.Price.Unit,
        PriceSource = line.Price.Source,
        PriceVersion = line.Price.Version,
        Formula = line.Formula,
        Amount = line.Amount,
    };

    /// <summary>Holds the seller's counter until the invoice commits: a number is given out once, and none is lost.</summary>
    private async Task<long> NextNumber(Guid realmId, Guid sellerId, CancellationToken cancellationToken)
    {
        var numbers = await db.Database.SqlQuery<long>(
            $"""
            INSERT INTO invoice_counters AS counter (seller_id, realm_id, last) VALUES ({sellerId}, {realmId}, 1)
            ON CONFLICT (seller_id) DO UPDATE SET last = counter.last + 1
            RETURNING last AS "Value"
            """).ToListAsync(cancellationToken);
        return numbers.Single();
    }
}
