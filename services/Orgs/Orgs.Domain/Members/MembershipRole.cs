namespace Orgs.Domain.Members;

/// <summary>What a person may do in one organisation.</summary>
public enum MembershipRole
{
    Viewer,
    Billing,
    Support,
    Sales,
    Admin,
    SuperAdmin,
}
