using System.Collections.Frozen;
using Primitives;

namespace Tickets.Domain;

/// <summary>A person's place in one organisation.</summary>
public sealed record Membership(Guid OrganizationId, string Role, bool IsActive);

/// <summary>Who can be given a ticket.</summary>
public static class Assignees
{
    /// <summary>The roles that answer tickets; whoever has one of them can be a Support Owner too.</summary>
    public static readonly FrozenSet<string> FittingRoles = FrozenSet.ToFrozenSet(["Support", "Admin", "SuperAdmin"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The one that counts of a person who left an organisation and came back: an active one, if there is any.</summary>
    public static Membership? Best(IEnumerable<Membership> memberships) =>
        memberships.OrderByDescending(membership => membership.IsActive).ThenByDescending(membership => FittingRoles.Contains(membership.Role)).FirstOrDefault();

    /// <summary>Null when a person with this membership (null: none) can be given a ticket of <paramref name="sellerId"/>.</summary>
    public static Refusal? Refuse(Membership? membership, Guid sellerId)
    {
        if (membership is null || membership.OrganizationId != sellerId || !membership.IsActive)
        {
            return new Refusal("assignee_not_a_member", "A ticket is given to a member of the organisation that answers it.", RefusalKind.Unprocessable);
        }

        return FittingRoles.Contains(membership.Role)
            ? null
            : new Refusal("assignee_role_not_fitting", $"A member with the role {membership.Role} does not answer tickets.", RefusalKind.Unprocessable);
    }
}
