using System.Net;
using Billing.Domain;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>Everybody there is in a channel, and one product of each origin.</summary>
public sealed class CatalogueWorld(BillingService billing) : IAsyncLifetime
{
    private readonly Dictionary<CatalogueViewer, Party> parties = [];
    private readonly Dictionary<ProductOrigin, Guid> products = [];
    private Party operatorsCustomer = null!;
    private Party ownersCustomer = null!;

    public Channel Channel { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Channel = await Channel.OpenAsync(billing);
        parties[CatalogueViewer.Operator] = Channel.Operator;
        var owner = parties[CatalogueViewer.Owner] = (await Channel.ChildAsync(Channel.Operator, "Owner", OrganizationKind.Partner)).Party;
        var direct = parties[CatalogueViewer.DirectReseller] = (await Channel.ChildAsync(Channel.Operator, "Direct", OrganizationKind.Partner)).Party;
        parties[CatalogueViewer.FurtherReseller] = (await Channel.ChildAsync(direct, "Further", OrganizationKind.Partner)).Party;
        operatorsCustomer = (await Channel.ChildAsync(Channel.Operator, "Operator's customer", OrganizationKind.Customer)).Party;
        ownersCustomer = (await Channel.ChildAsync(owner, "Owner's customer", OrganizationKind.Customer)).Party;
        parties[CatalogueViewer.OtherCustomer] = (await Channel.ChildAsync(direct, "Other customer", OrganizationKind.Customer)).Party;

        var client = Channel.As(Channel.Operator);
        (await client.Post("product-grants", new { organizationId = owner.Id })).EnsureSuccessStatusCode();
        products[ProductOrigin.Shared] = await Create(client, Products.Good());
        products[ProductOrigin.Kept] = await Create(client, Products.Kept());
        products[ProductOrigin.OfReseller] = await Create(client, Products.OfReseller(owner.Id));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Guid ProductOf(ProductOrigin origin) => products[origin];

    public Party PartyOf(ProductOrigin origin, CatalogueViewer viewer) => viewer == CatalogueViewer.ManagersCustomer
        ? origin == ProductOrigin.OfReseller ? ownersCustomer : operatorsCustomer
        : parties[viewer];

    private static async Task<Guid> Create(HttpClient client, object body) => (await (await client.Post("products", body)).Read<ProductAnswer>(HttpStatusCode.Created)).Id;
}

/// <summary>Each cell of the visibility matrix over HTTP: what may be read is read, what may be changed is changed, and nothing else.</summary>
[Trait("Checklist", "B15")]
[Trait("Checklist", "X18")]
public sealed class CatalogueVisibilityTests(CatalogueWorld world) : IClassFixture<CatalogueWorld>
{
    public static TheoryData<ProductOrigin, CatalogueViewer, CataloguePart> Cells()
    {
        var cells = new TheoryData<ProductOrigin, CatalogueViewer, CataloguePart>();
        foreach (var origin in Enum.GetValues<ProductOrigin>())
        {
            // The operator is the owner of its own products.
            foreach (var viewer in Enum.GetValues<CatalogueViewer>().Where(viewer => viewer != CatalogueViewer.Owner || origin == ProductOrigin.OfReseller))
            {
                foreach (var part in Enum.GetValues<CataloguePart>())
                {
                    cells.Add(origin, viewer, part);
                }
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Read_EveryCell_ShowsWhatTheTableSays(ProductOrigin origin, CatalogueViewer viewer, CataloguePart part)
    {
        var client = world.Channel.As(world.PartyOf(origin, viewer));
        var expected = CatalogueVisibility.Of(origin, viewer, part) != CatalogueAccess.None;
        var id = world.ProductOf(origin);

        var listed = (await client.List<ProductAnswer>("products")).SingleOrDefault(product => product.Id == id);
        using var answer = await client.GetAsync($"{Answers.Root}/products/{id}");

        Assert.Equal(expected, Shows(listed, part));
        Assert.Equal(expected, Shows(answer.IsSuccessStatusCode ? await answer.Read<ProductAnswer>() : null, part));
        Assert.Equal(CatalogueVisibility.Of(origin, viewer, CataloguePart.Product) == CatalogueAccess.None, answer.StatusCode == HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Edit_EveryCell_IsDoneWhereTheTableSaysAndElseChangesNothing(ProductOrigin origin, CatalogueViewer viewer, CataloguePart part)
    {
        var client = world.Channel.As(world.PartyOf(origin, viewer), Role.SuperAdmin);
        var id = world.ProductOf(origin);
        var keeper = world.Channel.As(world.Channel.Operator);
        var before = (await keeper.Get<ProductAnswer>($"products/{id}")).Version;

        using var answer = part switch
        {
            CataloguePart.Product => await client.Put($"products/{id}", Products.Update()),
            CataloguePart.AccountSubscription => await client.Post($"products/{id}/prices", Products.NewPrice("21.00", "recommended")),
            _ => await client.Post($"products/{id}/prices", Products.NewPrice("11.00")),
        };

        var isHidden = CatalogueVisibility.Of(origin, viewer, CataloguePart.Product) == CatalogueAccess.None;
        var mayEdit = CatalogueVisibility.Of(origin, viewer, part) == CatalogueAccess.Edit;
        Assert.Equal(mayEdit ? HttpStatusCode.OK : isHidden ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(mayEdit ? before + 1 : before, (await keeper.Get<ProductAnswer>($"products/{id}")).Version);
    }

    [Fact]
    public async Task PriceBook_EntriesOfOneSeller_AreSeenByNobodyElse()
    {
        var direct = world.PartyOf(ProductOrigin.Shared, CatalogueViewer.DirectReseller);
        var body = new { productId = world.ProductOf(ProductOrigin.Shared), kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars("33.33") };
        (await world.Channel.As(direct).Post("price-books/entries", body)).EnsureSuccessStatusCode();

        foreach (var viewer in Enum.GetValues<CatalogueViewer>())
        {
            var isOwn = viewer == CatalogueViewer.DirectReseller;
            var client = world.Channel.As(world.PartyOf(ProductOrigin.Shared, viewer), Role.SuperAdmin);
            var entries = await client.List<EntryId>("price-books/entries");
            Assert.Equal(isOwn, entries.Count > 0);
        }

        var entry = Assert.Single(await world.Channel.As(direct).List<EntryId>("price-books/entries"));
        foreach (var viewer in (CatalogueViewer[])[CatalogueViewer.Operator, CatalogueViewer.FurtherReseller, CatalogueViewer.OtherCustomer])
        {
            await world.Channel.As(world.PartyOf(ProductOrigin.Shared, viewer), Role.SuperAdmin)
                .Post($"price-books/entries/{entry.Id}/retire").AssertProblem(HttpStatusCode.NotFound, "not_found");
        }
    }

    private static bool Shows(ProductAnswer? product, CataloguePart part) => part switch
    {
        CataloguePart.Product => product is not null,
        CataloguePart.AccountSubscription => product?.RecommendedPrices.Count > 0,
        _ => product?.ResellerSubscription is not null,
    };

    private sealed record EntryId(Guid Id);
}
