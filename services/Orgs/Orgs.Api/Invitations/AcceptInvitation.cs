using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Identity;
using Orgs.Api.Members;
using Orgs.Api.Realms;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Orgs.Domain.Members;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Invitations;

/// <param name="Name">As the inviter wrote it if left out.</param>
/// <param name="Password">A new one; of an address that has an account, that account's.</param>
internal sealed record AcceptInvitationBody(string? Name, string Password);

/// <param name="Realm">What to name at sign-in.</param>
internal sealed record AcceptedInvitationView(Guid PersonId, Guid OrganizationId, string Email, MembershipRole Role, string Realm);

internal static class AcceptInvitation
{
    public static readonly Refusal AlreadyHasAccount = new(
        "account_exists", "This address has got an account at this very moment; accept with its password.");

    /// <summary>Makes the invited person a member, once.</summary>
    public static async Task<Results<Ok<AcceptedInvitationView>, ProblemHttpResult>> Handle(
        string token,
        AcceptInvitationBody body,
        OrgsDb db,
        Scope scope,
        CredentialCheck credentials,
        NewMembers members,
        AuditTrail audit,
        TimeProvider wallClock,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        scope.EnterInstallation();
        var hash = Secrets.Hash(token);
        var offered = await db.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken);
        if (offered is null)
        {
            return Problems.NotFound("invitation");
        }

        scope.EnterRealm(offered.RealmId);
        if (await db.IsBeingSetAsync(offered.RealmId, cancellationToken))
        {
            return Problems.Of(FoundingClock.NotReady);
        }

        Person? person = null;
        if (await db.People.AnyAsync(row => row.Email == offered.Email, cancellationToken))
        {
            // Before the transaction: a wrong password counts towards the lock even though nothing else happens.
            var verified = await credentials.VerifyAsync(offered.RealmId, offered.Email, body.Password, cancellationToken);
            if (verified.IsRefused(out var wrong, out person))
            {
                return SignInProblems.Of(wrong, http);
            }
        }
        else if (Check(body, offered).Refused(out var refused))
        {
            return Problems.Of(refused);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Of two who accept at once the second waits here and then finds it used.
        var invitation = await db.Invitations
            .FromSql($"SELECT * FROM invitations WHERE id = {offered.Id} FOR UPDATE")
            .Include(row => row.Organization)
            .SingleAsync(cancellationToken);
        if (InvitationLifecycle.Accept(invitation.Status, invitation.ExpiresAt, wallClock.GetUtcNow()).IsRefused(out var refusal, out var status))
        {
            return Problems.Of(refusal);
        }

        if (person is null)
        {
            person = members.AddPerson(
                invitation.Organization!, invitation.Email, body.Name?.Trim() ?? invitation.Name, body.Password, invitation.Role, invitation.PortalAccess);
        }
        else
        {
            var joined = await members.JoinAsync(invitation.OrganizationId, person, invitation.Role, invitation.PortalAccess, cancellationToken);
            if (joined.IsRefused(out refusal, out _))
            {
                return Problems.Of(refusal);
            }
        }

        invitation.Status = status;
        invitation.Version++;
        var realm = await db.Realms.Where(row => row.Id == invitation.RealmId).Select(row => row.Slug).SingleAsync(cancellationToken);
        var view = new AcceptedInvitationView(person.Id, invitation.OrganizationId, person.Email, invitation.Role, realm);
        audit.Record("accept-invitation", "invitation", invitation.Id, null, view, null, invitation.RealmId, invitation.OrganizationId, person.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(view);
    }

    private static FieldChecks Check(AcceptInvitationBody body, Invitation offered)
    {
        var checks = new FieldChecks().OptionalText("name", body.Name, max: 100, min: 1);
        if (PasswordPolicy.Check("password", body.Password, offered.Email) is { } weak)
        {
            checks.Add(weak.Field, weak.Code, weak.Detail);
        }

        return checks;
    }
}
