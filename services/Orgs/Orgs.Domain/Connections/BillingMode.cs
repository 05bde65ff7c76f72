using Orgs.Domain.Organizations;

namespace Orgs.Domain.Connections;

/// <summary>Who bills the buyer of a connection.</summary>
public enum BillingMode
{
    /// <summary>The operator is the seller.</summary>
    Direct,

    /// <summary>A partner is the seller.</summary>
    Partner,
}

public static class BillingModes
{
    public static BillingMode Of(OrgKind seller) => seller == OrgKind.Operator ? BillingMode.Direct : BillingMode.Partner;
}
