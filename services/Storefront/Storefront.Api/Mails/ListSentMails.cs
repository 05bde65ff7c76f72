using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

internal enum MailProgress
{
    /// <summary>Not accepted by the mail server yet; it is tried again.</summary>
    Waiting,

    /// <summary>The mail server accepted it.</summary>
    Sent,

    /// <summary>Tried as often as it is tried.</summary>
    GivenUp,
}

/// <param name="SubjectId">The order or the shop it is about; null for a test.</param>
/// <param name="Error">Why the last try failed.</param>
internal sealed record SentMailView(
    Guid Id,
    MailKind Kind,
    string Recipient,
    string Subject,
    string Language,
    Guid? SubjectId,
    bool IsTest,
    DateTimeOffset WrittenAt,
    MailProgress Progress,
    int Attempts,
    DateTimeOffset? SentAt,
    string? Error);

/// <summary>Every mail in the name of the caller's organisation, newest first.</summary>
internal static class ListSentMails
{
    public static async Task<Ok<Page<SentMailView>>> Handle([AsParameters] PageQuery page, Guid? subjectId, StorefrontDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.SentMails.AsNoTracking().Where(row => subjectId == null || row.SubjectId == subjectId).ToPageAsync(
            page,
            row => row.Id,
            row => db.QueuedMails.Where(queued => queued.Id == row.Id).Select(queued => new SentMailView(
                row.Id,
                row.Kind,
                row.Recipient,
                row.Subject,
                row.Language,
                row.SubjectId,
                row.IsTest,
                row.WrittenAt,
                queued.SentAt != null ? MailProgress.Sent : queued.GivenUpAt != null ? MailProgress.GivenUp : MailProgress.Waiting,
                queued.Attempts,
                queued.SentAt,
                queued.Error)).First(),
            cancellationToken));
}
