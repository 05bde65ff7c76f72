namespace Orgs.Domain.Organizations;

/// <summary>A partner's edition, smallest first: a larger one has every right of the smaller ones.</summary>
public enum ResellerPlan
{
    Basic,
    Free,
    Standard,
    Tenant,
}

/// <summary>What a reseller plan can entitle a partner to.</summary>
public enum PlanRight
{
    SellToCustomers,
    RunStorefront,
    PublishCatalogue,
    LetCustomersManageSubscriptions,
    CreateResellers,
    UseCustomDomain,
}

/// <summary>The one table of rights per reseller plan.</summary>
public static class PlanRights
{
    private static readonly Dictionary<PlanRight, ResellerPlan> SmallestPlanWith = new()
    {
        [PlanRight.SellToCustomers] = ResellerPlan.Basic,
        [PlanRight.RunStorefront] = ResellerPlan.Free,
        [PlanRight.PublishCatalogue] = ResellerPlan.Standard,
        [PlanRight.LetCustomersManageSubscriptions] = ResellerPlan.Standard,
        [PlanRight.CreateResellers] = ResellerPlan.Tenant,
        [PlanRight.UseCustomDomain] = ResellerPlan.Tenant,
    };

    public static bool Has(this ResellerPlan plan, PlanRight right) => plan >= SmallestPlanWith[right];
}
