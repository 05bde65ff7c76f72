namespace Orgs.Domain.Organizations;

/// <summary>What an organisation is in the channel. Fixed when it is created.</summary>
public enum OrgKind
{
    /// <summary>Runs the platform; the root of its realm.</summary>
    Operator,

    /// <summary>Sells on: a distributor, reseller or channel partner.</summary>
    Partner,

    /// <summary>Buys and uses; has no child organisations.</summary>
    Customer,
}
