namespace Orgs.Contracts.V1;

/// <summary>What became of a reseller plan that was ordered: the partner is on it, or cannot be. Aggregate: the order.</summary>
/// <param name="OrderId">Storefront's order.</param>
/// <param name="OrganizationId">The partner.</param>
/// <param name="IsChanged">Whether the partner has the plan now; if so a <see cref="ResellerPlanChanged"/> said it too, unless it had it before.</param>
/// <param name="Alias">Of its storefront, if the plan has one.</param>
/// <param name="Code">Why not, such as alias_taken; null where it has.</param>
/// <param name="Detail">The same for a person.</param>
/// <param name="Suggestions">Free aliases, where the alias was the reason.</param>
public sealed record PlanOrderAnswered(
    Guid OrderId, Guid OrganizationId, bool IsChanged, string? Alias, string? Code, string? Detail, IReadOnlyList<string> Suggestions);
