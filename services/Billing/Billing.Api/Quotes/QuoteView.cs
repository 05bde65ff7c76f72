using Billing.Domain;
using Primitives;

namespace Billing.Api.Quotes;

/// <summary>What a change will cost, line by line with tax, as the caller may see it.</summary>
/// <param name="Now">What committing charges at once; documents with a negative total are credit notes.</param>
/// <param name="Next">What the next period is charged.</param>
/// <param name="Cost">For the seller alone: what it pays itself.</param>
/// <param name="IsEstimate">The day on which charging begins is not known yet, or the change takes effect on a later day: dates may shift.</param>
/// <param name="Token">Commit with it to be charged exactly this, or be refused with price_changed. Null where the change takes effect on a later day.</param>
internal sealed record QuoteView(
    Guid ConnectionId,
    IReadOnlyList<QuotedDocumentView> Now,
    IReadOnlyList<QuotedDocumentView> Next,
    QuotedCostView? Cost,
    bool IsEstimate,
    DateTimeOffset ExpiresAt,
    string? Token);

internal sealed record QuotedCostView(IReadOnlyList<QuotedDocumentView> Now, IReadOnlyList<QuotedDocumentView> Next);

internal sealed record QuotedDocumentView(InvoiceType Type, bool IsCreditNote, bool IsReverseCharge, Money Net, Money Tax, Money Total, IReadOnlyList<QuotedLineView> Lines);

/// <param name="PeriodEnd">The first day not charged for.</param>
/// <param name="Quantity">Negative where days are given back.</param>
/// <param name="Formula">The arithmetic, for a person.</param>
internal sealed record QuotedLineView(
    Guid ProductId,
    string ProductName,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    int Days,
    int PeriodDays,
    int Quantity,
    Money UnitPrice,
    PriceSource PriceSource,
    int PriceVersion,
    string Formula,
    Money Net,
    decimal TaxPercent,
    Money Tax);
