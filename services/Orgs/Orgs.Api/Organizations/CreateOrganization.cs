using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Connections;
using Orgs.Api.Identity;
using Orgs.Api.Invitations;
using Orgs.Api.Mails;
using Orgs.Api.Members;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using Orgs.Domain.Members;
using Orgs.Domain.Organizations;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Connection = Orgs.Api.Storage.Connection;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.Organizations;

/// <param name="Kind"><c>customer</c>, or <c>partner</c> where the creator may have own resellers.</param>
/// <param name="TrialDays">The initial trial, 1 to 21.</param>
/// <param name="ReferenceNumber">Printed on every invoice.</param>
/// <param name="PaymentTermsDays">From issue to due; 14 if left out.</param>
/// <param name="TimeZone">The creator's if left out; so are currency and language.</param>
internal sealed record CreateOrganizationBody(
    string Name,
    OrgKind Kind,
    SuperAdminBody SuperAdmin,
    string AccountsPayableEmail,
    int TrialDays,
    string? ReferenceNumber,
    FirstPlanBody? FirstPlan,
    int? PaymentTermsDays,
    string? LegalName,
    string? Address,
    string? Country,
    string? TaxId,
    string? TimeZone,
    string? Currency,
    string? Language);

/// <summary>Somebody new, with a name, who is invited; or, with a namespace, somebody of an organisation there is.</summary>
internal sealed record SuperAdminBody(string Email, string? Name, string? Namespace);

/// <param name="PlanLength">The commitment.</param>
internal sealed record FirstPlanBody(Guid ProductId, string Currency, PlanLength PlanLength);

/// <param name="InvitationId">Null where an existing user became the super admin at once.</param>
internal sealed record NewOrganizationView(OrganizationView Organization, ConnectionView Connection, Guid? InvitationId);

