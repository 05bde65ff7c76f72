using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;
using ServiceDefaults.Web;

namespace ServiceDefaults.Audit;

/// <summary>One change. <c>before</c> and <c>after</c> are the state of the subject.</summary>
/// <param name="PersonId">Who did it; null for what the platform did by itself.</param>
/// <param name="OrganizationId">On whose behalf.</param>
/// <param name="At">On the wall clock.</param>
/// <param name="RealmTime">The same moment on the realm's clock.</param>
public sealed record AuditEntryView(
    Guid Id,
    Guid? PersonId,
    Guid OrganizationId,
    string Action,
    string Subject,
    Guid SubjectId,
    JsonElement? Before,
    JsonElement? After,
    string? Reason,
    string? IpAddress,
    DateTimeOffset At,
    DateTimeOffset RealmTime)
{
    public static AuditEntryView Of(AuditEntry entry) => new(
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

/// <summary>What was done on behalf of the caller's organisation, newest first.</summary>
public static class ListAudit
{
    /// <summary>As <c>/audit</c>; the service names the operation and says who may.</summary>
    public static RouteHandlerBuilder MapListAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", Handle);

    private static async Task<Ok<Page<AuditEntryView>>> Handle(
        [AsParameters] PageQuery page, Guid? subjectId, ServiceDbContext db, CancellationToken cancellationToken)
    {
        var entries = db.Set<AuditEntry>().AsNoTracking().Where(entry => subjectId == null || entry.SubjectId == subjectId);
        var found = await entries.ToPageAsync(page, entry => entry.Id, entry => entry, cancellationToken);
        return TypedResults.Ok(new Page<AuditEntryView>([.. found.Items.Select(AuditEntryView.Of)], found.NextCursor));
    }
}
