using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Identity;
using Orgs.Api.Invitations;
using Orgs.Api.Members;
using Orgs.Api.Storage;
using Orgs.Domain.Identity;
using Orgs.Domain.Members;
using Orgs.Domain.Organizations;
using Primitives;
using Orgs.Domain.Realms;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Orgs.Api.Realms;

/// <param name="OperatorName">The name of the organisation at the sandbox's root.</param>
/// <param name="OperatorPassword">Its super admin's password; left out, the super admin is invited by mail.</param>
/// <param name="BeganAt">When the realm's clock starts, at most three years ago; now if left out. It is moved forward from there like any sandbox's.</param>
internal sealed record CreateRealmBody(string Name, string OperatorEmail, string? OperatorName, string? OperatorPassword, DateTimeOffset? BeganAt);

/// <param name="ClockJobId">Of a realm that began in the past: the job that tells every service so. Signing in is refused until it is done.</param>
internal sealed record CreatedRealmView(
    Guid Id, string Slug, string Name, RealmKind Kind, Guid OperatorId, DateTimeOffset CreatedAt, DateTimeOffset Now, Guid? ClockJobId);

internal static class CreateRealm
{
    /// <summary>Makes a sandbox: a tree of its own, with people, e-mail addresses, namespaces and a clock of its own.</summary>
    public static async Task<Results<Created<CreatedRealmView>, ProblemHttpResult>> Handle(
        CreateRealmBody body,
        Caller caller,
        OrgsDb db,
        RealmFounding founding,
        NewMembers members,
        NewInvitations invitations,
        AuditTrail audit,
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

        var now = wallClock.GetUtcNow();
        if (checks.Refused(out var refusal) || RealmBeginning.Decide(body.BeganAt, now).IsRefused(out refusal, out var beganAt))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        await db.Database.LockAsync("realm-slugs", cancellationToken);
        var slug = Slug.Of(body.Name);
        var taken = await db.Realms.Where(realm => realm.Slug.StartsWith(slug)).Select(realm => realm.Slug).ToHashSetAsync(cancellationToken);
        var (realm, root) = founding.Found(RealmKind.Sandbox, Namespaces.FirstFree(slug, taken), body.Name.Trim(), body.OperatorName?.Trim() ?? "Operator", body.BeganAt is null ? null : beganAt);
        if (body.OperatorPassword is { } password)
        {
            members.AddPerson(root, body.OperatorEmail, root.Name, password, MembershipRole.SuperAdmin, portalAccess: true);
        }
        else
        {
            invitations.Send(root, sender: root, EmailAddress.Normalize(body.OperatorEmail), root.Name, MembershipRole.SuperAdmin, portalAccess: true);
        }

        var clock = body.BeganAt is null ? null : db.SetClock(realm, now);
        var view = new CreatedRealmView(realm.Id, realm.Slug, realm.Name, realm.Kind, realm.OperatorId, realm.CreatedAt, Now: realm.CreatedAt, clock?.Id);
        audit.Record("create-realm", "realm", realm.Id, null, view, null, caller.RealmId, caller.OrganizationId, caller.PersonId);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created($"{OrgsEndpoints.Root}/realms/{realm.Id}", view);
    }
}
