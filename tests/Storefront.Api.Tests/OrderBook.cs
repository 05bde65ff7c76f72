using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Billing.Contracts.V1;
using Microsoft.Extensions.DependencyInjection;
using Orgs.Contracts.V1;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Domain;
using Testing;

namespace Storefront.Api.Tests;

internal sealed record MoneyAnswer(string Amount, string Currency)
{
    public override string ToString() => $"{Amount} {Currency}";
}

internal sealed record OrderAnswerView(
    Guid Id, string Number, string? SellerName, string? BuyerName, string PlacedBy, string Status, DateTimeOffset SubmittedAt, MoneyAnswer? Total, string? TotalHiddenReason, string? CancelCode, string? WaitsFor, DateTimeOffset? WaitsSince);

internal sealed record OrderLineAnswerView(
    Guid Id, string Action, string ProductName, Guid? SubscriptionId, int Quantity, MoneyAnswer? UnitPrice, MoneyAnswer? Discount, MoneyAnswer? FinalUnitPrice, MoneyAnswer? Total, string Delivery, string? DeliveryNote, string? Code);

internal sealed record OrderStepAnswer(string Step, Guid? LineId, string? Code, string? Note, Guid? PersonId, string? PersonName, DateTimeOffset At);

internal sealed record OrderDetailAnswer(
    OrderAnswerView Order,
    string DeliveryStatus,
    string? Alias,
    IReadOnlyList<string> AliasSuggestions,
    string? CancelReason,
    IReadOnlyList<string> Actions,
    IReadOnlyList<OrderLineAnswerView> Lines,
    IReadOnlyList<OrderStepAnswer> History,
    long Version)
{
    public Guid Id => Order.Id;

    public string Status => Order.Status;

    public IEnumerable<string> Deliveries => Lines.Select(line => line.Delivery);

    public IEnumerable<string> Steps => History.Select(step => step.Step);
}

internal sealed record OrderDraftAnswer(Guid Id, Guid ConnectionId, string? BuyerName, string? Alias, IReadOnlyList<JsonElement> Lines, long Version);

/// <summary>Orders on a market's connection: places them as a basket would, and plays Billing, Orgs and time.</summary>
internal sealed class OrderBook(StorefrontService storefront, Market market)
{
    private const string Root = "/api/storefront/v1";

    private ServiceUnderTest<Program> Service => storefront.Service;

    public Market Market => market;

    public HttpClient Seller { get; } = storefront.Service.As(market.Seller());

    public HttpClient Buyer { get; } = storefront.Service.As(market.Buyer(Role.Admin));

    /// <summary>An active connection of a seller on the Standard plan.</summary>
    public static async Task<OrderBook> OpenAsync(StorefrontService storefront, bool approval = true, bool consent = false)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.ConnectionAsync();
        var book = new OrderBook(storefront, market);
        if (!approval)
        {
            using var set = await book.Seller.PutAsJsonAsync($"{Root}/connections/{market.ConnectionId}/order-approval", new { required = false });
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        }

        if (consent)
        {
            using var set = await book.Buyer.PutAsJsonAsync($"{Root}/connections/{market.ConnectionId}/standing-consent", new { given = true });
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        }

