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
using Connection = Orgs.Api.Storage.Connection;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.Organizations;

/// <param name="Body">One that passed <see cref="CreateOrganization.Check"/>.</param>
/// <param name="Path">Where it stands in what the caller sent, ending in a dot; empty where it is the whole.</param>
internal sealed record NewChildRow(CreateOrganizationBody Body, string Path);

/// <summary>
/// Makes child organisations with their connections and super admins: one, or hundreds in the same few statements. All of them or none. Call it in a
/// transaction; the caller saves.
/// </summary>
internal sealed class NewChildren(OrgsDb db, Scope scope, RealmClock clock, NewMembers members, NewInvitations invitations, AuditTrail audit)
{
    /// <param name="operation">The operation id, for the audit of each.</param>
    /// <returns>In the order of the rows.</returns>
    public async Task<Result<IReadOnlyList<NewOrganizationView>>> Make(
        string operation, IReadOnlyList<NewChildRow> rows, Caller caller, CancellationToken cancellationToken)
    {
        // A plan that is being taken down, or an end, must see these children, or these children that plan.
        await db.Database.LockOrganizationAsync(caller.OrganizationId, cancellationToken);
        var creator = await db.Organizations.SingleAsync(row => row.Id == caller.OrganizationId, cancellationToken);
        if (OrganizationLifecycle.RequireOpen(creator.Status).IsRefused(out var refusal, out _) || Place(rows, creator).IsRefused(out refusal, out var places))
        {
            return refusal;
        }

        // Namespaces and people are unique in the realm, beyond what the caller sees of it.
        scope.EnterRealm(caller.RealmId);
        var known = await members.FindAsync([.. rows.Select(KnownAs).OfType<PersonName>()], cancellationToken);
        var unknown = rows.Where(row => KnownAs(row) is { } name && !known.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            return CreateOrganization.NoSuchPerson([.. unknown.Select(row => $"{row.Path}superAdmin.email")]);
        }

        var slugs = await FreeSlugsAsync(caller.RealmId, [.. rows.Select(row => row.Body.Name)], cancellationToken);
        var now = clock.Now;
        var made = new List<NewOrganizationView>(rows.Count);
        var joined = new List<(Person Person, Organization Organization, Membership Membership)>();
        foreach (var (index, row) in rows.Index())
        {
            var child = NewOrganization(row.Body, creator, places[index], slugs[index], now);
            var connection = NewConnection(row.Body, child, places[index], now);
            Add(row.Body, creator, child, connection, caller, now);
            Invitation? invitation = null;
            if (KnownAs(row) is { } name)
            {
                var person = known[name];
                joined.Add((person, child, members.AddMembership(child.Id, person, MembershipRole.SuperAdmin, portalAccess: true)));
            }
            else
            {
                invitation = Invite(row.Body, creator, child);
            }

            made.Add(new NewOrganizationView(OrganizationView.From(child), ConnectionView.From(connection, creator, child, caller.OrganizationId), invitation?.Id));
        }

        // One mail for each person, however many organisations came at once.
        foreach (var own in joined.GroupBy(entry => entry.Person))
        {
            db.QueueMail(MembershipMails.Added(own.Key, [.. own.Select(entry => entry.Organization.Name)], own.First().Membership));
        }

        scope.EnterCaller(caller);
        foreach (var view in made)
        {
            audit.Record(operation, "organization", view.Organization.Id, before: null, after: view);
        }

        return made;
    }

    /// <summary>How the row names a super admin that there is; null where somebody new is invited.</summary>
    private static PersonName? KnownAs(NewChildRow row) => row.Body.SuperAdmin is { Namespace: { } name, Email: var email } ? new PersonName(email, name) : null;

    private static Result<IReadOnlyList<ChildPlacement>> Place(IReadOnlyList<NewChildRow> rows, Organization creator)
    {
        var places = new List<ChildPlacement>(rows.Count);
        foreach (var row in rows)
        {
            if (ChildPlacement.Under(creator.Id, creator.Kind, creator.Plan, row.Body.Kind).IsRefused(out var refusal, out var placement))
            {
                return row.Path.Length == 0 ? refusal : refusal with { Errors = [new FieldError($"{row.Path}kind", refusal.Code, refusal.Detail)] };
            }

            places.Add(placement);
        }

        return places;
    }

    private void Add(CreateOrganizationBody body, Organization creator, Organization child, Connection connection, Caller caller, DateTimeOffset now)
    {
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
    }

    private Invitation Invite(CreateOrganizationBody body, Organization creator, Organization child) => invitations.Send(
        child,
        creator,
        EmailAddress.Normalize(body.SuperAdmin.Email),
        body.SuperAdmin.Name!.Trim(),
        MembershipRole.SuperAdmin,
        portalAccess: true,
        body.FirstPlan);

    /// <summary>One for each name, in their order. What is free stays so until the transaction ends.</summary>
    private async Task<IReadOnlyList<string>> FreeSlugsAsync(Guid realmId, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.Select(Slug.Of).ToList();
        await db.Database.LockAsync($"namespaces {realmId}", cancellationToken);
        var taken = await db.Organizations.Where(row => wanted.Contains(row.Slug)).Select(row => row.Slug).ToHashSetAsync(cancellationToken);
        // Only of a name that comes again it matters which numbers behind it are taken.
        foreach (var again in wanted.CountBy(slug => slug).Where(slug => slug.Value > 1 || taken.Contains(slug.Key)).Select(slug => slug.Key).ToList())
        {
            taken.UnionWith(await db.Organizations.Where(row => row.Slug.StartsWith(again)).Select(row => row.Slug).ToListAsync(cancellationToken));
        }

        var free = new List<string>(wanted.Count);
        foreach (var slug in wanted)
        {
            free.Add(Namespaces.FirstFree(slug, taken));
            taken.Add(free[^1]);
        }

        return free;
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
