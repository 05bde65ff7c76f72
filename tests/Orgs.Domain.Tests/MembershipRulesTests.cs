using Orgs.Domain.Connections;
using Orgs.Domain.Members;
using static Orgs.Domain.Members.MembershipRole;

namespace Orgs.Domain.Tests;

public sealed class MembershipRulesTests
{
    [Theory]
    [InlineData(Admin, SuperAdmin, "super_admin_required")]
    [InlineData(Admin, Admin, null)]
    [InlineData(SuperAdmin, SuperAdmin, null)]
    public void Grant_SuperAdmin_NeedsASuperAdmin(MembershipRole granter, MembershipRole granted, string? code) =>
        Assert.Equal(code, MembershipRules.Grant(granter, granted).Refusal?.Code);

    [Theory]
    [InlineData(SuperAdmin, SuperAdmin, Viewer, 1, "last_super_admin")]
    [InlineData(SuperAdmin, SuperAdmin, Viewer, 2, null)]
    [InlineData(SuperAdmin, SuperAdmin, SuperAdmin, 1, null)]
    [InlineData(Admin, SuperAdmin, Viewer, 2, "super_admin_required")]
    [InlineData(Admin, Support, SuperAdmin, 1, "super_admin_required")]
    [InlineData(Admin, Support, Sales, 1, null)]
    public void ChangeRole_ByRoles_KeepsASuperAdmin(MembershipRole changer, MembershipRole from, MembershipRole to, int superAdmins, string? code) =>
        Assert.Equal(code, MembershipRules.ChangeRole(changer, from, to, superAdmins).Refusal?.Code);

    [Theory]
    [InlineData(SuperAdmin, SuperAdmin, 1, "last_super_admin")]
    [InlineData(SuperAdmin, SuperAdmin, 2, null)]
    [InlineData(Admin, SuperAdmin, 2, "super_admin_required")]
    [InlineData(Admin, Viewer, 1, null)]
    public void TakeAway_ByRole_KeepsASuperAdmin(MembershipRole changer, MembershipRole role, int superAdmins, string? code) =>
        Assert.Equal(code, MembershipRules.TakeAway(changer, role, superAdmins).Refusal?.Code);

    [Theory]
    [InlineData(OwnerKind.Support, "Support Admin SuperAdmin")]
    [InlineData(OwnerKind.Sales, "Sales Admin SuperAdmin")]
    public void Fits_EveryRole_FollowsTheTable(OwnerKind kind, string fitting) =>
        Assert.Equal(fitting, string.Join(' ', Enum.GetValues<MembershipRole>().Where(role => Ownership.Fits(kind, role))));

    [Fact]
    public void Appoint_Stranger_IsRefused() =>
        Assert.Equal("owner_not_a_member", Ownership.Appoint(OwnerKind.Support, null).Refusal?.Code);

    [Fact]
    public void Appoint_UnfitRole_IsRefusedAtTheField()
    {
        var refusal = Ownership.Appoint(OwnerKind.Support, Sales).Refusal;

        Assert.Equal("owner_role_unfit", refusal?.Code);
        Assert.Equal("personId", Assert.Single(refusal!.Errors!).Field);
    }
}
