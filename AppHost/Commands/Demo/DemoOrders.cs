using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>
/// A year in the shops: orders that were executed, turned down, withdrawn, forgotten and given up halfway, things delivered by hand, licences bought later, upgrades of a
/// part, and today's on both sides' desks. Contoso's dashboard has some of everything.
/// </summary>
internal static class DemoOrders
{
    /// <summary>What happens in the shops in one step of the year, counted from 0. Everything that was ordered in the steps before has been dealt with.</summary>
    /// <param name="here">Who has been here since the step before at least.</param>
    public static Task PlaceAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, int step, CancellationToken cancellationToken) =>
        stage.EachAsync(Acts(stage, new DemoBuyers(here), step), cancellationToken);

    /// <summary>What waits for somebody today.</summary>
    public static Task OfTodayAsync(DemoStage stage, IReadOnlyList<DemoCustomer> here, CancellationToken cancellationToken)
    {
        var (goods, buyers) = (stage.Catalogue, new DemoBuyers(here));
        var (fabrikam, rheinblick, hoshizora) = (buyers.Of("Fabrikam"), buyers.Of("Rheinblick Systemhaus"), buyers.Of("Hoshizora Networks"));
        Func<CancellationToken, Task>[] acts =
        [
            async token =>
            {
                var contoso = buyers.Contoso;
                await DemoShopping.ActAsync(contoso, goods.ChatPlus, new { action = "cancel", quantity = 2, effective = "periodEnd", instructions = "Two colleagues leave at the end of the month." }, token);
                // Contoso's orders need no approval: this one waits for a technician.
                await DemoShopping.OrderAsync(contoso, "The new branch, second floor.", token, (goods.Installation, 1));
                await DemoShopping.FillBasketAsync(contoso, token, (goods.Seat, 3), (goods.Workshop, 1));
                var lines = DemoShopping.Lines(contoso.Seller.Market, (goods.ContactCentre, 4));
                await DemoShopping.DraftAsync(contoso.Seller, contoso.ConnectionId, lines, alias: null, "As discussed on the phone; ask Carl before you submit it.", token);
            },
            async token =>
            {
                await DemoShopping.OrderAsync(fabrikam[3], "Please before the end of the week.", token, (goods.Chat, 6), (goods.Retention, 1), (goods.Installation, 1));
                await BuyAsync(fabrikam[1], null, token, (goods.Seat, 2), (goods.Installation, 1));
            },
            token => DemoShopping.OrderAsync(rheinblick[1], "Bitte auf die Bestellnummer 7731 beziehen.", token, (goods.Seat, 5)),
            token => DemoShopping.FillBasketAsync(rheinblick[0], token, (goods.ChatPlus, 2)),
            token => DemoShopping.OrderAsync(hoshizora[1], null, token, (goods.Seat, 4), (goods.Chat, 4)),
        ];
        return stage.EachAsync(acts, cancellationToken);
    }

    private static IEnumerable<Func<CancellationToken, Task>> Acts(DemoStage stage, DemoBuyers buyers, int step)
    {
        var goods = stage.Catalogue;
        var (fabrikam, rheinblick) = (buyers.Of("Fabrikam"), buyers.Of("Rheinblick Systemhaus"));
        var (harborview, hoshizora) = (buyers.Of("Harborview IT"), buyers.Of("Hoshizora Networks"));
        return step switch
        {
            0 => [token => DemoShops.OpenAsync(stage, token)],
            1 =>
            [
                token => stage.Plans.OfferAsync(stage, token),
                token => PriceForAsync(buyers.Contoso, goods.Chat, token),
                token => BuyAsync(fabrikam[0], null, token, (goods.Chat, 12), (goods.Retention, 1)),
                token => BuyAsync(rheinblick[0], null, token, (goods.Chat, 5), (goods.Installation, 1)),
                token => EndAsync(fabrikam[1], "reject", "We have to see last month's payment first.", token, (goods.Workshop, 1)),
                // Nobody decides: it expires.
                token => DemoShopping.OrderAsync(harborview[0], null, token, (goods.Chat, 9)),
            ],
            2 =>
            [
                token => BuyAsync(buyers.Contoso, "For the whole office. Ring twice.", token, (goods.Chat, 8), (goods.Installation, 1)),
                token => DemoShopping.DeliverAsync(rheinblick[0], "Alles angeschlossen.", token),
                token => stage.Plans.GiveFreeAsync(stage.Seller("Meridian Distribution"), stage.Seller("Alpenrand Kommunikation"), "alpenrand", token),
                token => stage.Plans.BuyStandardAsync(stage.Seller("Copper Kettle Systems"), token),
                token => OrderForAsync(fabrikam[2], (goods.Seat, 3), token),
            ],
            3 =>
            [
                async token =>
                {
                    var contoso = buyers.Contoso;
                    await DemoShopping.DeliverAsync(contoso, "Done: four phones and two base stations.", token);
                    await contoso.Seller.Api.PutAsync($"{GatewayApi.Storefront}/connections/{contoso.ConnectionId}/order-approval", new { required = false }, token);
                    await DemoShopping.ActAsync(contoso, goods.Chat, new { action = "buyLicences", quantity = 4 }, token);
                },
                async token => await DemoShopping.ApproveAsync(
                    fabrikam[0], await DemoShopping.ActAsync(fabrikam[0], goods.Chat, new { action = "upgrade", productId = goods.ChatPlus.Id, quantity = 4 }, token), token),
                token => BuyAsync(hoshizora[0], null, token, (goods.Chat, 5)),
                token => BuyAsync(harborview[1], null, token, (goods.Seat, 6), (goods.Installation, 1)),
            ],
            4 =>
            [
                token => DemoShopping.ActAsync(buyers.Contoso, goods.Chat, new { action = "buyAddOn", productId = goods.Retention.Id, quantity = 1 }, token),
                token => EndAsync(rheinblick[1], "withdraw", "Doch nicht in diesem Jahr.", token, (goods.Installation, 1)),
                token => DemoPartners.LoseCardAsync(stage.Seller("Copper Kettle Systems"), token),
                // Half delivered: the rest is given up, and the order is executed.
                token => DemoShopping.GiveUpAsync(harborview[1], "The building has no room for a base station.", token),
            ],
            _ =>
            [
                token => DemoShopping.ActAsync(buyers.Contoso, goods.Chat, new { action = "upgrade", productId = goods.ChatPlus.Id, quantity = 5 }, token),
                token => DemoShopping.ActAsync(fabrikam[0], goods.Chat, new { action = "decreaseLicences", quantity = 2, effective = "now" }, token),
            ],
        };
    }

    /// <summary>A special price, so that a discount shows.</summary>
    private static Task PriceForAsync(DemoCustomer customer, DemoProduct product, CancellationToken cancellationToken) => customer.Seller.Api.PostAsync(
        $"{GatewayApi.Billing}/price-books/entries",
        new
        {
            productId = product.Id,
            kind = "markupPercent",
            connectionId = customer.ConnectionId,
            basisPoints = -1250,
            currency = customer.Seller.Market.Currency,
            interval = "month",
            planLength = "month",
        },
        cancellationToken);

    private static async Task BuyAsync(DemoCustomer customer, string? note, CancellationToken cancellationToken, params (DemoProduct, int)[] lines) =>
        await DemoShopping.ApproveAsync(customer, await DemoShopping.OrderAsync(customer, note, cancellationToken, lines), cancellationToken);

    /// <summary>The seller orders for a customer that has agreed to that for good.</summary>
    private static async Task OrderForAsync(DemoCustomer customer, (DemoProduct Product, int Quantity) line, CancellationToken cancellationToken)
    {
        await customer.Api.PutAsync($"{GatewayApi.Storefront}/connections/{customer.ConnectionId}/standing-consent", new { given = true }, cancellationToken);
        var lines = DemoShopping.Lines(customer.Seller.Market, line);
        await DemoShopping.OrderByDraftAsync(customer.Seller, customer.ConnectionId, lines, alias: null, "As you asked on the phone.", cancellationToken);
    }

    /// <param name="how"><c>reject</c> by the seller, or <c>withdraw</c> by the buyer.</param>
    private static async Task EndAsync(DemoCustomer customer, string how, string reason, CancellationToken cancellationToken, params (DemoProduct, int)[] lines)
    {
        var order = await DemoShopping.OrderAsync(customer, null, cancellationToken, lines);
        var who = how == "reject" ? customer.Seller.Api : customer.Api;
        await who.PostAsync($"{GatewayApi.Storefront}/orders/{order}/{how}", new { reason }, cancellationToken);
    }
}

/// <summary>Who buys in the shops: nobody who leaves in the year, and in the order in which they came.</summary>
internal sealed class DemoBuyers(IReadOnlyList<DemoCustomer> customers)
{
    public DemoCustomer Contoso => customers.Single(customer => customer.Name == "Contoso");

    public IReadOnlyList<DemoCustomer> Of(string seller) =>
        [.. customers.Where(customer => customer.Seller.Name == seller && customer.Offer.Product.Name != "Call recording")];
}
