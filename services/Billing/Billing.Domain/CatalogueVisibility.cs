using Primitives;

namespace Billing.Domain;

/// <summary>Whose a product is, and who else may sell it.</summary>
public enum ProductOrigin
{
    /// <summary>The operator's, for everybody to sell.</summary>
    Shared,

    /// <summary>The operator's, for its own customers.</summary>
    Kept,

    /// <summary>One reseller's.</summary>
    OfReseller,
}

/// <summary>How somebody stands to a product.</summary>
public enum CatalogueViewer
{
    Operator,

    /// <summary>The reseller whose product it is.</summary>
    Owner,

    /// <summary>A partner that buys from the operator.</summary>
    DirectReseller,

    /// <summary>A partner that buys from a partner.</summary>
    FurtherReseller,

    /// <summary>Buys from whoever manages the product.</summary>
    ManagersCustomer,

    OtherCustomer,
}

public enum CataloguePart
{
    Product,

    /// <summary>The account subscription with its recommended price.</summary>
    AccountSubscription,

    /// <summary>The reseller subscription with its wholesale price.</summary>
    ResellerSubscription,
}

public enum CatalogueAccess
{
    None,
    Read,
    Edit,
}

/// <summary>Who sees and who edits which part of which product. What is not listed is hidden.</summary>
/// <remarks>The wholesale price is what the operator's own buyers pay. A reseller further down pays its distributor's price, and learns nothing of its distributor's cost.</remarks>
public static class CatalogueVisibility
{
    private static readonly Dictionary<(ProductOrigin, CatalogueViewer), (CatalogueAccess Product, CatalogueAccess Account, CatalogueAccess Reseller)> Table = new()
    {
        [(ProductOrigin.Shared, CatalogueViewer.Operator)] = (CatalogueAccess.Edit, CatalogueAccess.Edit, CatalogueAccess.Edit),
        [(ProductOrigin.Shared, CatalogueViewer.DirectReseller)] = (CatalogueAccess.Read, CatalogueAccess.Read, CatalogueAccess.Read),
        [(ProductOrigin.Shared, CatalogueViewer.FurtherReseller)] = (CatalogueAccess.Read, CatalogueAccess.Read, CatalogueAccess.None),
        [(ProductOrigin.Shared, CatalogueViewer.ManagersCustomer)] = (CatalogueAccess.Read, CatalogueAccess.Read, CatalogueAccess.None),
        [(ProductOrigin.Shared, CatalogueViewer.OtherCustomer)] = (CatalogueAccess.Read, CatalogueAccess.Read, CatalogueAccess.None),

        [(ProductOrigin.Kept, CatalogueViewer.Operator)] = (CatalogueAccess.Edit, CatalogueAccess.Edit, CatalogueAccess.Edit),
        [(ProductOrigin.Kept, CatalogueViewer.ManagersCustomer)] = (CatalogueAccess.Read, CatalogueAccess.Read, CatalogueAccess.None),

        [(ProductOrigin.OfReseller, CatalogueViewer.Operator)] = (CatalogueAccess.Read, CatalogueAccess.Read, CatalogueAccess.Edit),
        [(ProductOrigin.OfReseller, CatalogueViewer.Owner)] = (CatalogueAccess.Edit, CatalogueAccess.Edit, CatalogueAccess.Read),
        [(ProductOrigin.OfReseller, CatalogueViewer.ManagersCustomer)] = (CatalogueAccess.Read, CatalogueAccess.Read, CatalogueAccess.None),
    };

    public static CatalogueAccess Of(ProductOrigin origin, CatalogueViewer viewer, CataloguePart part)
    {
        var row = Table.GetValueOrDefault((origin, viewer));
        return part switch
        {
            CataloguePart.Product => row.Product,
            CataloguePart.AccountSubscription => row.Account,
            CataloguePart.ResellerSubscription => row.Reseller,
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part of a product."),
        };
    }

    /// <summary>Null if somebody who sees the product may change that part of it.</summary>
    /// <param name="ownerHasGrant">Whether the owner may still manage products; it does not matter for others.</param>
    public static Refusal? CheckEdit(ProductOrigin origin, CatalogueViewer viewer, CataloguePart part, bool ownerHasGrant)
    {
        if (Of(origin, viewer, part) != CatalogueAccess.Edit)
        {
            return part == CataloguePart.ResellerSubscription && viewer == CatalogueViewer.Owner
                ? new Refusal("reseller_subscription_read_only", "What the reseller pays for its product is the operator's to change.", RefusalKind.NotPermitted)
                : new Refusal("product_read_only", "Only who manages the product changes it.", RefusalKind.NotPermitted);
        }

        return viewer == CatalogueViewer.Owner && !ownerHasGrant
            ? new Refusal("product_grant_required", "The operator has taken back the right to manage products.", RefusalKind.NotPermitted)
            : null;
    }
}
