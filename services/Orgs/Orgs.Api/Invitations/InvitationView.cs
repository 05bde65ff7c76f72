using System.Linq.Expressions;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using ServiceDefaults.Web;

namespace Orgs.Api.Invitations;

/// <param name="OrganizationId">Where it leads.</param>
/// <param name="ExpiresAt">On the wall clock.</param>
internal sealed record InvitationView(
    Guid Id,
    Guid OrganizationId,
    string OrganizationName,
    string Email,
    string Name,
    MembershipRole Role,
    bool PortalAccess,
    InvitationStatus Status,
    DateTimeOffset ExpiresAt,
    DateTimeOffset CreatedAt,
    long Version) : IVersionedView
{
    public static readonly Expression<Func<Invitation, InvitationView>> Of = row => new InvitationView(
        row.Id,
        row.OrganizationId,
        row.Organization!.Name,
        row.Email,
        row.Name,
        row.Role,
        row.PortalAccess,
        row.Status,
        row.ExpiresAt,
        row.CreatedAt,
        row.Version);

    public static InvitationView From(Invitation row, string organizationName) => new(
        row.Id,
        row.OrganizationId,
        organizationName,
        row.Email,
        row.Name,
        row.Role,
        row.PortalAccess,
        row.Status,
        row.ExpiresAt,
        row.CreatedAt,
        row.Version);
}
