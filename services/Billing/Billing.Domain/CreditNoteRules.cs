using Primitives;

namespace Billing.Domain;

/// <summary>An invoice's line, and what was credited of it before.</summary>
/// <param name="Net">Negative where the line itself gave something back.</param>
public sealed record CreditableLine(Guid Id, Money Net, Money Tax, Money CreditedNet, Money CreditedTax)
{
    public Money RestNet => Net - CreditedNet;

    /// <summary>The tax that goes with another <paramref name="net"/>.</summary>
    /// <remarks>
    /// The difference of what is owed back up to here and up to there, each rounded half to even: so the tax of any parts adds up to the line's tax, however it
    /// is cut.
    /// </remarks>
    public Money TaxOf(Money net) => UpTo(CreditedNet + net) - CreditedTax;

    private Money UpTo(Money credited)
    {
        // Both are of one sign, that of the line.
        var (part, whole) = (Math.Abs(credited.MinorUnits), Math.Abs(Net.MinorUnits));
        return whole == 0 ? Money.Zero(Tax.Currency) : Tax.Prorate(part, whole);
    }
}

/// <summary>What of a line is to be credited.</summary>
/// <param name="Net">Without tax; null for all that is left.</param>
public sealed record CreditRequest(Guid LineId, Money? Net);

public sealed record CreditDraftLine(Guid LineId, Money Net, Money Tax);

/// <summary>A credit note that could be issued.</summary>
public sealed record CreditDraft(IReadOnlyList<CreditDraftLine> Lines, Money Net, Money Tax)
{
    public Money Gross => Net + Tax;
}

public static class CreditNoteRules
{
    /// <summary>A credit note for an issued invoice: never more than is left of each line, and of the invoice.</summary>
    /// <param name="invoice">Where it stands.</param>
    /// <param name="lines">All its lines.</param>
    /// <param name="wanted">What to credit; null for everything that is left.</param>
    public static Result<CreditDraft> Draft(InvoiceStanding invoice, IReadOnlyList<CreditableLine> lines, IReadOnlyList<CreditRequest>? wanted)
    {
        var drafted = wanted is null ? Whole(lines) : Parts(lines, wanted, invoice.Due.Currency);
        if (drafted.IsRefused(out var refusal, out var credited))
        {
            return refusal;
        }

        var zero = Money.Zero(invoice.Due.Currency);
        var draft = new CreditDraft(
            credited, credited.Aggregate(zero, (sum, line) => sum + line.Net), credited.Aggregate(zero, (sum, line) => sum + line.Tax));
        if (draft.Gross.IsZero || draft.Gross.IsNegative)
        {
            return NothingLeft();
        }

        return draft.Gross > invoice.Due - invoice.Credited
            ? new Refusal("credit_exceeds_invoice", $"Of the invoice {invoice.Due - invoice.Credited} is left to credit.", RefusalKind.Unprocessable)
            : draft;
    }

    private static Result<IReadOnlyList<CreditDraftLine>> Whole(IReadOnlyList<CreditableLine> lines) =>
        lines.Where(line => !line.RestNet.IsZero).Select(line => new CreditDraftLine(line.Id, line.RestNet, line.TaxOf(line.RestNet))).ToList();

    private static Result<IReadOnlyList<CreditDraftLine>> Parts(IReadOnlyList<CreditableLine> lines, IReadOnlyList<CreditRequest> wanted, Currency currency)
    {
        var drafted = new List<CreditDraftLine>();
        for (var i = 0; i < wanted.Count; i++)
        {
            var line = lines.FirstOrDefault(candidate => candidate.Id == wanted[i].LineId);
            var net = wanted[i].Net ?? line?.RestNet;
            if (line is null || drafted.Exists(earlier => earlier.LineId == line.Id))
            {
                return Refusal.Invalid($"lines[{i}].lineId", "unknown_line", "It is no line of this invoice, or was named before.");
            }

            if (net!.Value.Currency != currency)
            {
                return Refusal.Invalid($"lines[{i}].net.currency", "currency_mismatch", $"The invoice is in {currency.Code}.");
            }

            if (Check(line, net.Value, $"lines[{i}].net") is { } refusal)
            {
                return refusal;
            }

            drafted.Add(new CreditDraftLine(line.Id, net.Value, line.TaxOf(net.Value)));
        }

        return drafted;
    }

    private static Refusal? Check(CreditableLine line, Money net, string field)
    {
        if (line.Net.IsNegative)
        {
            return new Refusal("line_gives_back", "The line gave something back itself; it can be credited with the whole invoice only.", RefusalKind.Unprocessable);
        }

        if (line.RestNet.IsZero)
        {
            return NothingLeft();
        }

        if (net.IsZero || net.IsNegative)
        {
            return Refusal.Invalid(field, "credit_not_positive", "A credit is more than zero.");
        }

        return net > line.RestNet
            ? new Refusal("credit_exceeds_line", $"Of the line {line.RestNet} is left to credit.", RefusalKind.Unprocessable, [new FieldError(field, "credit_exceeds_line", "More than is left.")])
            : null;
    }

    private static Refusal NothingLeft() => new("nothing_to_credit", "Everything is credited already, or there was nothing to pay.");
}
