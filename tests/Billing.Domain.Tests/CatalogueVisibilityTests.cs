namespace Billing.Domain.Tests;

[Trait("Checklist", "B15")]
public sealed class CatalogueVisibilityTests
{
    [Theory]
    [InlineData(ProductOrigin.Shared, CatalogueViewer.Operator, "Edit Edit Edit")]
    [InlineData(ProductOrigin.Shared, CatalogueViewer.Owner, "None None None")]
    [InlineData(ProductOrigin.Shared, CatalogueViewer.DirectReseller, "Read Read Read")]
    [InlineData(ProductOrigin.Shared, CatalogueViewer.FurtherReseller, "Read Read None")]
    [InlineData(ProductOrigin.Shared, CatalogueViewer.ManagersCustomer, "Read Read None")]
    [InlineData(ProductOrigin.Shared, CatalogueViewer.OtherCustomer, "Read Read None")]
    [InlineData(ProductOrigin.Kept, CatalogueViewer.Operator, "Edit Edit Edit")]
    [InlineData(ProductOrigin.Kept, CatalogueViewer.Owner, "None None None")]
    [InlineData(ProductOrigin.Kept, CatalogueViewer.DirectReseller, "None None None")]
    [InlineData(ProductOrigin.Kept, CatalogueViewer.FurtherReseller, "None None None")]
    [InlineData(ProductOrigin.Kept, CatalogueViewer.ManagersCustomer, "Read Read None")]
    [InlineData(ProductOrigin.Kept, CatalogueViewer.OtherCustomer, "None None None")]
    [InlineData(ProductOrigin.OfReseller, CatalogueViewer.Operator, "Read Read Edit")]
    [InlineData(ProductOrigin.OfReseller, CatalogueViewer.Owner, "Edit Edit Read")]
    [InlineData(ProductOrigin.OfReseller, CatalogueViewer.DirectReseller, "None None None")]
    [InlineData(ProductOrigin.OfReseller, CatalogueViewer.FurtherReseller, "None None None")]
    [InlineData(ProductOrigin.OfReseller, CatalogueViewer.ManagersCustomer, "Read Read None")]
    [InlineData(ProductOrigin.OfReseller, CatalogueViewer.OtherCustomer, "None None None")]
    public void Of_EveryOriginAndViewer_IsAsWrittenHere(ProductOrigin origin, CatalogueViewer viewer, string access) =>
        Assert.Equal(access, string.Join(' ', Enum.GetValues<CataloguePart>().Select(part => CatalogueVisibility.Of(origin, viewer, part))));

    [Theory]
    [InlineData(CatalogueViewer.Owner, CataloguePart.Product, true, null)]
    [InlineData(CatalogueViewer.Owner, CataloguePart.AccountSubscription, false, "product_grant_required")]
    [InlineData(CatalogueViewer.Owner, CataloguePart.ResellerSubscription, true, "reseller_subscription_read_only")]
    [InlineData(CatalogueViewer.Operator, CataloguePart.ResellerSubscription, false, null)]
    [InlineData(CatalogueViewer.Operator, CataloguePart.AccountSubscription, false, "product_read_only")]
    [InlineData(CatalogueViewer.ManagersCustomer, CataloguePart.Product, false, "product_read_only")]
    public void CheckEdit_OfAResellersProduct_SaysWhy(CatalogueViewer viewer, CataloguePart part, bool hasGrant, string? code) =>
        Assert.Equal(code, CatalogueVisibility.CheckEdit(ProductOrigin.OfReseller, viewer, part, hasGrant)?.Code);
}
