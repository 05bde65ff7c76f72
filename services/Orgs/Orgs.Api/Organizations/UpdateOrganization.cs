using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Connections;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using Orgs.Domain.Organizations;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.Organizations;

/// <summary>What is left out stays as it is.</summary>
internal sealed record UpdateOrganizationBody(
    string? Name, string? LegalName, string? Address, string? Country, string? TaxId, string? TimeZone, string? Currency, string? Language);

internal static class UpdateOrganization
{
    /// <summary>An organisation describes itself; its parent may do it for it. Kind, parent and namespace never change.</summary>
    public static async Task<Results<Ok<OrganizationView>, ProblemHttpResult>> Handle(
        Guid id,
        UpdateOrganizationBody body,
        IfMatch ifMatch,
        OrgsDb db,
        RealmClock clock,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var checks = new FieldChecks()
            .OptionalText("name", body.Name, max: 100, min: 1)
            .Profile(body.LegalName, body.Address, body.Country, body.TaxId, body.TimeZone, body.Currency, body.Language);
        if (checks.Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var organization = await db.Organizations.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (organization is null)
        {
            return Problems.NotFound("organization");
        }

        if (ifMatch.Check(organization.Version) is { } changed)
        {
            return Problems.Of(changed);
        }

        if (OrganizationLifecycle.RequireOpen(organization.Status).IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        var before = OrganizationView.From(organization);
        var renamed = body.Name is not null && body.Name.Trim() != organization.Name;
        organization.Name = body.Name?.Trim() ?? organization.Name;
        organization.LegalName = body.LegalName ?? organization.LegalName;
        organization.Address = body.Address ?? organization.Address;
        organization.Country = body.Country ?? organization.Country;
        organization.TaxId = body.TaxId ?? organization.TaxId;
        organization.TimeZone = body.TimeZone ?? organization.TimeZone;
        organization.Currency = body.Currency ?? organization.Currency;
        organization.Language = body.Language ?? organization.Language;
        organization.Version++;
        var view = OrganizationView.From(organization);
        db.Emit(new OrganizationUpdated(organization.ToFact()), organization.Id, organization.Version, clock.Now);
        audit.Record("update-organization", "organization", id, before, view);
        if (renamed)
        {
            await TellConnectionsAsync(db, organization, clock.Now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(view);
    }

    /// <summary>A connection's public state has its parties' names in it.</summary>
    private static async Task TellConnectionsAsync(OrgsDb db, Organization renamed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Some are with organisations that the caller, a parent, does not see; their readers must know the name all the same.
        var connections = await db.Connections
            .IgnoreQueryFilters([OrgsDb.FamilyFilter, OrgsDb.ScopeFilter])
            .Include(row => row.Seller)
            .Include(row => row.Buyer)
            .Where(row => (row.SellerId == renamed.Id || row.BuyerId == renamed.Id) && row.Status != ConnectionStatus.Ended)
            .ToListAsync(cancellationToken);
        foreach (var connection in connections)
        {
            connection.Version++;
            db.Emit(new ConnectionUpdated(connection.ToFact()), connection.Id, connection.Version, now);
        }
    }
}
