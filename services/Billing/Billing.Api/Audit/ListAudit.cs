using System.Text.Json;
using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Audit;

/// <summary>One change. <c>before</c> and <c>after</c> are the state of the subject.</summary>
internal sealed record AuditEntryView(
    Guid Id,
    Guid PersonId,
    Guid OrganizationId,
    string Action,
    string Subject,
    Guid SubjectId,
    JsonElement? Before,
    JsonElement? After,
    string? Reason,
    string? IpAddress,
    DateTimeOffset At,
    DateTimeOffset RealmTime);

/// <summary>What the people of the caller's organisation changed.</summary>
internal static class ListAudit
{
    public static async Task<Ok<Page<AuditEntryView>>> Handle([AsParameters] PageQuery page, Guid? subjectId, BillingDb db, CancellationToken cancellationToken)
    {
        var entries = db.AuditEntries.AsNoTracking().Where(entry => subjectId == null || entry.SubjectId == subjectId);
        var found = await entries.ToPageAsync(page, entry => entry.Id, entry => entry, cancellationToken);
        return TypedResults.Ok(new Page<AuditEntryView>([.. found.Items.Select(View)], found.NextCursor));
    }

    private static AuditEntryView View(AuditEntry entry) => new(
        entry.Id,
        entry.PersonId,
        entry.OrganizationId,
        entry.Action,
        entry.Subject,
        entry.SubjectId,
        Parse(entry.Before),
        Parse(entry.After),
        entry.Reason,
        entry.IpAddress,
        entry.At,
        entry.RealmTime);

    private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
}
