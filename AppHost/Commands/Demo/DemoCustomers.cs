using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>Customers come month by month. Each approves its first subscription itself and uses it, so that its trial runs and ends.</summary>
internal static class DemoCustomers
{
    /// <summary>From 120 on there is somebody for everything that happens in the year.</summary>
    public const int Total = 120;

    /// <summary>What every seller has before some get more than others.</summary>
    private const int Few = 4;

    /// <summary>How many come to one seller at once.</summary>
    private const int Several = Total * 3 / 100;

    /// <summary>Those who have come today, and whose trials run.</summary>
    private const int Newest = 12;

    /// <summary>How many there are once that month, counted from 0, has had its newcomers: many came when the realm began, fewer each month since.</summary>
    public static int By(int month, int months) => (Total / 4) + (((Total * 3 / 4) - Newest) * (month + 1) / months);

    public static async Task JoinAsync(DemoStage stage, DemoStaff staff, DemoCore core, int upTo, CancellationToken cancellationToken)
    {
        var (first, arrived) = (stage.Joined, new List<DemoArrival>());
        stage.Joined = upTo;
        if (first == 0)
        {
            var northwind = stage.Seller("Northwind");
            var offer = new DemoOffer(stage.Catalogue.Recording, "month", Quantity: 2);
            arrived.Add(new DemoArrival(new DemoCustomer("Contoso", core.ContosoChild.Id, core.ContosoChild.ConnectionId, northwind, core.Contoso, DemoPayer.ByCard, offer), Number: 0));
            first++;
        }

        var newcomers = Enumerable.Range(first, upTo - first).GroupBy(number => SellerOf(stage, number));
        await DemoStage.EachAsync(
            newcomers,
            async (own, token) =>
            {
                var customers = await MoveInAsync(stage, staff, own.Key, [.. own], token);
                lock (arrived)
                    arrived.AddRange(customers);
            },
            cancellationToken);
        await DemoStage.EachAsync(arrived.GroupBy(arrival => arrival.Customer.Seller), (own, token) => OfferAsync(own.Key, [.. own], token), cancellationToken);

        // First used at the same moment, their trials end at the same moment, and are billed together; a reporter's clock may be a few minutes ahead.
        var firstUse = stage.Realm.Now.AddMinutes(4);
        await DemoStage.EachAsync(arrived, (arrival, token) => DecideAsync(arrival, token), cancellationToken);
        // Whoever came first: the same ones do the same things each time.
        var joined = arrived.Where(arrival => !arrival.IsUndecided).Select(arrival => arrival.Customer).OrderBy(customer => customer.Name, StringComparer.Ordinal).ToList();
        await DemoUse.ReportAsync(
            joined.Select(customer => new DemoUse(customer, "first-use", Quantity: 1)), stage.Realm.Now < firstUse ? firstUse : null, cancellationToken);
        stage.Customers.AddRange(joined);
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

    /// <summary>At first everybody had a few, and so it is again today; in between sellers came with several at once.</summary>
    private static DemoSeller SellerOf(DemoStage stage, int number)
    {
        if (number < Math.Max(By(month: 0, months: 12), Few * stage.Sellers.Count) || number >= Total - Newest)
            return stage.Sellers[number % stage.Sellers.Count];
        var moving = stage.Sellers.Where(seller => seller.Market != DemoMarket.Japan).ToList();
        return moving[number / Several % moving.Count];
    }

    /// <summary>A seller imports its new customers. Those that make up their minds act for themselves.</summary>
    private static async Task<IReadOnlyList<DemoArrival>> MoveInAsync(
        DemoStage stage, DemoStaff staff, DemoSeller seller, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var children = await seller.Api.ImportAsync([.. numbers.Select(number => ChildOf(staff, seller.Market, number))], cancellationToken);
        var arrived = new List<DemoArrival>();
        await DemoStage.EachAsync(
            numbers.Zip(children),
            async (entry, token) =>
            {
                var (number, child) = entry;
                var bookkeeper = BookkeeperOf(staff, number).Api;
                // Who has not bought has nothing to do here yet, and nobody signs in for it.
                var api = IsUndecided(number) ? bookkeeper : await bookkeeper.ForAsync(child.Id, token);
                var payer = (number % 10) switch { < 6 => DemoPayer.ByCard, < 9 => DemoPayer.ByTransfer, _ => DemoPayer.Late };
                var customer = new DemoCustomer(
                    DemoNames.Customer(number, seller.Market), child.Id, child.ConnectionId, seller, api, payer, stage.Catalogue.OfferFor(number, seller.Market));
                lock (arrived)
                    arrived.Add(new DemoArrival(customer, number));
            },
            cancellationToken);
        return arrived;
    }

    /// <summary>A seller proposes to all of them at once. The rest of the platform hears of new connections a moment later.</summary>
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
        var profile = new JsonObject { ["country"] = market.Countries[number % market.Countries.Count], ["referenceNumber"] = number % 3 == 0 ? $"PO-{4100 + (number * 13)}" : null };
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
