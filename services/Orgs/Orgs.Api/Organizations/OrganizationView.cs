using System.Linq.Expressions;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using ServiceDefaults.Web;

namespace Orgs.Api.Organizations;

/// <param name="Namespace"><c>org:&lt;slug&gt;</c>: how others name this organisation and its people.</param>
/// <param name="ResellerPlan">Of a partner; null for others.</param>
/// <param name="ResellerPlanSince">When the present plan began.</param>
/// <param name="Alias">The path of its storefront.</param>
/// <param name="StatusReason">Why it is suspended.</param>
internal sealed record OrganizationView(
    Guid Id,
    string Name,
    OrgKind Kind,
    Guid? ParentId,
    string Namespace,
    string? LegalName,
    string? Address,
    string? Country,
    string? TaxId,
    string TimeZone,
    string Currency,
    string Language,
    ResellerPlan? ResellerPlan,
    DateTimeOffset? ResellerPlanSince,
    string? Alias,
    OrganizationStatus Status,
    string? StatusReason,
    DateTimeOffset CreatedAt,
    long Version) : IVersionedView
{
    public static readonly Expression<Func<Organization, OrganizationView>> Of = row => new OrganizationView(
        row.Id,
        row.Name,
        row.Kind,
        row.ParentId,
        Namespaces.Of(row.Slug),
        row.LegalName,
        row.Address,
        row.Country,
        row.TaxId,
        row.TimeZone,
        row.Currency,
        row.Language,
        row.Plan,
        row.PlanSince,
        row.Alias,
        row.Status,
        row.StatusReason,
        row.CreatedAt,
        row.Version);

    private static readonly Func<Organization, OrganizationView> Compiled = Of.Compile();

    public static OrganizationView From(Organization organization) => Compiled(organization);
}
