using Primitives;

namespace Orgs.Domain.Organizations;

public enum OrganizationStatus
{
    Active,

    /// <summary>Its people sign in, see why, may pay and open tickets, and change nothing else. Never cascades to children.</summary>
    Suspended,
}

public enum OrganizationAction
{
    Suspend,
    Restore,
}

/// <summary>Who acts on the organisation, seen from it.</summary>
public enum OrganizationActor
{
    Parent,
    Itself,
}

public static class OrganizationLifecycle
{
    public static readonly Lifecycle<OrganizationStatus, OrganizationAction, OrganizationActor> Table = new("Organization",
    [
        (OrganizationStatus.Active, OrganizationAction.Suspend, OrganizationActor.Parent, OrganizationStatus.Suspended),
        (OrganizationStatus.Suspended, OrganizationAction.Restore, OrganizationActor.Parent, OrganizationStatus.Active),
    ]);
}
