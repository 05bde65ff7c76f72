using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using ServiceDefaults.Web;

namespace Orgs.Api.Invitations;

internal static class ListInvitations
{
    /// <summary>Invitations into the caller's organisation, and those it has sent into its children.</summary>
    public static async Task<Ok<Page<InvitationView>>> Handle(
        [AsParameters] PageQuery page, OneOf<InvitationStatus>? status, Guid? organizationId, OrgsDb db, CancellationToken cancellationToken)
    {
        var wanted = status?.Value;
        var invitations = db.Invitations.Where(row =>
            (wanted == null || row.Status == wanted) && (organizationId == null || row.OrganizationId == organizationId));
        return TypedResults.Ok(await invitations.ToPageAsync(page, row => row.Id, InvitationView.Of, cancellationToken));
    }
}
