using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Audit;
using Orgs.Api.Identity;
using Orgs.Api.Invitations;
using Orgs.Api.Members;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Orgs.Domain.Members;
using Orgs.Domain.Organizations;
using Orgs.Domain.Realms;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Realms;

/// <param name="OperatorName">The name of the organisation at the sandbox's root.</param>
/// <param name="OperatorPassword">Its super admin's password; left out, the super admin is invited by mail.</param>
internal sealed record CreateRealmBody(string Name, string OperatorEmail, string? OperatorName, string? OperatorPassword);

internal static class CreateRealm
{
    /// <summary>Makes a sandbox: a tree of its own, with people, e-mail addresses, namespaces and a clock of its own.</summary>
    public static async Task<Results<Created<RealmView>, ProblemHttpResult>> Handle(
        CreateRealmBody body,
        Caller caller,
        OrgsDb db,
        RealmFounding founding,
        NewMembers members,
        NewInvitations invitations,
        AuditTrail audit,
        RealmOffsets offsets,
        TimeProvider wallClock,
        CancellationToken cancellationToken)
    {
        var checks = new FieldChecks()
            .Text("name", body.Name, max: 100)
            .Email("operatorEmail", body.OperatorEmail)
            .OptionalText("operatorName", body.OperatorName, max: 100, min: 1);
        if (body.OperatorPassword is not null && PasswordPolicy.Check("operatorPassword", body.OperatorPassword, body.OperatorEmail) is { } weak)
        {
            checks.Add(weak.Field, weak.Code, weak.Detail);
        }

        if (checks.Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        await db.Database.LockAsync("realm-slugs", cancellationToken);
        var slug = Namespaces.SlugOf(body.Name);
        var taken = await db.Realms.Where(realm => realm.Slug.StartsWith(slug)).Select(realm => realm.Slug).ToHashSetAsync(cancellationToken);
        var (realm, root) = founding.Found(RealmKind.Sandbox, Namespaces.FirstFree(slug, taken), body.Name.Trim(), body.OperatorName?.Trim() ?? "Operator");
        if (body.OperatorPassword is { } password)
        {
            members.AddPerson(root, body.OperatorEmail, root.Name, password, MembershipRole.SuperAdmin, portalAccess: true);
        }
        else
        {
            invitations.Send(root, sender: root, EmailAddress.Normalize(body.OperatorEmail), root.Name, MembershipRole.SuperAdmin, portalAccess: true);
        }

        var view = realm.View(offsets, wallClock);
        audit.Record("create-realm", "realm", realm.Id, null, view, null, caller.RealmId, caller.OrganizationId, caller.PersonId);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created($"{OrgsEndpoints.Root}/realms/{realm.Id}", view);
    }
}
