using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using Facts = Orgs.Contracts.V1;

namespace Orgs.Api.Organizations;

/// <summary>What a new organisation gets where nothing else is said.</summary>
internal static class OrganizationDefaults
{
    public const string TimeZone = "Etc/UTC";
    public const string Currency = "USD";
    public const string Language = "en";
}

internal static class OrganizationFacts
{
    /// <summary>The organisation's public state, as events carry it.</summary>
    public static Facts.Organization ToFact(this Organization organization) => new(
        organization.Id,
        organization.Name,
        Spelling.Of(organization.Kind),
        organization.ParentId,
        Namespaces.Of(organization.Slug),
        organization.LegalName,
        organization.Country,
        organization.TaxId,
        organization.TimeZone,
        organization.Currency,
        organization.Language,
        organization.Plan is { } plan ? Spelling.Of(plan) : null,
        organization.Alias,
        Spelling.Of(organization.Status));
}
