using ServiceDefaults.Storage;
using Storefront.Domain;
using Storefront.Domain.Shops;

namespace Storefront.Api.Storage;

/// <summary>A seller's shop, open or not. What it shows is for everybody; only its owner finds it while it is closed.</summary>
internal sealed class ShopRow : IRealmRow, IVersionedRow
{
    /// <summary>The seller.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }
    public required bool IsOperator { get; set; }

    /// <summary>Null for the operator.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>Null for the operator.</summary>
    public ResellerPlan? Plan { get; set; }

    public OrganizationStatus Status { get; set; }
    public string? Alias { get; set; }
    public required string OrganizationName { get; set; }

    /// <summary>Of the organisation that the columns above came with; 0 before any did.</summary>
    public required long OrganizationVersion { get; set; }

    public required bool IsOpen { get; set; }
    public DateTimeOffset? OpenedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Null where the organisation's own is shown.</summary>
    public string? Name { get; set; }

    public string? PrimaryColor { get; set; }
    public string? AccentColor { get; set; }
    public string? SupportEmail { get; set; }
    public string? SupportPhone { get; set; }
    public string? WelcomeText { get; set; }

    /// <summary>Kept on a plan without one, and in effect again on the next plan with one.</summary>
    public string? CustomDomain { get; set; }

    /// <summary>When the operator found the domain to be the seller's; null while that is open. Without it the domain is a wish, and somebody else's may be the same.</summary>
    public DateTimeOffset? CustomDomainConfirmedAt { get; set; }

    /// <summary>SHA-256 of the picture, in hexadecimal digits: its address. Null without one.</summary>
    public string? LogoHash { get; set; }

    public string? LogoType { get; set; }

    /// <summary>In bytes.</summary>
    public int? LogoSize { get; set; }

    public long Version { get; set; } = 1;

    public ShopOwner Owner => new(IsOperator, Plan, Alias, Status);
}

/// <summary>A part of a shop's logo.</summary>
internal sealed class ShopLogoChunkRow : IRealmRow
{
    public required Guid ShopId { get; init; }
    public required string Hash { get; init; }

    /// <summary>From 0.</summary>
    public required int Index { get; init; }

    public required Guid RealmId { get; init; }
    public required byte[] Bytes { get; init; }
}
