using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Storage;

/// <summary>How a partner came to its present plan, as Orgs told it: what is charged follows a plan that was given by hand.</summary>
internal sealed class GivenPlanRow : IRealmRow
{
    public required Guid PartnerId { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The parent, which sells it the plan.</summary>
    public required Guid SellerId { get; init; }

    public required ResellerPlan Plan { get; init; }

    /// <summary>False where an order brought it, or nobody did.</summary>
    public required bool IsByHand { get; init; }

    /// <summary>Which side gave it.</summary>
    public required BoughtBy GivenBy { get; init; }

    /// <summary>Who did; null where an old event did not say.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The partner's.</summary>
    public required string Currency { get; init; }

    /// <summary>Of the partner's organisation; older news is dropped.</summary>
    public required long Version { get; init; }
}

internal static class GivenPlanMapping
{
    public static void Map(ModelBuilder modelBuilder) => modelBuilder.Entity<GivenPlanRow>(given =>
    {
        given.ToTable("given_plan");
        given.HasKey(row => row.PartnerId);
    });
}
