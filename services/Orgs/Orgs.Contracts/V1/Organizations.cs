namespace Orgs.Contracts.V1;

/// <summary>An organisation's public state. Aggregate id: <paramref name="Id"/>.</summary>
/// <param name="Kind"><c>operator</c>, <c>partner</c> or <c>customer</c>.</param>
/// <param name="ParentId">Who administers it; null for a realm's operator.</param>
/// <param name="Namespace"><c>org:&lt;slug&gt;</c>, unique in its realm.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="ResellerPlan"><c>basic</c>, <c>free</c>, <c>standard</c> or <c>tenant</c>; null for anything but a partner.</param>
/// <param name="Alias">The path of its storefront; unique in its realm, null below <c>free</c>.</param>
/// <param name="Status"><c>active</c>, <c>suspended</c> or <c>ended</c>.</param>
public sealed record Organization(
    Guid Id,
    string Name,
    string Kind,
    Guid? ParentId,
    string Namespace,
    string? LegalName,
    string? Country,
    string? TaxId,
    string TimeZone,
    string Currency,
    string Language,
    string? ResellerPlan,
    string? Alias,
    string Status);

public sealed record OrganizationCreated(Organization Organization);

public sealed record OrganizationUpdated(Organization Organization);

public sealed record OrganizationSuspended(Organization Organization);

public sealed record OrganizationRestored(Organization Organization);

/// <summary>For good; all its connections had ended before.</summary>
public sealed record OrganizationEnded(Organization Organization);

/// <summary>A partner has another reseller plan. An <see cref="OrganizationUpdated"/> of the same version goes with it, for readers of the state alone.</summary>
/// <param name="PreviousPlan">As in <see cref="Organization.ResellerPlan"/>.</param>
/// <param name="Since">When the plan that it has now began.</param>
/// <param name="Cause"><c>byHand</c>, <c>ordered</c>, <c>orderCanceled</c> (after Orgs had carried it out) or <c>subscriptionEnded</c>.</param>
/// <param name="Actor"><c>itself</c> or <c>parent</c>; null where nobody decided it.</param>
/// <param name="PersonId">Who did it, or placed the order; null likewise.</param>
/// <param name="OrderId">The order that brought it; null where none did.</param>
public sealed record ResellerPlanChanged(
    Organization Organization,
    string PreviousPlan,
    DateTimeOffset Since,
    string Cause = "byHand",
    string? Actor = null,
    Guid? PersonId = null,
    Guid? OrderId = null);
