using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using Orgs.Domain.Organizations;
using ServiceDefaults.Web;

namespace Orgs.Api.Members;

/// <param name="Id">The membership.</param>
/// <param name="Namespace">Of the person's own organisation, which may be another one.</param>
/// <param name="PortalAccess">Whether the person may act in this organisation.</param>
internal sealed record MemberView(
    Guid Id, Guid PersonId, string Name, string Email, string Namespace, MembershipRole Role, bool PortalAccess, DateTimeOffset JoinedAt, long Version)
    : IVersionedView
{
    public static readonly Expression<Func<Membership, MemberView>> Of = row => new MemberView(
        row.Id,
        row.PersonId,
        row.Person!.Name,
        row.Person.Email,
        Namespaces.Of(row.Person.HomeOrganization!.Slug),
        row.Role,
        row.PortalAccess,
        row.JoinedAt,
        row.Version);
}

internal static class ListMembers
{
    /// <summary>The people of the caller's organisation.</summary>
    public static async Task<Ok<Page<MemberView>>> Handle(
        [AsParameters] PageQuery page, OneOf<MembershipRole>? role, OrgsDb db, CancellationToken cancellationToken)
    {
        var wanted = role?.Value;
        var members = db.Memberships.Listed().Where(row => wanted == null || row.Role == wanted);
        return TypedResults.Ok(await members.ToPageAsync(page, row => row.Id, MemberView.Of, cancellationToken));
    }

    /// <summary>A member's own organisation, whose namespace is shown, may be outside the caller's family.</summary>
    public static IQueryable<Membership> Listed(this IQueryable<Membership> memberships) =>
        memberships.IgnoreQueryFilters([OrgsDb.FamilyFilter]).Where(row => row.LeftAt == null);
}
