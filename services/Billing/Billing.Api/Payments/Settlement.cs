using Billing.Api.Invoices;
using Billing.Api.Ledger;
using Billing.Api.Storage;
using Billing.Domain;
using Primitives;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Payments;

/// <summary>Puts money that came in to a locked invoice, whoever took it: payment, ledger, credit balance and event. The caller saves.</summary>
internal sealed class Settlement(BillingDb db, CreditBalances balances)
{
    public async Task<Result<Payment>> Pay(Invoice invoice, Money amount, PaymentOrigin origin, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (InvoiceRules.Pay(invoice.Standing, amount, origin.By).IsRefused(out var refusal, out var change))
        {
            return refusal;
        }

        var payment = new Payment
        {
            Id = Guid.CreateVersion7(),
            RealmId = invoice.RealmId,
            SellerId = invoice.SellerId,
            BuyerId = invoice.BuyerId,
            InvoiceId = invoice.Id,
            Method = origin.Method,
            Amount = amount,
            Reference = origin.Reference,
            RecordedByPersonId = origin.PersonId,
            RecordedAt = now,
        };
        db.Add(payment);
        db.AddRange(LedgerPosting.OfPayment(amount).Select(transfer => LedgerEntry.Of(invoice, payment.Id, transfer, now)));
        await Apply(invoice, change, payment.Id, now, cancellationToken);
        return payment;
    }

    /// <summary>Takes over what a rule decided about a locked invoice.</summary>
    /// <param name="sourceId">What moved the money.</param>
    public async Task Apply(Invoice invoice, InvoiceChange change, Guid sourceId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = invoice.Status;
        invoice.Take(change.Standing);
        await Move(invoice, change.ToBalance, sourceId, now, cancellationToken);
        Tell(invoice, before, now);
    }

    /// <summary>Pays the connection's open invoices from its credit balance, the one due first before the others.</summary>
    public async Task UseCredit(Guid connectionId, Currency currency, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var invoice in await db.LockOpenInvoices(connectionId, currency, cancellationToken))
        {
            var taken = await balances.Take(connectionId, invoice.AmountOpen, cancellationToken);
            if (taken.IsZero)
            {
                return;
            }

            var payment = Payment.FromBalance(invoice, taken, now);
            db.Add(payment);
            db.AddRange(LedgerPosting.FromCreditBalance(taken).Select(transfer => LedgerEntry.Of(invoice, payment.Id, transfer, now)));
            await Apply(invoice, InvoiceRules.Pay(invoice.Standing, taken, InvoiceActor.Platform).Value, payment.Id, now, cancellationToken);
        }
    }

    private async Task Move(Invoice invoice, Money toBalance, Guid sourceId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (toBalance.IsZero)
        {
            return;
        }

        if (toBalance.IsNegative)
        {
            await balances.Take(invoice.ConnectionId, -toBalance, cancellationToken);
        }
        else
        {
            await balances.Add(invoice, invoice.ConnectionId, toBalance, cancellationToken);
        }

        var transfers = toBalance.IsNegative ? LedgerPosting.FromCreditBalance(-toBalance) : LedgerPosting.ToCreditBalance(toBalance);
        db.AddRange(transfers.Select(transfer => LedgerEntry.Of(invoice, sourceId, transfer, now)));
    }

    private void Tell(Invoice invoice, InvoiceStatus before, DateTimeOffset now)
    {
        var fact = invoice.ToFact();
        if (invoice.Status == before)
        {
            db.Emit(new Facts.InvoiceChanged(fact), invoice.Id, invoice.Version, now);
        }
        else if (invoice.Status == InvoiceStatus.Paid)
        {
            db.Emit(new Facts.InvoicePaid(fact), invoice.Id, invoice.Version, now);
        }
        else if (invoice.Status == InvoiceStatus.Overdue)
        {
            db.Emit(new Facts.InvoiceOverdue(fact), invoice.Id, invoice.Version, now);
        }
        else
        {
            db.Emit(new Facts.InvoiceChanged(fact), invoice.Id, invoice.Version, now);
        }
    }
}

/// <summary>How money came, and who says so.</summary>
internal sealed record PaymentOrigin(PaymentMethod Method, InvoiceActor By, string? Reference, Guid? PersonId);
