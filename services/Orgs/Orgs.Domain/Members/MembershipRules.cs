using Primitives;

namespace Orgs.Domain.Members;

/// <summary>Who may give, change and end memberships of an organisation.</summary>
public static class MembershipRules
{
    /// <summary>Only a SuperAdmin makes a SuperAdmin; every other role an Admin can give too.</summary>
    public static Result<MembershipRole> Grant(MembershipRole granter, MembershipRole granted) =>
        granted == MembershipRole.SuperAdmin && granter != MembershipRole.SuperAdmin
            ? new Refusal("super_admin_required", "Only a SuperAdmin gives the SuperAdmin role.", RefusalKind.NotPermitted)
            : granted;

    /// <summary>Changes a member's role.</summary>
    /// <param name="superAdmins">How many SuperAdmins with portal access the organisation has now, this member included.</param>
    public static Result<MembershipRole> ChangeRole(MembershipRole changer, MembershipRole from, MembershipRole to, int superAdmins) =>
        Lose(changer, from, keeps: to == MembershipRole.SuperAdmin, superAdmins).Refusal is { } refusal ? refusal : Grant(changer, to);

    /// <summary>Ends a membership, or takes its portal access.</summary>
    /// <param name="superAdmins">As in <see cref="ChangeRole"/>.</param>
    public static Result<MembershipRole> TakeAway(MembershipRole changer, MembershipRole role, int superAdmins) =>
        Lose(changer, role, keeps: false, superAdmins);

    private static Result<MembershipRole> Lose(MembershipRole changer, MembershipRole role, bool keeps, int superAdmins)
    {
        if (role != MembershipRole.SuperAdmin || keeps)
        {
            return role;
        }

        if (changer != MembershipRole.SuperAdmin)
        {
            return new Refusal("super_admin_required", "Only a SuperAdmin changes a SuperAdmin.", RefusalKind.NotPermitted);
        }

        return superAdmins <= 1 ? new Refusal("last_super_admin", "An organisation keeps at least one SuperAdmin who can sign in.") : role;
    }
}
