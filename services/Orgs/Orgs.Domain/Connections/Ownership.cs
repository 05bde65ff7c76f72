using Orgs.Domain.Members;
using Primitives;

namespace Orgs.Domain.Connections;

/// <summary>The two people of the seller who look after a connection.</summary>
public enum OwnerKind
{
    Sales,
    Support,
}

public static class Ownership
{
    /// <summary>Whether a role can be the given kind of owner.</summary>
    public static bool Fits(OwnerKind kind, MembershipRole role) =>
        role is MembershipRole.Admin or MembershipRole.SuperAdmin
        || (kind == OwnerKind.Sales && role == MembershipRole.Sales)
        || (kind == OwnerKind.Support && role == MembershipRole.Support);

    /// <summary>Decides on a new owner.</summary>
    /// <param name="roleInSeller">The candidate's role in the seller; null for somebody who is no member of it.</param>
    /// <returns>Refused with <c>owner_not_a_member</c> or <c>owner_role_unfit</c>.</returns>
    public static Result<MembershipRole> Appoint(OwnerKind kind, MembershipRole? roleInSeller)
    {
        if (roleInSeller is not { } role)
        {
            return Refused("owner_not_a_member", "An owner is one of the seller's own people.");
        }

        return Fits(kind, role) ? role : Refused("owner_role_unfit", $"The role {role} cannot be the {kind} Owner.");
    }

    private static Refusal Refused(string code, string detail) =>
        new(code, detail, RefusalKind.Unprocessable, [new FieldError("personId", code, detail)]);
}
