using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>Customers come month by month. Each approves its first subscription itself and uses it, so that its trial runs and ends.</summary>
internal static class DemoCustomers
{
    public const int Total = 300;

    /// <summary>Those who have come today, and whose trials run.</summary>
    private const int Newest = 12;

    /// <summary>How many there are once that month, counted from 0, has had its newcomers: many came when the realm began, fewer each month since.</summary>
    public static int By(int month, int months) => (Total / 4) + (((Total * 3 / 4) - Newest) * (month + 1) / months);

    public static async Task JoinAsync(DemoStage stage, DemoStaff staff, DemoCore core, int upTo, CancellationToken cancellationToken)
    {
        var (first, joined) = (stage.Joined, new List<DemoCustomer>());
        stage.Joined = upTo;
        if (first == 0)
        {
            var northwind = stage.Seller("Northwind");
            var offer = new DemoOffer(stage.Catalogue.Recording, "month", Quantity: 2);
            joined.Add(new DemoCustomer("Contoso", core.ContosoChild.Id, core.ContosoChild.ConnectionId, northwind, core.Contoso, DemoPayer.ByCard, offer));
            first++;
        }

        var newcomers = Enumerable.Range(first, upTo - first).GroupBy(number => SellerOf(stage, number));
        await DemoStage.EachAsync(
            newcomers,
            async (own, token) =>
            {
                foreach (var customer in await MoveInAsync(stage, staff, own.Key, [.. own], token))
                {
                    lock (joined)
                        joined.Add(customer);
                }
            },
            cancellationToken);
        // Billing has heard of the first of them by now: nobody waits for long. First used at the same moment, their trials end at the same moment, and are billed
        // together; a reporter's clock may be a few minutes ahead.
        var firstUse = stage.Realm.Now.AddMinutes(4);
        await DemoStage.EachAsync(joined, (customer, token) => SubscribeAsync(stage, customer, firstUse, token), cancellationToken);
        // Whoever came first: the same ones do the same things each time.
        joined.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        stage.Customers.AddRange(joined);
    }

    /// <summary>The seller proposes, the buyer agrees. Returns the subscription.</summary>
    public static async Task<Guid> AgreeAsync(DemoCustomer customer, string path, object proposal, CancellationToken cancellationToken)
    {
        var request = await ProposeAsync(customer, path, proposal, cancellationToken);
        // What two of one seller's buyers agree to at once may meet in its account with its own seller: then one of them is asked again.
        var approved = await Eventually.ValueAsync(
            async token => await customer.Api.PostAsync($"{GatewayApi.Billing}/requests/{request}/approve", new { }, token), cancellationToken);
        return (Guid)approved["subscriptionId"]!;
    }

    public static object Proposal(DemoCustomer customer, DemoOffer offer, string reason) => new
    {
        connectionId = customer.ConnectionId,
        productId = offer.Product.Id,
        quantity = offer.Quantity,
        retailPrice = offer.Product.Retail(customer.Seller.Market, offer.Interval),
        interval = offer.Interval,
        planLength = offer.Interval,
        // An add-on belongs to what the customer came for.
        mainSubscriptionId = offer.Product.Kind == "addOn" ? customer.SubscriptionId : (Guid?)null,
        reason,
    };

    /// <param name="at">Now if left out.</param>
    public static Task UseAsync(DemoCustomer customer, string eventId, int quantity, CancellationToken cancellationToken, DateTimeOffset? at = null) => customer.Api.PostAsync(
        $"{GatewayApi.Billing}/subscriptions/{customer.SubscriptionId}/usage", new { eventId, kind = "booking", quantity, at }, cancellationToken);

    // Every sixth: its request waits, expires in time, or is withdrawn.
    private static bool IsUndecided(int number) => number % 6 == 5;

