using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Identity;
using Orgs.Api.Storage;
using Orgs.Domain.Connections;
using Orgs.Domain.Members;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Invitations;

/// <param name="HasAccount">Whether the address has an account in this realm: then its password accepts, else a new one is set.</param>
/// <param name="FirstPlan">What was proposed together with the new organisation, and waits for its consent.</param>
/// <param name="Realm">What to name at sign-in afterwards.</param>
internal sealed record OfferedInvitationView(
    string OrganizationName, string Email, string Name, MembershipRole Role, DateTimeOffset ExpiresAt, bool HasAccount, OfferedPlanView? FirstPlan, string Realm);

internal sealed record OfferedPlanView(Guid ProductId, string Currency, PlanLength PlanLength);

internal static class ShowInvitation
{
    /// <summary>What an invitation is, for whoever holds its link. One that was used, withdrawn or has expired is not there.</summary>
    public static async Task<Results<Ok<OfferedInvitationView>, ProblemHttpResult>> Handle(
        string token, OrgsDb db, Scope scope, TimeProvider wallClock, CancellationToken cancellationToken)
    {
        scope.EnterInstallation();
        var hash = Secrets.Hash(token);
        var now = wallClock.GetUtcNow();
        var view = await db.Invitations
            .Where(row => row.TokenHash == hash && row.Status == InvitationStatus.Open && row.ExpiresAt > now)
            .Select(row => new OfferedInvitationView(
                row.Organization!.Name,
                row.Email,
                row.Name,
                row.Role,
                row.ExpiresAt,
                db.People.Any(person => person.RealmId == row.RealmId && person.Email == row.Email),
                row.FirstPlanProductId == null ? null : new OfferedPlanView(row.FirstPlanProductId.Value, row.FirstPlanCurrency!, row.FirstPlanLength!.Value),
                db.Realms.Single(realm => realm.Id == row.RealmId).Slug))
            .SingleOrDefaultAsync(cancellationToken);
        return view is null ? Problems.NotFound("invitation") : TypedResults.Ok(view);
    }
}
