using System.Runtime.InteropServices;

namespace Storefront.Domain;

/// <summary>What a subscription is for.</summary>
public enum SubscriptionKind
{
    Main,
    AddOn,

    /// <summary>An asset: paid once and had for good.</summary>
    OneTime,
}

/// <summary>What a new version of a subscription did to what its customer has.</summary>
public enum PurchaseKind
{
    Purchased,
    Added,
    Reduced,
    Upgraded,
    Cancelled,
}

/// <summary>What a customer had of a subscription as of one version.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Holding(Guid ProductId, int Quantity, bool IsCancelled);

/// <param name="QuantityChange">Units more, or less where it is negative.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PurchaseStep(PurchaseKind Kind, int QuantityChange);

public static class PurchaseSteps
{
    /// <summary>Null where nothing was bought or given up: a trial that ended, a suspension, another price.</summary>
    /// <param name="before">The version before, of those that are known; null for the first.</param>
    public static PurchaseStep? Between(Holding? before, Holding after) => (before, after) switch
    {
        (null or { IsCancelled: true }, { IsCancelled: true }) => null,
        (null or { IsCancelled: true }, _) => new PurchaseStep(PurchaseKind.Purchased, after.Quantity),
        ({ } had, { IsCancelled: true }) => new PurchaseStep(PurchaseKind.Cancelled, -had.Quantity),
        ({ } had, _) when had.ProductId != after.ProductId => new PurchaseStep(PurchaseKind.Upgraded, after.Quantity - had.Quantity),
        ({ } had, _) when had.Quantity < after.Quantity => new PurchaseStep(PurchaseKind.Added, after.Quantity - had.Quantity),
        ({ } had, _) when had.Quantity > after.Quantity => new PurchaseStep(PurchaseKind.Reduced, after.Quantity - had.Quantity),
        _ => null,
    };
}
