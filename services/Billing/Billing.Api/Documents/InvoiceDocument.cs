using System.Globalization;
using Billing.Api.CreditNotes;
using Billing.Api.Invoices;
using Billing.Api.Payments;
using Billing.Domain;
using Primitives;

namespace Billing.Api.Documents;

/// <summary>An invoice as a page to read and to print: no script, nothing loaded from anywhere.</summary>
internal static class InvoiceDocument
{
    private const string Style = """
        @page { size: A4; margin: 16mm 14mm; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 190mm; padding: 8mm; color: #1c2430; font: 10.5pt/1.45 "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
        header { display: flex; justify-content: space-between; align-items: flex-start; border-bottom: 2px solid #1c2430; padding-bottom: 5mm; }
        h1 { margin: 0; font-size: 20pt; font-weight: 600; letter-spacing: -0.01em; }
        h2 { margin: 7mm 0 2mm; font-size: 11pt; }
        .status { border: 1px solid currentColor; border-radius: 3px; padding: 0.6mm 2.4mm; font-size: 9pt; font-weight: 600; text-transform: uppercase; }
        .paid { color: #1a7a45; } .unpaid { color: #7a5b00; } .overdue { color: #b3261e; }
        .parties { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 6mm; margin: 6mm 0; }
        .label { color: #5c6675; font-size: 8.5pt; }
        dl { display: grid; grid-template-columns: auto 1fr; gap: 0.5mm 4mm; margin: 0; align-content: start; } dt { color: #5c6675; } dd { margin: 0; }
        table { width: 100%; border-collapse: collapse; } thead { display: table-header-group; }
        th { text-align: left; font-size: 8.5pt; font-weight: 600; color: #5c6675; border-bottom: 1px solid #9aa3af; padding: 1.5mm 2mm; }
        td { vertical-align: top; border-bottom: 1px solid #e1e5ea; padding: 2mm; } tr { break-inside: avoid; }
        th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
        .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .small { color: #5c6675; font-size: 8.5pt; }
        .totals { width: 82mm; margin: 4mm 0 0 auto; break-inside: avoid; } .totals td { border: 0; padding: 0.8mm 0; }
        .totals .sum td { border-top: 1px solid #9aa3af; font-weight: 600; } .totals .open td { border-top: 2px solid #1c2430; font-size: 12.5pt; font-weight: 700; padding-top: 1.6mm; }
        .note { margin-top: 5mm; padding: 2.5mm 3.5mm; background: #f2f4f7; border-radius: 3px; }
        @media print { body { max-width: none; padding: 0; } }
        """;

