using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>Customers come step by step. Each approves its first subscription itself and uses it, so that its trial runs and ends.</summary>
internal static class DemoCustomers
{
    /// <summary>From a hundred on there is somebody for everything that happens in the year.</summary>
    public const int Total = 104;

    /// <summary>What each seller begins with.</summary>
    private const int Few = 4;

    /// <summary>How many come to one seller at once afterwards.</summary>
    private const int Several = 4;

    /// <summary>Those who have come today, and whose trials run.</summary>
    private const int Newest = 12;

    /// <summary>How many there are once that step, counted from 0, has had its newcomers: many came when the realm began, fewer each step since.</summary>
    public static int By(DemoStage stage, int step, int steps)
    {
        var first = Few * stage.Sellers.Count;
        return first + ((Total - Newest - first) * step / (steps - 1));
    }

    /// <summary>Puts those who made up their minds among the customers.</summary>
    public static async Task JoinAsync(DemoStage stage, DemoStaff staff, DemoCore core, int upTo, CancellationToken cancellationToken)
    {
        var (first, joined) = (stage.Joined, new List<DemoCustomer>());
        stage.Joined = upTo;
        var groups = Enumerable.Range(first, upTo - first).GroupBy(number => number == 0 ? stage.Seller("Northwind") : SellerOf(stage, number));
        await stage.EachAsync(
            groups,
            async (own, token) =>
            {
                var arrived = await MoveInAsync(stage, staff, core, own.Key, [.. own], token);
                // The rest of the platform hears of new connections meanwhile.
                await stage.EachAsync(arrived.Where(arrival => !arrival.IsUndecided), (arrival, limit) => arrival.Customer.Api.SignInAsync(limit), token);
                await OfferAsync(own.Key, arrived, token);
                await stage.EachAsync(arrived, DecideAsync, token);
                lock (joined)
                    joined.AddRange(arrived.Select(arrival => arrival.Customer).Where(customer => customer.HasBought));
            },
            cancellationToken);
        // Whoever came first: the same ones do the same things each time.
        stage.Customers.AddRange(joined.OrderBy(customer => customer.Name, StringComparer.Ordinal));
    }

