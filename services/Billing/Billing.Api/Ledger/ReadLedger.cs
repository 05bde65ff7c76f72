using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Ledger;

/// <summary>One double entry.</summary>
/// <param name="DocumentId">The invoice or credit note.</param>
/// <param name="SourceId">What of it: a line, a payment, or the document itself.</param>
internal sealed record LedgerEntryView(
    Guid Id,
    Guid ConnectionId,
    Guid DocumentId,
    Guid SourceId,
    LedgerReason Reason,
    LedgerAccount Debit,
    LedgerAccount Credit,
    Money Amount,
    DateTimeOffset PostedAt)
{
    public static LedgerEntryView Of(LedgerEntry entry) =>
        new(entry.Id, entry.ConnectionId, entry.DocumentId, entry.SourceId, entry.Reason, entry.Debit, entry.Credit, entry.Amount, entry.PostedAt);
}

/// <summary>A seller's books. They are the seller's alone: the buyer keeps its own.</summary>
internal static class ReadLedger
{
    public static async Task<Ok<Page<LedgerEntryView>>> List(
        [AsParameters] PageQuery page, Guid? connectionId, Guid? documentId, Caller caller, BillingDb db, CancellationToken cancellationToken)
    {
        var entries = db.LedgerEntries.AsNoTracking().Where(entry => entry.SellerId == caller.OrganizationId);
        if (connectionId is not null)
        {
            entries = entries.Where(entry => entry.ConnectionId == connectionId);
        }

        if (documentId is not null)
        {
            entries = entries.Where(entry => entry.DocumentId == documentId);
        }

        return TypedResults.Ok(await entries.ToPageAsync(page, entry => entry.Id, entry => LedgerEntryView.Of(entry), cancellationToken));
    }
}