internal static class CreateOrganization
{
    /// <summary>Makes a child of the caller's organisation, the connection to it, and its super admin.</summary>
    public static async Task<Results<Created<NewOrganizationView>, ProblemHttpResult>> Handle(
        CreateOrganizationBody body,
        Caller caller,
        OrgsDb db,
        Scope scope,
        RealmClock clock,
        NewMembers members,
        NewInvitations invitations,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (Check(body).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        await using var transaction = await db.Database.JoinTransactionAsync(cancellationToken);
        // A plan that is being taken down, or an end, must see this child, or this child that plan.
        await db.Database.LockOrganizationAsync(caller.OrganizationId, cancellationToken);
        var creator = await db.Organizations.SingleAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (OrganizationLifecycle.RequireOpen(creator.Status).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        if (ChildPlacement.Under(creator.Id, creator.Kind, creator.Plan, body.Kind).IsRefused(out refusal, out var placement))
        {
            return Problems.Of(refusal);
        }

        // Namespaces and people are unique in the realm, beyond what the caller sees of it.
        scope.EnterRealm(caller.RealmId);
        Person? existing = null;
        if (body.SuperAdmin.Namespace is { } @namespace)
        {
            existing = await members.FindAsync(body.SuperAdmin.Email, @namespace, cancellationToken);
            if (existing is null)
            {
                return Problems.Of(NoSuchPerson("superAdmin.email"));
            }
        }

        var now = clock.Now;
        var child = NewOrganization(body, creator, placement, await FreeSlugAsync(db, caller.RealmId, body.Name, cancellationToken), now);
        var connection = NewConnection(body, child, placement, now);
        db.Organizations.Add(child);
        db.Connections.Add(connection);
        db.Emit(new OrganizationCreated(child.ToFact()), child.Id, child.Version, now);
        db.Emit(new ConnectionActivated(connection.ToFact(creator, child)), connection.Id, connection.Version, now);
        if (body.FirstPlan is { } plan)
        {
            db.Emit(
                new PlanProposed(connection.Id, creator.Id, child.Id, plan.ProductId, plan.Currency, plan.PlanLength.ToIso(), caller.PersonId),
                connection.Id,
                connection.Version,
                now);
        }

        Invitation? invitation = null;
        if (existing is null)
        {
            invitation = invitations.Send(
                child,
                creator,
                EmailAddress.Normalize(body.SuperAdmin.Email),
                body.SuperAdmin.Name!.Trim(),
                MembershipRole.SuperAdmin,
                portalAccess: true,
                body.FirstPlan);
        }
        else
        {
            var membership = await members.JoinAsync(child.Id, existing, MembershipRole.SuperAdmin, portalAccess: true, cancellationToken);
            db.QueueMail(MembershipMails.Added(existing, child.Name, membership.Value));
        }

        scope.EnterCaller(caller);
        var view = new NewOrganizationView(OrganizationView.From(child), ConnectionView.From(connection, creator, child, caller.OrganizationId), invitation?.Id);
        audit.Record("create-organization", "organization", child.Id, before: null, after: view);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Created($"{OrgsEndpoints.Root}/organizations/{child.Id}", view);
    }

    public static Refusal NoSuchPerson(string field)
    {
        const string detail = "Nobody with this e-mail address belongs to an organisation with this namespace.";
        return new Refusal("person_not_found", detail, RefusalKind.Unprocessable, [new FieldError(field, "person_not_found", detail)]);
    }

    private static FieldChecks Check(CreateOrganizationBody body)
    {
        var checks = new FieldChecks()
            .Text("name", body.Name, max: 100)
            .Email("superAdmin.email", body.SuperAdmin.Email)
            .Terms(body.AccountsPayableEmail, body.ReferenceNumber, body.TrialDays, body.PaymentTermsDays ?? ConnectionTerms.DefaultPaymentDays)
            .Profile(body.LegalName, body.Address, body.Country, body.TaxId, body.TimeZone, body.Currency, body.Language);
        if (body.SuperAdmin.Namespace is null)
        {
            checks.Text("superAdmin.name", body.SuperAdmin.Name, max: 100);
        }

        if (body.FirstPlan is { } plan && !Currency.TryParse(plan.Currency, out _))
        {
            checks.Add("firstPlan.currency", "unknown_currency", "A currency is three capital letters, ISO 4217.");
        }

        return checks;
    }

    private static async Task<string> FreeSlugAsync(OrgsDb db, Guid realmId, string name, CancellationToken cancellationToken)
    {
        var slug = Namespaces.SlugOf(name);
        await db.Database.LockAsync($"namespaces {realmId}", cancellationToken);
        var taken = await db.Organizations.Where(row => row.Slug.StartsWith(slug)).Select(row => row.Slug).ToHashSetAsync(cancellationToken);
        return Namespaces.FirstFree(slug, taken);
    }

    private static Organization NewOrganization(CreateOrganizationBody body, Organization creator, ChildPlacement placement, string slug, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = creator.RealmId,
        Kind = placement.Kind,
        ParentId = placement.ParentId,
        Slug = slug,
        Name = body.Name.Trim(),
        LegalName = body.LegalName,
        Address = body.Address,
        Country = body.Country,
        TaxId = body.TaxId,
        TimeZone = body.TimeZone ?? creator.TimeZone,
        Currency = body.Currency ?? creator.Currency,
        Language = body.Language ?? creator.Language,
        Plan = placement.Plan,
        PlanSince = placement.Plan is null ? null : now,
        Status = OrganizationStatus.Active,
        CreatedAt = now,
    };

    private static Connection NewConnection(CreateOrganizationBody body, Organization child, ChildPlacement placement, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = child.RealmId,
        SellerId = placement.ParentId,
        BuyerId = child.Id,
        Status = placement.ConnectionStatus,
        BillingMode = placement.BillingMode,
        AccountsPayableEmail = body.AccountsPayableEmail,
        ReferenceNumber = body.ReferenceNumber,
        TrialDays = body.TrialDays,
        PaymentTermsDays = body.PaymentTermsDays ?? ConnectionTerms.DefaultPaymentDays,
        CreatedAt = now,
    };
}
