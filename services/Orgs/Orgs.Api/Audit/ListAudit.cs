using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using ServiceDefaults.Audit;
using ServiceDefaults.Web;

namespace Orgs.Api.Audit;

/// <summary>One change. <c>before</c> and <c>after</c> are the public state of the subject.</summary>
/// <param name="PersonId">Who did it; null for what the platform did by itself.</param>
/// <param name="PersonNamespace">Of the person's own organisation, which may be another one than that on whose behalf it acted.</param>
/// <param name="OrganizationId">On whose behalf.</param>
/// <param name="At">On the wall clock.</param>
/// <param name="RealmTime">The same moment on the realm's clock.</param>
internal sealed record AuditEntryView(
    Guid Id,
    Guid? PersonId,
    string? PersonName,
    string? PersonNamespace,
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

/// <param name="Subject">The kind of object, such as <c>connection</c>.</param>
/// <param name="Action">An operation id.</param>
internal sealed record AuditFilter(
    Guid? SubjectId,
    string? Subject,
    Guid? PersonId,
    string? Action,
    [property: Description("Not before this moment of the wall clock.")] DateTimeOffset? From,
    [property: Description("Before this moment of the wall clock.")] DateTimeOffset? To);

internal static class ListAudit
{
    /// <summary>What was done on behalf of the caller's organisation.</summary>
    public static async Task<Ok<Page<AuditEntryView>>> Handle(
        [AsParameters] PageQuery page, [AsParameters] AuditFilter filter, OrgsDb db, CancellationToken cancellationToken)
    {
        var (from, to) = (filter.From?.ToUniversalTime(), filter.To?.ToUniversalTime());
        var entries = db.AuditEntries.AsNoTracking().Where(entry =>
            (filter.SubjectId == null || entry.SubjectId == filter.SubjectId)
            && (filter.Subject == null || entry.Subject == filter.Subject)
            && (filter.PersonId == null || entry.PersonId == filter.PersonId)
            && (filter.Action == null || entry.Action == filter.Action)
            && (from == null || entry.At >= from)
            && (to == null || entry.At < to));
        var found = await entries.ToPageAsync(page, entry => entry.Id, entry => entry, cancellationToken);
        var people = await PeopleAsync(db, found.Items, cancellationToken);
        return TypedResults.Ok(new Page<AuditEntryView>([.. found.Items.Select(entry => View(entry, people))], found.NextCursor));
    }

    private static async Task<Dictionary<Guid, (string Name, string Namespace)>> PeopleAsync(OrgsDb db, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var ids = entries.Where(entry => entry.PersonId is not null).Select(entry => entry.PersonId.GetValueOrDefault()).Distinct().ToList();
        // Their own organisations may be outside the caller's family.
        var people = await db.People
            .IgnoreQueryFilters([OrgsDb.FamilyFilter])
            .Where(person => ids.Contains(person.Id))
            .Select(person => new { person.Id, person.Name, person.HomeOrganization!.Slug })
            .ToListAsync(cancellationToken);
        return people.ToDictionary(person => person.Id, person => (person.Name, Namespaces.Of(person.Slug)));
    }

    private static AuditEntryView View(AuditEntry entry, Dictionary<Guid, (string Name, string Namespace)> people)
    {
        var (name, @namespace) = entry.PersonId is { } id ? people.GetValueOrDefault(id) : default;
        return View(entry, name, @namespace);
    }

    private static AuditEntryView View(AuditEntry entry, string? personName, string? personNamespace) => new(
        entry.Id,
        entry.PersonId,
        personName,
        personNamespace,
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
