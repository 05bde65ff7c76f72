namespace AppHost.Commands.Demo;

/// <summary>What the parts of the demo share while it is being made: the realm, who acts in it, what there is so far.</summary>
internal sealed class DemoStage(DemoRealm realm, DemoPeople people, Action<string> say)
{
    // Enough to keep two cores busy; more only waits longer.
    private const int AtOnce = 8;

    private readonly List<string> _refused = [];

    public DemoRealm Realm => realm;
    public DemoPeople People => people;
    public DemoCatalogue Catalogue { get; } = new();
    public DemoPlans Plans { get; } = new();

    /// <summary>Whoever sells to others, the operator first.</summary>
    public List<DemoSeller> Sellers { get; } = [];

    /// <summary>Those who have bought something, in the order in which they came.</summary>
    public List<DemoCustomer> Customers { get; } = [];

    /// <summary>How many customers there are, including those who have not made up their minds.</summary>
    public int Joined { get; set; }

    /// <summary>What did not happen in the year, a line for each: what was asked and why not.</summary>
    public IReadOnlyList<string> Refused => _refused;

    public void Say(string line) => say(line);

    /// <param name="name">The seller's own.</param>
    public DemoSeller Seller(string name) => Sellers.Single(seller => seller.Name == name);

    /// <summary>What everything else stands on: several at once, in no order. The first failure ends it.</summary>
    public static Task AllAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (item, token) => await act(item, token));

    /// <summary>Steps of the year: several at once, in no order. One that is refused is said and left out; the others, and the year, go on without it.</summary>
    public Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> step, CancellationToken cancellationToken) =>
        AllAsync(items, (item, token) => TryAsync(limit => step(item, limit), token), cancellationToken);

    public Task EachAsync(IEnumerable<Func<CancellationToken, Task>> steps, CancellationToken cancellationToken) =>
        EachAsync(steps, (step, token) => step(token), cancellationToken);

    /// <summary>A single step of the year.</summary>
    public async Task TryAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested)
        {
            // Not only what the platform refused: also what could not be found because of a step that had been left out.
            lock (_refused)
                _refused.Add(refused.Message);
            say($"a step was refused: {refused.Message}");
        }
    }
}

/// <summary>Where a seller is at home: its customers are there too.</summary>
/// <param name="Countries">ISO 3166-1 alpha-2.</param>
/// <param name="TimeZone">IANA.</param>
internal sealed record DemoMarket(string Currency, IReadOnlyList<string> Countries, string TimeZone, string Language)
{
    public static readonly DemoMarket America = new("USD", ["US"], "America/New_York", "en");
    public static readonly DemoMarket Europe = new("EUR", ["DE", "FR", "NL", "AT"], "Europe/Berlin", "de");
    public static readonly DemoMarket Japan = new("JPY", ["JP"], "Asia/Tokyo", "ja");
}

/// <param name="ConnectionId">To its own seller.</param>
/// <param name="Api">Its super admin.</param>
internal sealed record DemoSeller(string Name, Guid Id, Guid ConnectionId, DemoMarket Market, GatewayApi Api);

/// <summary>How a customer pays. Some don't.</summary>
internal enum DemoPayer
{
    ByCard,
    ByTransfer,
    Late,
}

/// <param name="Api">Its super admin, who signs in for it when there is something to do.</param>
internal sealed record DemoCustomer(string Name, Guid Id, Guid ConnectionId, DemoSeller Seller, GatewayApi Api, DemoPayer Payer, DemoOffer Offer)
{
    public Guid SubscriptionId { get; set; }
    public int Quantity { get; set; }
    public bool HasBought => SubscriptionId != Guid.Empty;
    public bool HasLeft { get; set; }
}
