using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Products;

/// <summary>What is checked of a product's fields, new or changed.</summary>
internal static class ProductChecks
{
    public const int LongestName = 200;

    private const int LongestDescription = 4000;
    private const int MostUpgradeTargets = 100;

    public static FieldChecks Of(string name, string? description, string taxCode, string? logoUrl)
    {
        var checks = new FieldChecks()
            .Text("name", name, LongestName)
            .OptionalText("description", description, LongestDescription, multiline: true);
        if (logoUrl is not null && LogoAddress.Check("logoUrl", logoUrl) is { } wrong)
        {
            checks.Add(wrong.Field, wrong.Code, wrong.Detail);
        }

        return TaxRules.CheckCode("taxCode", taxCode) is { } error ? checks.Add(error.Field, error.Code, error.Detail) : checks;
    }

    /// <summary>They are other main products that the manager can sell.</summary>
    public static async Task UpgradeTargets(
        this FieldChecks checks, BillingDb db, IReadOnlyList<Guid> targets, Guid? productId, Guid managerId, CancellationToken cancellationToken)
    {
        if (targets.Count > MostUpgradeTargets)
        {
            checks.Add("upgradeTargets", "too_many", $"There may be {MostUpgradeTargets} at most.");
            return;
        }

        if (targets.Count == 0)
        {
            return;
        }

        var known = await db.Products
            .Where(Visibility.OfProducts(managerId))
            .CountAsync(product => targets.Contains(product.Id) && product.Kind == ProductKind.Main && product.Id != productId, cancellationToken);
        if (known != targets.Count)
        {
            checks.Add("upgradeTargets", "unknown_upgrade_target", "They are other main products that can be sold, each named once.");
        }
    }
}