    /// <summary>The seller proposes, the buyer agrees. Returns the subscription.</summary>
    public static async Task<Guid> AgreeAsync(DemoCustomer customer, string path, object proposal, CancellationToken cancellationToken)
    {
        // The rest of the platform hears of a new subscription a moment later.
        var request = await Eventually.ValueAsync(async token => await customer.Seller.Api.PostAsync(path, proposal, token), cancellationToken);
        return await ApproveAsync(customer, (Guid)request["id"]!, cancellationToken);
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

    /// <summary>Returns the subscription.</summary>
    private static async Task<Guid> ApproveAsync(DemoCustomer customer, Guid request, CancellationToken cancellationToken)
    {
        // What two of one seller's buyers agree to at once may meet in its account with its own seller: then one of them is asked again.
        var approved = await Eventually.ValueAsync(
            async token => await customer.Api.PostAsync($"{GatewayApi.Billing}/requests/{request}/approve", new { }, token), cancellationToken);
        return (Guid)approved["subscriptionId"]!;
    }

    /// <summary>At first everybody gets a few; afterwards sellers come with several at once.</summary>
    private static DemoSeller SellerOf(DemoStage stage, int number)
    {
        if (number < Few * stage.Sellers.Count)
            return stage.Sellers[number % stage.Sellers.Count];
        var moving = stage.Sellers.Where(seller => seller.Market != DemoMarket.Japan).ToList();
        return moving[number / Several % moving.Count];
    }

    /// <summary>A seller imports its new customers; Contoso is there already.</summary>
    private static async Task<IReadOnlyList<DemoArrival>> MoveInAsync(
        DemoStage stage, DemoStaff staff, DemoCore core, DemoSeller seller, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var imported = numbers.Where(number => number != 0).ToList();
        var children = await seller.Api.ImportAsync([.. imported.Select(number => ChildOf(staff, seller.Market, number))], cancellationToken);
        var arrived = imported.Zip(children, (number, child) => new DemoArrival(
            new DemoCustomer(
                DemoNames.Customer(number, seller.Market),
                child.Id,
                child.ConnectionId,
                seller,
                BookkeeperOf(staff, number).Api.For(child.Id),
                PayerOf(number, seller.Market),
                stage.Catalogue.OfferFor(number, seller.Market)),
            number));
        return imported.Count == numbers.Count ? [.. arrived] : [Contoso(stage, core), .. arrived];
    }

    private static DemoArrival Contoso(DemoStage stage, DemoCore core)
    {
        var offer = new DemoOffer(stage.Catalogue.Recording, "month", Quantity: 2);
        return new(new DemoCustomer("Contoso", core.ContosoChild.Id, core.ContosoChild.ConnectionId, stage.Seller("Northwind"), core.Contoso, DemoPayer.ByCard, offer), Number: 0);
    }

    /// <summary>In Europe one pays by transfer, elsewhere by card.</summary>
    private static DemoPayer PayerOf(int number, DemoMarket market) =>
        number % 10 == 9 ? DemoPayer.Late : market == DemoMarket.Europe ? DemoPayer.ByTransfer : DemoPayer.ByCard;

    /// <summary>A seller proposes to all of them at once.</summary>
    private static async Task OfferAsync(DemoSeller seller, IReadOnlyList<DemoArrival> arrived, CancellationToken cancellationToken)
    {
        var requests = arrived.Select(arrival => Proposal(arrival.Customer, arrival.Customer.Offer, arrival.IsUndecided ? "Our offer, as promised." : "As we talked about.")).ToList();
        var proposed = await Eventually.ValueAsync(
            async token => await seller.Api.PostAsync($"{GatewayApi.Billing}/requests/import", new { requests }, token), cancellationToken);
        foreach (var (arrival, request) in arrived.Zip(proposed["requests"]!.AsArray()))
            arrival.RequestId = (Guid)request!["id"]!;
    }

    private static JsonObject ChildOf(DemoStaff staff, DemoMarket market, int number)
    {
        var (name, bookkeeper) = (DemoNames.Customer(number, market), BookkeeperOf(staff, number));
        var profile = new JsonObject
        {
            ["country"] = market.Countries[number % market.Countries.Count],
            ["referenceNumber"] = number % 3 == 0 ? $"PO-{4100 + (number * 13)}" : null,
            // Who pays by transfer has time until the seller has seen two months' statements.
            ["paymentTermsDays"] = PayerOf(number, market) == DemoPayer.ByTransfer ? 60 : 14,
        };
        return DemoOrganizations.Child(name, "customer", new { email = bookkeeper.Email, @namespace = bookkeeper.Namespace }, market, profile);
    }

    private static Bookkeeper BookkeeperOf(DemoStaff staff, int number) => staff.Bookkeepers[number % staff.Bookkeepers.Count];

    private static async Task DecideAsync(DemoArrival arrival, CancellationToken cancellationToken)
    {
        var customer = arrival.Customer;
        if (arrival.IsUndecided)
        {
            if (arrival.IsWithdrawn)
                await customer.Seller.Api.PostAsync($"{GatewayApi.Billing}/requests/{arrival.RequestId}/withdraw", new { }, cancellationToken);
            return;
        }

        customer.Quantity = customer.Offer.Quantity;
        customer.SubscriptionId = await ApproveAsync(customer, arrival.RequestId, cancellationToken);
        if (customer.Payer == DemoPayer.ByCard)
            await customer.Api.SetCardAsync(customer.ConnectionId, "test_visa", cancellationToken);
    }

    // Every sixth: its request waits, expires in time, or is withdrawn.
    private static bool IsUndecided(int number) => number % 6 == 5;

    private sealed record DemoArrival(DemoCustomer Customer, int Number)
    {
        public bool IsUndecided => DemoCustomers.IsUndecided(Number);

        public bool IsWithdrawn => Number % 12 == 5;

        /// <summary>What its seller proposed.</summary>
        public Guid RequestId { get; set; }
    }
}
