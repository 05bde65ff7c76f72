using Primitives;

namespace Billing.Domain;

/// <summary>The seller's accounts, kept for each connection and currency.</summary>
public enum LedgerAccount
{
    /// <summary>What the buyer is still to pay.</summary>
    Receivable,

    /// <summary>Without tax.</summary>
    Revenue,

    /// <summary>Owed to the state.</summary>
    TaxPayable,

    /// <summary>What came in.</summary>
    Cash,

    /// <summary>What the buyer has paid or been credited beyond what it owed.</summary>
    CustomerCredit,
}

/// <summary>What moved the money.</summary>
public enum LedgerReason
{
    Charge,
    ChargeTax,
    CreditNote,
    CreditNoteTax,
    Payment,
    PaymentReversal,

    /// <summary>There was nothing left to pay with it.</summary>
    ToCreditBalance,
    FromCreditBalance,
}

/// <summary>One double entry: the amount is debited to one account and credited to another, so no row and no sum of rows can be out of balance.</summary>
/// <param name="Amount">More than zero.</param>
public sealed record LedgerTransfer(LedgerReason Reason, LedgerAccount Debit, LedgerAccount Credit, Money Amount);

/// <summary>What is posted for what happens. An amount of nothing posts nothing.</summary>
public static class LedgerPosting
{
    /// <summary>A line of an invoice; a negative one runs the other way.</summary>
    public static IEnumerable<LedgerTransfer> OfLine(Money net, Money tax) =>
    [
        .. Move(LedgerReason.Charge, LedgerAccount.Receivable, LedgerAccount.Revenue, net),
        .. Move(LedgerReason.ChargeTax, LedgerAccount.Receivable, LedgerAccount.TaxPayable, tax),
    ];

    /// <summary>A line of a credit note, positive where it gives back.</summary>
    public static IEnumerable<LedgerTransfer> OfCreditLine(Money net, Money tax) =>
    [
        .. Move(LedgerReason.CreditNote, LedgerAccount.Revenue, LedgerAccount.Receivable, net),
        .. Move(LedgerReason.CreditNoteTax, LedgerAccount.TaxPayable, LedgerAccount.Receivable, tax),
    ];

    public static IEnumerable<LedgerTransfer> OfPayment(Money amount) => Move(LedgerReason.Payment, LedgerAccount.Cash, LedgerAccount.Receivable, amount);

    public static IEnumerable<LedgerTransfer> OfReversal(Money amount) => Move(LedgerReason.PaymentReversal, LedgerAccount.Receivable, LedgerAccount.Cash, amount);

    public static IEnumerable<LedgerTransfer> ToCreditBalance(Money amount) =>
        Move(LedgerReason.ToCreditBalance, LedgerAccount.Receivable, LedgerAccount.CustomerCredit, amount);

    public static IEnumerable<LedgerTransfer> FromCreditBalance(Money amount) =>
        Move(LedgerReason.FromCreditBalance, LedgerAccount.CustomerCredit, LedgerAccount.Receivable, amount);

    private static LedgerTransfer[] Move(LedgerReason reason, LedgerAccount debit, LedgerAccount credit, Money amount)
    {
        if (amount.IsZero)
        {
            return [];
        }

        return amount.IsNegative ? [new LedgerTransfer(reason, credit, debit, -amount)] : [new LedgerTransfer(reason, debit, credit, amount)];
    }
}
