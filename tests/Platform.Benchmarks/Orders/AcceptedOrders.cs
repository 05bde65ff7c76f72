using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using Platform.Benchmarks.Measuring;
using Platform.Benchmarks.Replay;
using Testing;

namespace Platform.Benchmarks.Orders;

/// <summary>
/// A line into the basket and checking it out, over HTTP, with everything that belongs to it (token, roles, idempotency, pricing, the quote's check, audit, outbox, publishing
/// the event), against pgbench sending the very statements of both requests, with as many clients and in turns.
/// </summary>
public static class AcceptedOrders
{
    private const int Clients = 16;
    private const int Rounds = 7;

    /// <summary>Writes to people about an order once it is accepted, in its own time: that is no part of accepting it.</summary>
    private const string FollowUp = "storefront.tell-people-when-order-changes";

    // Both change in the transaction that reads them: the seller's count of orders once in an order, the basket's version with the line and with the checkout.
    private static readonly ReadNumber[] ReadNumbers = [new("shop_order_counter", "Value", Growth: 1), new("FROM basket WHERE", "version", Growth: 2)];

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TokensLast = TimeSpan.FromHours(1);

    private static int _requests;

    public static async Task MeasureAsync(Report report)
    {
        var shoppers = new Shoppers();
        await using var tokens = await TestTokens.StartAsync();
        var bearers = shoppers.Customers.ToDictionary(shopper => shopper, shopper => tokens.Of(shopper.Caller, DateTimeOffset.UtcNow + TokensLast));
        var served = await DatabaseAsync(shoppers);
        var scripted = await DatabaseAsync(shoppers);
        var folder = Directory.CreateTempSubdirectory("bench-orders-");
        try
        {
            var script = Path.Combine(folder.FullName, "order.sql");
            await File.WriteAllTextAsync(script, await ScriptAsync(tokens, shoppers, bearers, await DatabaseAsync(shoppers)));
            await using var service = await RunningService.StartAsync(OrdersBench.Service, tokens, served);
            await service.UnbindAsync(FollowUp);
            var desks = new List<OrderDesk>();
            foreach (var shopper in shoppers.Customers)
                desks.Add(await OrderDesk.OpenAsync(service.Port, shopper, bearers[shopper], Body(shoppers)));
            await LoadAsync(service.Port, desks, Warmup);
            await RunningService.PublishedAsync(served);
            await Pgbench.RunAsync(scripted, [script], Clients, Round, 0);

            List<double> ours = [], theirs = [], costs = [];
            for (var round = 1; round <= Rounds; round++)
            {
                var before = service.Process.CpuSeconds();
                ours.Add(await LoadAsync(service.Port, desks, Round));
                await RunningService.PublishedAsync(served);
                costs.Add((service.Process.CpuSeconds() - before) / (ours[^1] * Round.TotalSeconds));
                theirs.Add(await Pgbench.RunAsync(scripted, [script], Clients, Round, round));
            }

            report.Add(new Figure($"orders accepted over HTTP (line and checkout), {Clients} clients", ours.Median(), "1/s", Better.Higher));
            report.Add(new Figure("pgbench with the same statements", theirs.Median(), "1/s", Better.Higher));
            report.Add(new Figure("the service's own CPU for an order, with publishing its event", costs.Median() * 1000, "ms"));
            report.Add(new Figure("HTTP / pgbench: orders per second", ours.Zip(theirs, (our, their) => our / their).Median(), "×", Better.Higher, Must: 0.25, Aim: 0.4));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> DatabaseAsync(Shoppers shoppers)
    {
        var database = await RunningService.DatabaseAsync(OrdersBench.Service);
        await shoppers.WriteAsync(database);
        return database;
    }

    /// <summary>Has the service take orders while its words to the database are written down, and lets each client of pgbench be two customers in turn, as a client of the load is.</summary>
    private static async Task<string> ScriptAsync(TestTokens tokens, Shoppers shoppers, IReadOnlyDictionary<Shopper, string> bearers, string database)
    {
        var address = new NpgsqlConnectionStringBuilder(database);
        await using var recorder = new WireRecorder(address.Host!, address.Port);
        (address.Host, address.Port, address.SslMode) = ("127.0.0.1", recorder.Port, SslMode.Disable);
        await using var service = await RunningService.StartAsync(OrdersBench.Service, tokens, address.ConnectionString);
        await service.UnbindAsync(FollowUp);

        var scripts = new List<string>();
        foreach (var shopper in shoppers.Customers)
        {
            // The first one of all asks for more: for keys.
            var desk = await OrderDesk.OpenAsync(service.Port, shopper, bearers[shopper], Body(shoppers));
            var first = await RecordAsync();
            var second = await RecordAsync();
            scripts.Add(PgbenchScript.Of([new(first.Line, second.Line), new(first.Checkout, second.Checkout)], ReadNumbers));

            async Task<(IReadOnlyList<SentStatement> Line, IReadOnlyList<SentStatement> Checkout)> RecordAsync()
            {
                recorder.Restart();
                await desk.AddAsync();
                var line = recorder.Transaction("INSERT INTO basket_line");
                recorder.Restart();
                await desk.CheckOutAsync();
                return (line, recorder.Transaction("INSERT INTO shop_order "));
            }
        }

        return PgbenchScript.Choose($":client_id + {Clients} * (:{PgbenchScript.Counter} % {scripts.Count / Clients})", scripts);
    }

    /// <returns>Orders per second.</returns>
    private static async Task<double> LoadAsync(int port, IReadOnlyList<OrderDesk> desks, TimeSpan duration)
    {
        var orders = await HttpLoad.RunAsync(
            port,
            index =>
            {
                var number = index;
                return () =>
                {
                    number = (number + Clients) % desks.Count;
                    return [desks[number].Add(), desks[number].CheckOut()];
                };
            },
            Clients,
            duration);
        return orders / duration.TotalSeconds;
    }

    private static string Body(Shoppers shoppers) => $$"""{"productId":"{{shoppers.ProductId}}","quantity":3,"currency":"USD","interval":"month","planLength":"month"}""";

    /// <summary>The requests of one customer. Its basket always holds the same at the same price, so one quote's token, good for an hour, is that of each.</summary>
    private sealed class OrderDesk
    {
        private readonly int _port;
        private readonly string _bearer;
        private readonly string _basket;
        private readonly string _line;
        private string _checkout = "";

        private OrderDesk(int port, string bearer, string basket, string line)
        {
            _port = port;
            _bearer = bearer;
            _basket = basket;
            _line = line;
        }

        /// <summary>Orders once, for the quote.</summary>
        public static async Task<OrderDesk> OpenAsync(int port, Shopper shopper, string bearer, string line)
        {
            var desk = new OrderDesk(port, bearer, $"/api/storefront/v1/connections/{shopper.ConnectionId}/basket", line);
            var token = (await desk.AddAsync()).RootElement.GetProperty("quoteToken").GetString();
            desk._checkout = $$"""{"quoteToken":"{{token}}"}""";
            await desk.CheckOutAsync();
            return desk;
        }

        public LoadRequest Add() => Post("/lines", _line, status: 200);

        public LoadRequest CheckOut() => Post("/checkout", _checkout, status: 201);

        public Task<JsonDocument> AddAsync() => PostAsync("/lines", _line);

        public Task<JsonDocument> CheckOutAsync() => PostAsync("/checkout", _checkout);

        private LoadRequest Post(string path, string body, int status) => new(
            HttpLoad.Request("POST", _port, _basket + path, _bearer, $"Idempotency-Key: {Key()}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n", body), status);

        private async Task<JsonDocument> PostAsync(string path, string body)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_port}{_basket}{path}") { Content = new StringContent(body, mediaType: new("application/json")) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _bearer);
            request.Headers.Add("Idempotency-Key", Key());
            using var response = await client.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? JsonDocument.Parse(answer) : throw new InvalidOperationException($"{path} was answered {(int)response.StatusCode}: {answer}");
        }

        private static string Key() => $"bench-{Interlocked.Increment(ref _requests)}";
    }
}