    private static async Task OfferInVainAsync(DemoCustomer customer, bool isWithdrawn, CancellationToken cancellationToken)
    {
        var request = await ProposeAsync(customer, $"{GatewayApi.Billing}/requests", Proposal(customer, customer.Offer, "Our offer, as promised."), cancellationToken);
        if (isWithdrawn)
            await customer.Seller.Api.PostAsync($"{GatewayApi.Billing}/requests/{request}/withdraw", new { }, cancellationToken);
    }

    /// <summary>The rest of the platform hears of a new connection a moment later. Returns the request.</summary>
    private static async Task<Guid> ProposeAsync(DemoCustomer customer, string path, object proposal, CancellationToken cancellationToken) =>
        (Guid)(await Eventually.ValueAsync(async token => await customer.Seller.Api.PostAsync(path, proposal, token), cancellationToken))["id"]!;

    /// <summary>At first everybody had a few, and so it is again today; in between sellers came with several at once.</summary>
    private static DemoSeller SellerOf(DemoStage stage, int number)
    {
        if (number < By(month: 0, months: 12) || number >= Total - Newest)
            return stage.Sellers[number % stage.Sellers.Count];
        var moving = stage.Sellers.Where(seller => seller.Market != DemoMarket.Japan).ToList();
        return moving[number / 9 % moving.Count];
    }

    /// <summary>A seller imports its new customers. Returns those that have made up their minds, each acting for itself.</summary>
    private static async Task<IReadOnlyList<DemoCustomer>> MoveInAsync(
        DemoStage stage, DemoStaff staff, DemoSeller seller, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var children = await seller.Api.ImportAsync([.. numbers.Select(number => ChildOf(staff, seller.Market, number))], cancellationToken);
        var joined = new List<DemoCustomer>();
        foreach (var (number, child) in numbers.Zip(children))
        {
            var bookkeeper = BookkeeperOf(staff, number);
            // Who has not bought has nothing to do here yet, and nobody signs in for it.
            var api = IsUndecided(number) ? bookkeeper.Api : await bookkeeper.Api.ForAsync(child.Id, cancellationToken);
            var payer = (number % 10) switch { < 6 => DemoPayer.ByCard, < 9 => DemoPayer.ByTransfer, _ => DemoPayer.Late };
            var customer = new DemoCustomer(
                DemoNames.Customer(number, seller.Market), child.Id, child.ConnectionId, seller, api, payer, stage.Catalogue.OfferFor(number, seller.Market));
            if (IsUndecided(number))
                await OfferInVainAsync(customer, isWithdrawn: number % 12 == 5, cancellationToken);
            else
                joined.Add(customer);
        }

        return joined;
    }

    private static JsonObject ChildOf(DemoStaff staff, DemoMarket market, int number)
    {
        var (name, bookkeeper) = (DemoNames.Customer(number, market), BookkeeperOf(staff, number));
        var profile = new JsonObject { ["country"] = market.Countries[number % market.Countries.Count], ["referenceNumber"] = number % 3 == 0 ? $"PO-{4100 + (number * 13)}" : null };
        return DemoOrganizations.Child(name, "customer", new { email = bookkeeper.Email, @namespace = bookkeeper.Namespace }, market, profile);
    }

    private static Bookkeeper BookkeeperOf(DemoStaff staff, int number) => staff.Bookkeepers[number % staff.Bookkeepers.Count];

    private static async Task SubscribeAsync(DemoStage stage, DemoCustomer customer, DateTimeOffset firstUse, CancellationToken cancellationToken)
    {
        customer.Quantity = customer.Offer.Quantity;
        customer.SubscriptionId = await AgreeAsync(
            customer, $"{GatewayApi.Billing}/requests", Proposal(customer, customer.Offer, "As we talked about."), cancellationToken);
        if (customer.Payer == DemoPayer.ByCard)
            await customer.Api.SetCardAsync(customer.ConnectionId, "test_visa", cancellationToken);
        await UseAsync(customer, "first-use", quantity: 1, cancellationToken, stage.Realm.Now < firstUse ? firstUse : null);
    }
}