    /// <param name="seller">As printed at issue, a line each; the buyer likewise.</param>
    public static string Page(InvoiceView invoice, string seller, string buyer, IReadOnlyList<CreditNoteSummaryView> creditNotes) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width">
        <title>Invoice {invoice.Number}</title>
        <style>{Html.Verbatim(Style)}</style>
        </head>
        <body>{Body(invoice, seller, buyer, creditNotes)}</body>
        </html>
        """).ToString();

    private static Html Body(InvoiceView invoice, string seller, string buyer, IReadOnlyList<CreditNoteSummaryView> creditNotes) => Html.Of($"""
        <header>
        <div><h1>Invoice {invoice.Number}</h1><div class="small">{TypeOf(invoice.Type)} · {invoice.AmountDue.Currency.Code}</div></div>
        <div class="status {invoice.Status.ToWord()}">{invoice.Status}</div>
        </header>
        <section class="parties">
        <div><div class="label">From</div>{Party(seller)}</div>
        <div><div class="label">To</div>{Party(buyer)}</div>
        <dl>
        <dt>Issued</dt><dd>{Day(invoice.IssuedOn)}</dd>
        <dt>Due</dt><dd>{Day(invoice.DueOn)}</dd>
        {Optional("Reference", invoice.ReferenceNumber)}
        {Optional("Order", invoice.OrderNumber)}
        </dl>
        </section>
        {Lines(invoice.Lines)}
        {Totals(invoice)}
        {(invoice.TaxNote is { } note ? Html.Of($"""<p class="note">{note}</p>""") : Html.Nothing)}
        {Payments(invoice.Payments)}
        {CreditNotes(creditNotes)}
        """);

    /// <param name="printed">A line each; the first is who it is.</param>
    private static Html Party(string printed)
    {
        var lines = printed.Split('\n');
        return Html.Of($"<strong>{lines[0]}</strong>{Html.Join(lines.Skip(1).Select(line => Html.Of($"<div>{line}</div>")))}");
    }

    private static Html Optional(string name, string? value) => value is null ? Html.Nothing : Html.Of($"<dt>{name}</dt><dd>{value}</dd>");

    private static Html Lines(IReadOnlyList<InvoiceLineView> lines) => Html.Of($"""
        <table>
        <thead><tr><th>Description</th><th class="number">Qty</th><th class="number">Unit price</th><th class="number">Net</th><th class="number">Tax</th><th class="number">Amount</th></tr></thead>
        <tbody>{Html.Join(lines.Select(Line))}</tbody>
        </table>
        """);

    private static Html Line(InvoiceLineView line) => Html.Of($"""
        <tr>
        <td><strong>{line.ProductName}</strong>{(line.EndAccountName is { } account ? Html.Of($" for {account}") : Html.Nothing)}
        <div class="small">{KindOf(line.Kind)}, {Period(line)}</div>
        <div class="small">{SourceOf(line.PriceSource)}, version {line.PriceVersion}: {line.Formula}</div></td>
        <td class="number">{line.Quantity}</td>
        <td class="number">{line.UnitPrice.ToDecimalString()}{Discount(line.UnitDiscount)}</td>
        <td class="number">{line.Amount.ToDecimalString()}</td>
        <td class="number">{line.Tax.ToDecimalString()}<div class="small">{Percent(line.TaxPercent)}</div></td>
        <td class="number">{line.Gross.ToDecimalString()}</td>
        </tr>
        """);

    private static Html Discount(Money discount) => discount.IsZero ? Html.Nothing : Html.Of($"""<div class="small">{discount.ToDecimalString()} off</div>""");

    private static Html Totals(InvoiceView invoice)
    {
        var byRate = invoice.Lines
            .GroupBy(line => line.TaxPercent)
            .OrderByDescending(rate => rate.Key)
            .Where(rate => rate.Key != 0)
            .Select(rate => Row($"Tax {Percent(rate.Key)}", rate.Aggregate(Money.Zero(invoice.Tax.Currency), (sum, line) => sum + line.Tax)));
        return Html.Of($"""
            <table class="totals">
            {Row("Net", invoice.Net)}
            {Html.Join(byRate)}
            {Row("Total", invoice.AmountDue, "sum")}
            {(invoice.AmountPaid.IsZero ? Html.Nothing : Row("Paid", -invoice.AmountPaid))}
            {(invoice.AmountCredited.IsZero ? Html.Nothing : Row("Credited", -invoice.AmountCredited))}
            {Row("Amount due", invoice.AmountOpen, "open")}
            </table>
            """);
    }

    private static Html Row(string name, Money amount, string style = "") => Html.Of($"""<tr class="{style}"><td>{name}</td><td class="number">{amount}</td></tr>""");

    private static Html Payments(IReadOnlyList<PaymentView> payments) => payments.Count == 0 ? Html.Nothing : Html.Of($"""
        <h2>Payments</h2>
        <table><tbody>{Html.Join(payments.Select(payment => Html.Of(
            $"""<tr><td>{Day(DateOnly.FromDateTime(payment.RecordedAt.UtcDateTime))}</td><td>{MethodOf(payment.Method)} {payment.Reference}{Reversed(payment)}</td><td class="number">{payment.Amount}</td></tr>""")))}</tbody></table>
        """);

    private static Html Reversed(PaymentView payment) => payment.ReversedAt is null ? Html.Nothing : Html.Of($"""<div class="small">Reversed: {payment.ReversalReason}</div>""");

    private static Html CreditNotes(IReadOnlyList<CreditNoteSummaryView> notes) => notes.Count == 0 ? Html.Nothing : Html.Of($"""
        <h2>Credit notes</h2>
        <table><tbody>{Html.Join(notes.Select(note => Html.Of(
            $"""<tr><td>{Day(note.IssuedOn)}</td><td>{note.Number}: {note.Reason}</td><td class="number">{note.Total}</td></tr>""")))}</tbody></table>
        """);

    private static string Period(InvoiceLineView line) =>
        line.PeriodEnd > line.PeriodStart
            ? $"{Day(line.PeriodStart)} to {Day(line.PeriodEnd.AddDays(-1))} ({line.Days} of {line.PeriodDays} days)"
            : Day(line.PeriodStart);

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Percent(decimal percent) => $"{percent.ToString("0.###", CultureInfo.InvariantCulture)} %";

    private static string TypeOf(InvoiceType type) => type switch
    {
        InvoiceType.Subscription => "Subscription",
        InvoiceType.AddOn => "Add-on",
        InvoiceType.OneTime => "One-time charge",
        _ => type.ToString(),
    };

    private static string KindOf(ChargeKind kind) => kind switch
    {
        ChargeKind.Recurring => "Recurring",
        ChargeKind.Proration => "Change within the period",
        ChargeKind.Usage => "Usage",
        ChargeKind.OneTime => "One-time",
        _ => kind.ToString(),
    };

    private static string SourceOf(PriceSource source) => source switch
    {
        PriceSource.Recommended => "Recommended price",
        PriceSource.Wholesale => "Wholesale price",
        PriceSource.Cost => "Price at cost",
        PriceSource.Agreed => "Agreed price",
        _ => $"{source} price",
    };

    private static string MethodOf(PaymentMethod method) => method switch
    {
        PaymentMethod.Card => "Card",
        PaymentMethod.CreditBalance => "From credit",
        _ => "Payment",
    };
}
