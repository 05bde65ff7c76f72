using System.Net;
using Billing.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>Products that a reseller manages itself.</summary>
[Trait("Checklist", "B15")]
public sealed class ResellersProductTests(BillingService billing)
{
    [Fact]
    public async Task Sale_OfAGrantedResellersProduct_IsChargedAtItsPriceAndTheOperatorsWholesale()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var product = await CreateAsync(sale);
        (await sale.Seller.Post($"products/{product.Id}/prices", Products.NewPrice("25.00", "recommended"))).EnsureSuccessStatusCode();
        (await sale.Operator.Post($"products/{product.Id}/prices", Products.NewPrice("12.00"))).EnsureSuccessStatusCode();

        var own = await sale.Seller.Get<ProductAnswer>($"products/{product.Id}");
        var request = await (await sale.Seller.Post("requests", sale.Proposal("25.00", productId: product.Id))).Read<RequestAnswer>(HttpStatusCode.Created);
        (await sale.Buyer.Post($"requests/{request.Id}/approve")).EnsureSuccessStatusCode();
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("25.00", own.RecommendedPrices[^1].Price.Amount);
        Assert.Equal("12.00", own.ResellerSubscription!.WholesalePrices[^1].Price.Amount);
        Assert.Equal("25.00", Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices")).AmountDue.Amount);
        Assert.Equal("12.00", Assert.Single(await sale.Operator.List<InvoiceAnswer>("invoices")).AmountDue.Amount);
    }

    [Fact]
    public async Task Propose_ByAnotherReseller_DoesNotFindTheProduct()
    {
        var sale = await Sale.OpenAsync(billing);
        var product = await CreateAsync(sale);
        var (fabrikam, _) = await sale.Channel.ChildAsync(sale.Channel.Operator, "Fabrikam", OrganizationKind.Partner);
        var (tailspin, connection) = await sale.Channel.ChildAsync(fabrikam, "Tailspin", OrganizationKind.Customer);

        await sale.Channel.As(fabrikam).Post("requests", sale.Proposal(connectionId: connection, productId: product.Id)).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Channel.As(tailspin).GetAsync($"{Answers.Root}/products/{product.Id}").AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Create_AgainstTheRules_SaysWhich()
    {
        var sale = await Sale.OpenAsync(billing);
        await sale.Operator.Post("products", Products.OfReseller(sale.Northwind.Id)).AssertProblem(HttpStatusCode.BadRequest, "product_grant_required", "managedById");
        await GrantAsync(sale);

        await sale.Operator.Post("products", Products.OfReseller(sale.Northwind.Id, shared: true))
            .AssertProblem(HttpStatusCode.BadRequest, "reseller_managed_product_not_shared", "sharedWithResellers");
        await sale.Operator.Post("products", Products.OfReseller(sale.Northwind.Id, accountManagedBy: "operator"))
            .AssertProblem(HttpStatusCode.BadRequest, "account_subscription_must_be_reseller_managed", "accountSubscription.managedBy");
        await sale.Seller.Post("products", Products.OfReseller(sale.Northwind.Id)).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
    }

    [Fact]
    public async Task Revoke_TheGrant_LeavesTheProductAndTakesTheRightToChangeIt()
    {
        var sale = await Sale.OpenAsync(billing);
        var product = await CreateAsync(sale);
        var grant = Assert.Single(await sale.Seller.List<GrantAnswer>("product-grants"));
        await sale.Operator.Post("product-grants", new { organizationId = sale.Northwind.Id }).AssertProblem(HttpStatusCode.Conflict, "product_grant_exists");

        await sale.Seller.Post($"product-grants/{grant.Id}/revoke").AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        (await sale.Operator.Post($"product-grants/{grant.Id}/revoke")).EnsureSuccessStatusCode();

        await sale.Seller.Put($"products/{product.Id}", Products.Update()).AssertProblem(HttpStatusCode.Forbidden, "product_grant_required");
        (await sale.Seller.Post("requests", sale.Proposal(productId: product.Id))).EnsureSuccessStatusCode();
        (await sale.Operator.Post("product-grants", new { organizationId = sale.Northwind.Id })).EnsureSuccessStatusCode();
        (await sale.Seller.Put($"products/{product.Id}", Products.Update())).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Grant_ToACustomerOrNobody_IsNotFound()
    {
        var sale = await Sale.OpenAsync(billing);

        await sale.Operator.Post("product-grants", new { organizationId = sale.Contoso.Id }).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Operator.Post("product-grants", new { organizationId = Guid.CreateVersion7() }).AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    [Trait("Checklist", "B14")]
    public async Task Update_NameLimitsAndTargets_AreToldAndHoldForWhatIsSoldNext()
    {
        var sale = await Sale.OpenAsync(billing);
        var bigger = await (await sale.Operator.Post("products", Products.Good(name: "Suite"))).Read<ProductAnswer>(HttpStatusCode.Created);
        await using var published = await billing.Service.ListenAsync<ProductPublished>();
        var limits = new { smallestQuantity = 5, largestQuantity = 10, minimumCommitment = "month" };

        var updated = await (await sale.Operator.Put($"products/{sale.ProductId}", Products.Update(taxCode: "telecom", limits: limits, upgradeTargets: [bigger.Id]), "\"1\""))
            .Read<ProductAnswer>();

        var fact = (await published.WaitAsync(fact => fact.Product.Id == sale.ProductId && fact.Product.Name == "New name")).Product;
        Assert.Equal((2, "New name"), (updated.Version, updated.Name));
        Assert.Equal((5, 10, "month", "manual"), (fact.SmallestQuantity, fact.LargestQuantity, fact.MinimumCommitment, fact.Provisioning));
        Assert.Equal([bigger.Id], fact.UpgradeTargets!);
        await sale.Seller.Post("requests", sale.Proposal(quantity: 4)).AssertProblem(HttpStatusCode.BadRequest, "quantity_outside_product_limits", "quantity");
        (await sale.Seller.Post("requests", sale.Proposal(quantity: 5))).EnsureSuccessStatusCode();
    }

    [Fact]
    [Trait("Checklist", "B14")]
    public async Task Update_AgainstTheRules_SaysWhichAndChangesNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        var path = $"products/{sale.ProductId}";

        await sale.Operator.Put(path, Products.Update(name: " ")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed", "name");
        await sale.Operator.Put(path, Products.Update(taxCode: "so much")).AssertProblem(HttpStatusCode.BadRequest, "invalid_tax_code", "taxCode");
        await sale.Operator.Put(path, Products.Update(limits: new { smallestQuantity = 0 })).AssertProblem(HttpStatusCode.BadRequest, "quantity_limits", "limits");
        await sale.Operator.Put(path, Products.Update(upgradeTargets: [sale.ProductId])).AssertProblem(HttpStatusCode.BadRequest, "unknown_upgrade_target", "upgradeTargets");
        await sale.Operator.Put(path, Products.Update(), ifMatch: "\"7\"").AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");

        Assert.Equal(1, (await sale.Operator.Get<ProductAnswer>(path)).Version);
    }

    private static async Task<ProductAnswer> CreateAsync(Sale sale)
    {
        await GrantAsync(sale);
        return await (await sale.Operator.Post("products", Products.OfReseller(sale.Northwind.Id))).Read<ProductAnswer>(HttpStatusCode.Created);
    }

    private static async Task GrantAsync(Sale sale) =>
        (await sale.Operator.Post("product-grants", new { organizationId = sale.Northwind.Id })).EnsureSuccessStatusCode();

    private sealed record GrantAnswer(Guid Id, Guid OrganizationId, DateTimeOffset? RevokedAt);
}
