using Primitives;

namespace Billing.Domain;

/// <summary>Why something is charged.</summary>
public enum ChargeKind
{
    /// <summary>A whole period, in advance.</summary>
    Recurring,

    /// <summary>Part of a period, because something changed inside it; negative where it gives back.</summary>
    Proration,

    /// <summary>What was used, in arrears.</summary>
    Usage,
    OneTime,
    Adjustment,
}

/// <summary>What makes a charge the one it is: on one edge no two have the same key, so nothing is charged twice.</summary>
public static class ChargeKeys
{
    public static string Recurring(Guid subscriptionId, DateOnly periodStart) => $"r:{subscriptionId}:{periodStart:yyyy-MM-dd}";

    /// <param name="changeId">What caused it.</param>
    /// <param name="number">Counts the lines of that change.</param>
    public static string Proration(Guid changeId, int number) => $"p:{changeId}:{number}";

    public static string OneTime(Guid subscriptionId) => $"o:{subscriptionId}";

    public static string Usage(Guid tallyId) => $"u:{tallyId}";
}

/// <summary>Something to be charged on one edge, before tax.</summary>
/// <param name="Type">The kind of invoice it belongs on.</param>
/// <param name="TaxCode">The product's.</param>
/// <param name="Net">Negative where it gives back.</param>
public sealed record BillableLine(InvoiceType Type, string TaxCode, Money Net);

/// <summary>A line with its tax.</summary>
/// <param name="Source">Which of the lines given it is, from 0.</param>
/// <param name="Position">On the document, from 1.</param>
public sealed record DraftLine(int Source, int Position, Money Net, AppliedTax Rate, Money Tax);

/// <summary>An invoice that could be issued, or a credit note where more is given back than asked for.</summary>
/// <param name="Net">The sum of the lines, as is <paramref name="Tax"/>.</param>
/// <param name="IsReverseCharge">The buyer accounts for the tax.</param>
public sealed record InvoiceDraft(InvoiceType Type, IReadOnlyList<DraftLine> Lines, Money Net, Money Tax, bool IsReverseCharge)
{
    /// <summary>What the buyer is to pay; of a credit note what it gets back, negative.</summary>
    public Money Gross => Net + Tax;

    public bool IsCreditNote => Gross.IsNegative;
}

/// <summary>Makes lines invoices. Previews, single invoices and bill runs all come through here, so a preview cannot differ from its charge.</summary>
public static class InvoiceDrafting
{
    /// <summary>One draft for each currency and invoice type among the lines, credit notes first so that what they give back can pay for the others.</summary>
    /// <param name="lines">Of one edge, in the order in which they shall be printed.</param>
    /// <param name="tax">That edge's.</param>
    public static IReadOnlyList<InvoiceDraft> Draft(IReadOnlyList<BillableLine> lines, TaxContext tax)
    {
        var drafts =
            from indexed in lines.Select((line, index) => (Line: line, Index: index))
            group indexed by (indexed.Line.Net.Currency, indexed.Line.Type) into document
            orderby document.Key.Currency.Code, document.Key.Type
            select Document(document.Key.Type, document.Key.Currency, [.. document], tax);
        return [.. drafts.OrderBy(draft => !draft.IsCreditNote)];
    }

    private static InvoiceDraft Document(InvoiceType type, Currency currency, (BillableLine Line, int Index)[] lines, TaxContext tax)
    {
        var drafted = new DraftLine[lines.Length];
        var net = Money.Zero(currency);
        var taxed = Money.Zero(currency);
        for (var i = 0; i < lines.Length; i++)
        {
            var (line, index) = lines[i];
            var rate = tax.On(line.TaxCode);
            drafted[i] = new DraftLine(index, i + 1, line.Net, rate, rate.Of(line.Net));
            net += line.Net;
            taxed += drafted[i].Tax;
        }

        return new InvoiceDraft(type, drafted, net, taxed, tax.IsReverseCharge);
    }
}
