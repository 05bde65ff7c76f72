namespace ServiceDefaults.Security;

/// <summary>What a member may do in an organisation, from least to most.</summary>
public enum Role
{
    Viewer,
    Billing,
    Support,
    Sales,
    Admin,
    SuperAdmin,
}

public enum OrganizationKind
{
    Operator,
    Partner,
    Customer,
}
