using Npgsql;
using Platform.Benchmarks.Measuring;
using Platform.Benchmarks.Replay;
using Testing;

namespace Platform.Benchmarks.Tickets;

/// <summary>
/// Creating and routing a ticket over HTTP, with everything that belongs to it (token, scope, idempotency, outbox, publishing the event), against pgbench sending
/// the very statements that one such request sends, with as many clients and in turns. What is above the database may cost as much again and a bit more.
/// </summary>
public static class TicketsBench
{
    private const string Service = "services/Tickets/Tickets.Api/Tickets.Api.csproj";
    private const int Clients = 16;
    private const int Rounds = 7;

    // The services compile a method for good only when it has been called a thousand times, one after the other.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    private static int _requests;

    public static async Task<int> RunAsync(Report report)
    {
        var world = new TicketsWorld();
        await using var tokens = await TestTokens.StartAsync();
        var callers = world.Customers.Select(caller => tokens.Of(caller)).ToList();
        var served = await DatabaseAsync(world);
        var scripted = await DatabaseAsync(world);
        var folder = Directory.CreateTempSubdirectory("bench-tickets-");
        try
        {
            var scripts = await ScriptsAsync(tokens, callers, folder.FullName, await DatabaseAsync(world));
            await using var service = await RunningService.StartAsync(Service, tokens, served);
            await LoadAsync(service.Port, callers, Warmup);
            await Pgbench.RunAsync(scripted, scripts, Clients, Round, 0);

            List<double> ours = [], theirs = [], costs = [];
            for (var round = 1; round <= Rounds; round++)
            {
                var before = service.Process.CpuSeconds();
                ours.Add(await LoadAsync(service.Port, callers, Round));
                await RunningService.PublishedAsync(served);
                costs.Add((service.Process.CpuSeconds() - before) / (ours[^1] * Round.TotalSeconds));
                theirs.Add(await Pgbench.RunAsync(scripted, scripts, Clients, Round, round));
            }

            report.Add(new Figure($"tickets created and routed over HTTP, {Clients} clients", ours.Median(), "1/s", Better.Higher));
            report.Add(new Figure("pgbench with the same statements", theirs.Median(), "1/s", Better.Higher));
            report.Add(new Figure("the service's own CPU for a ticket, with publishing its event", costs.Median() * 1000, "ms"));
            report.Add(new Figure("HTTP / pgbench: tickets per second", ours.Zip(theirs, (our, their) => our / their).Median(), "×", Better.Higher, Must: 0.35, Aim: 0.5));
            return await report.FinishAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> DatabaseAsync(TicketsWorld world)
    {
        var database = await RunningService.DatabaseAsync(Service);
        await world.WriteAsync(database);
        return database;
    }

    /// <summary>Has the service make tickets while its words to the database are written down, for each caller.</summary>
    private static async Task<IReadOnlyList<string>> ScriptsAsync(TestTokens tokens, IReadOnlyList<string> callers, string folder, string database)
    {
        var address = new NpgsqlConnectionStringBuilder(database);
        await using var recorder = new WireRecorder(address.Host!, address.Port);
        (address.Host, address.Port, address.SslMode) = ("127.0.0.1", recorder.Port, SslMode.Disable);
        await using var service = await RunningService.StartAsync(Service, tokens, address.ConnectionString);
        using var client = new HttpClient();

        var files = new List<string>();
        foreach (var token in callers)
        {
            // The first one of all may ask for more: keys, say.
            await CreateAsync(client, service.Port, token);
            var first = await RecordAsync();
            var second = await RecordAsync();
            var file = Path.Combine(folder, $"create-{files.Count}.sql");
            await File.WriteAllTextAsync(file, PgbenchScript.Of([new(first, second)], new ReadNumber("ticket_counter", "last_number", Growth: 1)));
            files.Add(file);

            async Task<IReadOnlyList<SentStatement>> RecordAsync()
            {
                recorder.Restart();
                await CreateAsync(client, service.Port, token);
                return recorder.Transaction("INSERT INTO ticket ");
            }
        }

        return files;
    }

    private static async Task CreateAsync(HttpClient client, int port, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/api/tickets/v1/tickets") { Content = new StringContent(Body(), mediaType: new("application/json")) };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Idempotency-Key", Key());
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <returns>Tickets per second.</returns>
    private static async Task<double> LoadAsync(int port, IReadOnlyList<string> callers, TimeSpan duration)
    {
        var made = await HttpLoad.RunAsync(
            port,
            index =>
            {
                var number = index;
                return () =>
                {
                    var body = Body();
                    number += Clients;
                    var headers = $"Idempotency-Key: {Key()}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n";
                    return [new(HttpLoad.Request("POST", port, "/api/tickets/v1/tickets", callers[number % callers.Count], headers, body), Status: 201)];
                };
            },
            Clients,
            duration);
        return made / duration.TotalSeconds;
    }

    private static string Key() => $"bench-{Interlocked.Increment(ref _requests)}";

    private static string Body() => """{"subject":"Calls drop after a minute","body":"BODY","priority":"high"}""".Replace("BODY", new string('x', 300), StringComparison.Ordinal);
}
