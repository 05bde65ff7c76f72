using Primitives;
using Tickets.Domain;

namespace Tickets.Domain.Tests;

public sealed class AssigneesTests
{
    private static readonly Guid Seller = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Other = Guid.Parse("00000000-0000-0000-0000-000000000002");

    [Theory]
    [InlineData("Viewer", "assignee_role_not_fitting")]
    [InlineData("Billing", "assignee_role_not_fitting")]
    [InlineData("Support", null)]
    [InlineData("Sales", "assignee_role_not_fitting")]
    [InlineData("Admin", null)]
    [InlineData("SuperAdmin", null)]
    public void Refuse_EachRole_IsAsTheRulesSay(string role, string? code) =>
        Assert.Equal(code, Assignees.Refuse(new Membership(Seller, role, IsActive: true), Seller)?.Code);

    [Fact]
    public void Refuse_NoMembership_IsRefused() => AssertNotAMember(null);

    [Fact]
    public void Refuse_MemberOfAnotherOrganisation_IsRefused() => AssertNotAMember(new Membership(Other, "Admin", IsActive: true));

    [Fact]
    public void Refuse_MemberWhoLeft_IsRefused() => AssertNotAMember(new Membership(Seller, "Admin", IsActive: false));

    private static void AssertNotAMember(Membership? membership)
    {
        var refusal = Assignees.Refuse(membership, Seller)!;

        Assert.Equal(("assignee_not_a_member", RefusalKind.Unprocessable), (refusal.Code, refusal.Kind));
    }
}