        return book;
    }

    /// <summary>The buyer is a reseller of the seller on the Basic plan, so that plans can be sold to it.</summary>
    public Task ResellerAsync() => Service.TellAsync(
        new OrganizationCreated(new Organization(
            market.BuyerId, "Contoso", "partner", market.SellerId, "org:contoso", null, "US", null, "UTC", "USD", "en", "basic", null, "active")),
        market.Envelope(market.BuyerId, 1, Market.Start));

    /// <summary>Three units at 20.00 USD a month, 5.00 below the list price.</summary>
    public NewOrderLine Line(bool manual = false, LineAction action = LineAction.Buy, Guid? subscription = null, ResellerPlan? plan = null) => new(
        action,
        market.ProductId,
        "Mail",
        subscription,
        null,
        null,
        plan is null ? (action == LineAction.Undo ? 0 : 3) : 1,
        Primitives.Money.Parse("20.00", "USD"),
        Primitives.Money.Parse("5.00", "USD"),
        Term.Month,
        Term.Month,
        IsManual: manual,
        ResellerPlan: plan);

    public async Task<Result<ShopOrder>> TryPlaceAsync(NewOrder wanted, Caller placer)
    {
        await using var services = Service.Services.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterCaller(placer);
        var db = services.ServiceProvider.GetRequiredService<StorefrontDb>();
        await using var change = await Change.Begin(db, CancellationToken.None);
        var placed = await services.ServiceProvider.GetRequiredService<OrderPlacement>().Place(wanted, OrderPlacer.Of(placer), CancellationToken.None);
        if (placed.Refusal is null)
        {
            await change.Save(db, CancellationToken.None);
        }

        return placed;
    }

    public async Task<Guid> PlaceAsync(params IReadOnlyList<NewOrderLine> lines) =>
        (await TryPlaceAsync(new NewOrder(market.ConnectionId, BoughtBy.Buyer, lines, lines[0].ResellerPlan is null ? null : "techsolutions"), market.Buyer(Role.Admin))).Value.Id;

    public Task<OrderDetailAnswer> OrderAsync(Guid id, bool asBuyer = false) => ReadAsync<OrderDetailAnswer>(asBuyer ? Buyer : Seller, $"orders/{id}");

    public static async Task<T> ReadAsync<T>(HttpClient client, string path)
    {
        using var response = await client.GetAsync($"{Root}/{path}");
        return await response.Read<T>();
    }

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object? body = null, string? ifMatch = null, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/{path}") { Content = JsonContent.Create(body ?? new { }) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PutAsync(HttpClient client, string path, object body) => client.PutAsJsonAsync($"{Root}/{path}", body);

    public static async Task<OrderDetailAnswer> DoAsync(HttpClient client, string path, object? body = null)
    {
        using var response = await PostAsync(client, path, body);
        return await response.Read<OrderDetailAnswer>();
    }

    /// <summary>Billing has locked the prices.</summary>
    public async Task AcceptAsync(Guid id, long version = 1) => await TellAsync(new OrderAccepted(await AnswerAsync(id, _ => "pending")), id, version);

    /// <summary>Billing charges for what is delivered.</summary>
    public async Task ActivateAsync(Guid id, long version) =>
        await TellAsync(new OrderActivated(await AnswerAsync(id, line => line.Delivery is "delivered" or "active" ? "active" : line.Delivery == "canceled" ? "withdrawn" : "pending")), id, version);

    public Task RefuseAsync(Guid id, string code, long version = 1) =>
        TellAsync(new OrderRefused(new OrderAnswer(id, market.SellerId, market.BuyerId, code, "Said Billing.", [])), id, version);

    public Task PlanAsync(Guid id, string? code = null, params IReadOnlyList<string> suggestions) => TellAsync(
        new PlanOrderAnswered(id, market.BuyerId, code is null, code is null ? "techsolutions" : null, code, code is null ? null : "Said Orgs.", suggestions), id, 1);

    public Task TellAsync<TEvent>(TEvent fact, Guid id, long version)
        where TEvent : class => Service.TellAsync(fact, market.Envelope(id, version, DateTimeOffset.UtcNow));

    public async Task<OrderAnswer> AnswerAsync(Guid id, Func<OrderLineAnswerView, string> status) => new(
        id,
        market.SellerId,
        market.BuyerId,
        null,
        null,
        [.. (await OrderAsync(id)).Lines.Select(line => new OrderLineAnswer(line.Id, status(line), status(line) == "active" ? market.ProductId : null, null))]);

    /// <summary>Moves the realm's clock and waits until what fell due is done.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        await using var drained = await Service.ListenAsync<RealmClockDrained>();
        var job = Guid.CreateVersion7();
        await Service.SendAsync(new RealmClockAdvanced(market.RealmId, job, Round: 1, DateTimeOffset.UtcNow + by, by), market.Envelope(market.RealmId, 1, DateTimeOffset.UtcNow));
        await drained.WaitAsync(answer => answer.JobId == job);
    }

    /// <summary>What was told of an order, by its versions: "1 order-submitted".</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(Guid id)
    {
        var events = new List<string>();
        await using var command = Service.Database.CreateCommand($"SELECT version || ' ' || replace(type, 'storefront.v1.', '') FROM platform.outbox WHERE aggregate_id = '{id}' ORDER BY version");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            events.Add(reader.GetString(0));
        }

        return events;
    }
}
