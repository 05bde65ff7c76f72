namespace Storefront.Domain.Shops;

/// <summary>Where the storefront icon leads.</summary>
public enum ShopEntranceKind
{
    /// <summary>A customer has no storefront, and can have none.</summary>
    None,

    /// <summary>A partner without one is shown the plans that it could have.</summary>
    Plans,

    /// <summary>Who has one goes there to run it.</summary>
    Administration,
}

public static class ShopEntrances
{
    /// <param name="owner">Null for a customer.</param>
    public static ShopEntranceKind Of(ShopOwner? owner) => owner switch
    {
        null => ShopEntranceKind.None,
        { } seller when ShopRules.IsOpen(seller) => ShopEntranceKind.Administration,
        _ => ShopEntranceKind.Plans,
    };
}
