using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>Sellers open their shops: name, logo, colours and support contact; those whose plan has one fill a catalogue too, in groups and in their customers' language.</summary>
internal static class DemoShops
{
    private const string Shop = $"{GatewayApi.Storefront}/shop";

    private static readonly DemoBrand[] Brands =
    [
        new("Northwind", "Northwind Voice", "#0b3d5c", "#f2a541", DemoMark.Rings, "help@northwind.example", "+1 206 555 0100", "Phones, meetings and chat for people who would rather talk to their customers.\nAsk Rita and her colleagues whenever something does not ring."),
        new("Fabrikam", "Fabrikam Office Store", "#5b2a86", "#37c9b0", DemoMark.Diamond, "store@fabrikam.example", "+1 503 555 0142", "Everything a small office needs to be reachable, set up by us, billed once a month."),
        new("Brightline Networks", "Brightline", "#b3261e", "#ffd166", DemoMark.Bars, "hello@brightline.example", "+1 312 555 0177", "One line for everything."),
        new("Harborview IT", "Harborview Marketplace", "#12645c", "#e8c07d", DemoMark.Waves, "support@harborview.example", "+1 617 555 0123", "Cloud telephony from the people who already look after your computers."),
        new("Summit Ridge Telecom", "Summit Ridge", "#23395d", "#9bd1e5", DemoMark.Peaks, "care@summitridge.example", "+1 303 555 0165", "Clear calls, even in the mountains."),
        new("Copper Kettle Systems", "The Copper Kettle", "#8a4b16", "#f4d9b0", DemoMark.Rings, "brew@copperkettle.example", "+1 802 555 0119", "Small systems, made with care."),
        new("Meridian Distribution", "Meridian", "#1f3c88", "#ee6f57", DemoMark.Bars, "partner@meridian.example", "+49 30 5550 100", "Telefonie und Zusammenarbeit für Systemhäuser in ganz Europa."),
        new("Rheinblick Systemhaus", "Rheinblick Cloud-Laden", "#2e6f40", "#cfead6", DemoMark.Waves, "hilfe@rheinblick.example", "+49 221 5550 42", "Telefonie aus Köln: heute bestellt, morgen erreichbar.\nBei Fragen sind wir persönlich für Sie da."),
        new("Télécom Bellerive", "Bellerive", "#6a0f49", "#f7b2bd", DemoMark.Diamond, "bonjour@bellerive.example", "+33 4 5550 0188", "La téléphonie d'entreprise, simplement."),
        new("Grachten Digital", "Grachten Digital", "#d35400", "#fdebd0", DemoMark.Peaks, "hallo@grachten.example", "+31 20 555 0136", "Bellen, chatten en vergaderen vanaf de gracht."),
        new("Hoshizora Networks", "星空ストア", "#0d1b4c", "#ffe66d", DemoMark.Rings, "support@hoshizora.example", "+81 3 5550 0190", "電話もチャットも、ひとつのお店で。"),
    ];

    /// <summary>Brands every shop and fills the catalogues.</summary>
    public static Task OpenAsync(DemoStage stage, CancellationToken cancellationToken) => stage.EachAsync(
        Brands,
        async (brand, token) =>
        {
            var seller = stage.Seller(brand.Seller);
            await BrandAsync(seller, brand, token);
            if (DemoShelf.Of(stage.Catalogue, brand.Seller) is [_, ..] shelves)
                await FillAsync(seller, shelves, token);
        },
        cancellationToken);

    /// <summary>The seller's customers see what is on the shelves from now on.</summary>
    public static Task FillAsync(DemoSeller seller, IReadOnlyList<DemoShelf> shelves, CancellationToken cancellationToken)
    {
        var groups = shelves.Select(shelf => new
        {
            name = shelf.Name,
            listings = shelf.Items.Select(item => new { productId = item.Product.Id, name = item.Name, description = item.Description }),
        });
        // Storefront hears of products and plans by events.
        return Eventually.ValueAsync(async token => await seller.Api.PostAsync($"{GatewayApi.Storefront}/catalogue/import", new { groups }, token), cancellationToken);
    }

    private static async Task BrandAsync(DemoSeller seller, DemoBrand brand, CancellationToken cancellationToken)
    {
        var look = new
        {
            name = brand.Name,
            primaryColor = brand.Primary,
            accentColor = brand.Accent,
            supportEmail = brand.SupportEmail,
            supportPhone = brand.SupportPhone,
            welcomeText = brand.Welcome,
        };
        await Eventually.ValueAsync(async token => await seller.Api.PatchAsync(Shop, look, token), cancellationToken);
        await seller.Api.UploadAsync(HttpMethod.Put, $"{Shop}/logo", DemoLogo.Draw(brand.Primary, brand.Accent, brand.Mark), "image/png", cancellationToken);
    }
}

/// <summary>How a shop looks.</summary>
/// <param name="Primary">As #1a2b3c, like <paramref name="Accent"/>.</param>
internal sealed record DemoBrand(
    string Seller, string Name, string Primary, string Accent, DemoMark Mark, string SupportEmail, string SupportPhone, string Welcome);
