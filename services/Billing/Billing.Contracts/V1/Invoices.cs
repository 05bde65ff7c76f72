namespace Billing.Contracts.V1;

/// <summary>A seller asks its direct buyer for money. Aggregate of all these: the invoice.</summary>
public sealed record InvoiceIssued(Invoice Invoice);

public sealed record InvoicePaid(Invoice Invoice);

/// <summary>The due date passed with something still to pay.</summary>
public sealed record InvoiceOverdue(Invoice Invoice);

/// <summary>Money moved and its status stayed: a part was paid or credited; or a payment did not hold, and it is unpaid again.</summary>
public sealed record InvoiceChanged(Invoice Invoice);

/// <param name="Id">The invoice.</param>
/// <param name="ConnectionId">Where it belongs.</param>
/// <param name="SellerId">Who issued it.</param>
/// <param name="BuyerId">Who pays it.</param>
/// <param name="Number">Without gaps per seller.</param>
/// <param name="Type">subscription | addOn | oneTime</param>
/// <param name="Status">unpaid | paid | overdue</param>
/// <param name="IssuedOn">A date in the seller's time zone.</param>
/// <param name="DueOn">The last day to pay on.</param>
/// <param name="AmountDue">The total of the lines.</param>
/// <param name="AmountPaid">So far.</param>
/// <param name="ReferenceNumber">The buyer's own, printed on it.</param>
/// <param name="Net">The total without tax.</param>
/// <param name="Tax">The tax in the total.</param>
/// <param name="AmountCredited">What credit notes took off.</param>
/// <param name="OrderNumber">Of the order it comes from.</param>
public sealed record Invoice(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    string Number,
    string Type,
    string Status,
    DateOnly IssuedOn,
    DateOnly DueOn,
    Money AmountDue,
    Money AmountPaid,
    string? ReferenceNumber,
    Money? Net = null,
    Money? Tax = null,
    Money? AmountCredited = null,
    string? OrderNumber = null);
