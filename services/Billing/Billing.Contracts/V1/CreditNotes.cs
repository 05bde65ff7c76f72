namespace Billing.Contracts.V1;

/// <summary>A seller gives back what it had charged. Aggregate: the credit note.</summary>
public sealed record CreditNoteIssued(CreditNote CreditNote);

/// <param name="Id">The credit note.</param>
/// <param name="ConnectionId">Where it belongs.</param>
/// <param name="SellerId">Who issued it.</param>
/// <param name="BuyerId">Who gets it back.</param>
/// <param name="Number">Without gaps per seller, apart from its invoices'.</param>
/// <param name="InvoiceId">The invoice it corrects; null where lines of its own came out negative, after a cancellation for example.</param>
/// <param name="IssuedOn">A date in the seller's time zone.</param>
/// <param name="Net">What is given back without tax.</param>
/// <param name="Tax">The tax on it.</param>
/// <param name="Total">Both.</param>
/// <param name="ToBalance">How much of it became credit of the connection, because nothing was left to pay.</param>
public sealed record CreditNote(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string Number,
    Guid? InvoiceId,
    DateOnly IssuedOn,
    Money Net,
    Money Tax,
    Money Total,
    Money ToBalance);
