namespace Storefront.Domain;

/// <summary>What a reseller plan gives a partner, as it is offered: Orgs' rights, which Orgs grants.</summary>
public enum PlanFeature
{
    SellToCustomers,
    RunStorefront,
    PublishCatalogue,
    LetCustomersManageSubscriptions,
    CreateResellers,
    UseCustomDomain,
}

public static class PlanFeatures
{
    /// <summary>A larger plan has every feature of the smaller ones.</summary>
    public static IReadOnlyList<PlanFeature> Of(ResellerPlan plan) => [.. Enum.GetValues<PlanFeature>().Where(feature => plan >= SmallestPlanWith(feature))];

    /// <summary>Whether it comes with a storefront, which has an alias.</summary>
    public static bool NeedsAlias(ResellerPlan plan) => plan >= SmallestPlanWith(PlanFeature.RunStorefront);

    private static ResellerPlan SmallestPlanWith(PlanFeature feature) => feature switch
    {
        PlanFeature.SellToCustomers => ResellerPlan.Basic,
        PlanFeature.RunStorefront => ResellerPlan.Free,
        PlanFeature.PublishCatalogue or PlanFeature.LetCustomersManageSubscriptions => ResellerPlan.Standard,
        PlanFeature.CreateResellers or PlanFeature.UseCustomDomain => ResellerPlan.Tenant,
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "No such feature."),
    };
}
