namespace Storefront.Contracts.V1;

/// <summary>A seller's own shop can be visited. Aggregate of all these: the shop, whose id is its seller's.</summary>
public sealed record StorefrontOpened(Shop Shop);

/// <summary>Its branding or address changed.</summary>
public sealed record StorefrontChanged(Shop Shop);

/// <summary>It cannot be visited any more. Everything in it is kept.</summary>
public sealed record StorefrontClosed(Shop Shop);

/// <param name="SellerId">Whose shop it is.</param>
/// <param name="Alias">The path on its host; null for a shop at the host's root.</param>
/// <param name="Name">As shown.</param>
/// <param name="IsOpen">Whether it can be visited.</param>
/// <param name="Address">Of its front page.</param>
/// <param name="SupportEmail">Whom its visitors turn to.</param>
public sealed record Shop(Guid SellerId, string? Alias, string Name, bool IsOpen, string Address, string? SupportEmail);
