using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Tests.Web;
using ServiceDefaults.Web;
using Testing;

namespace ServiceDefaults.Tests.Telemetry;

public sealed class TelemetryTests(Shelf shelf)
{
    private const string Secret = "pWn3vYkR7cLxTq2ZbG8hSd";

    [Theory]
    [InlineData("/api/orgs/v1/switch-organization", "/api/orgs/v1/switch-organization")]
    [InlineData("/api/orgs/v1/members/019a9d0e-5a43-7c1e-9d38-0f4b8a2f6c11/x", "/api/orgs/v1/members/019a9d0e-5a43-7c1e-9d38-0f4b8a2f6c11/x")]
    [InlineData("/api/orgs/v1/invitations/pWn3vYkR7cLxTq2ZbG8hSd/accept", "/api/orgs/v1/invitations/-/accept")]
    [InlineData("http://127.0.0.1:8080/api/orgs/v1/password-resets/0123456789_0123456789", "http://127.0.0.1:8080/api/orgs/v1/password-resets/-")]
    public void Redact_Address_TakesOutSecretsAndNothingElse(string address, string expected) =>
        Assert.Equal(expected, SecretsInAddresses.Redact(address));

    [Fact]
    public async Task Request_Traced_GoesToTheCollectorWithItsSqlAsOneTraceAndProbesDoNot()
    {
        await using var collector = await Collector.StartAsync();
        var client = ActivityTraceId.CreateRandom();
        var probe = ActivityTraceId.CreateRandom();
        await using (var app = shelf.Build(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=open sesame")))
        {
            app.Use((context, next) =>
            {
                context.RequestServices.GetRequiredService<ILogger<TelemetryTests>>().LogWarning("A line of a request");
                return next(context);
            });
            app.UseServiceDefaults();
            app.MapShelf();
            await app.StartAsync();
            await Call(app, "/api/shelf/v1/books", client);
            await Call(app, "/api/shelf/v1/broken", client);
            await Call(app, "/health", probe);
            await Call(app, $"/api/shelf/v1/pages/{Secret}?from={Secret}", client);
            app.Services.GetRequiredService<ILogger<TelemetryTests>>().LogInformation("A line for the collector");
            await app.StopAsync();
        }

        var traces = collector.Traces.ToList();
        Assert.Equal(1, Collector.Count(traces, "GET /api/shelf/v1/books"));
        Assert.Equal(1, Collector.Count(traces, "GET /api/shelf/v1/broken"));
        Assert.True(Collector.Count(traces, "FROM books") > 0, "the SQL is in the trace");
        // Two server spans and at least one of SQL, all of the client's trace.
        Assert.True(Collector.Count(traces, Bytes(client)) >= 3);
        Assert.Equal(0, Collector.Count(traces, Bytes(probe)));
        Assert.Equal(1, Collector.Count(traces, "/api/shelf/v1/pages/-"));
        Assert.Equal(0, Collector.Count(traces, Secret));
        Assert.True(Collector.Count(traces, "service.name") > 0);
        Assert.True(Collector.Count(traces, "shelf") > 0);
        Assert.True(Collector.Count(collector.Metrics, "http.server.request.duration") > 0);
        Assert.True(Collector.Count(collector.Logs, "A line for the collector") > 0);
        Assert.True(Collector.Count(collector.Logs, "A line of a request") >= 4);
        Assert.True(Collector.Count(collector.Logs, Bytes(client)) >= 3);
        Assert.Equal(0, Collector.Count(collector.Logs, Secret));
        Assert.All(collector.ApiKeys, key => Assert.Equal("open sesame", key));
    }

    [Fact]
    public async Task Request_WhoseEventIsHandledElsewhere_IsOneTraceToTheEnd()
    {
        await using var collector = await Collector.StartAsync();
        var trace = ActivityTraceId.CreateRandom();
        var title = $"traced {Guid.NewGuid()}";
        var database = await Servers.CreateDatabaseAsync("traced");
        await using (var app = shelf.Build(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("ConnectionStrings:db", database),
            ("ConnectionStrings:rabbitmq", await Servers.CreateVhostAsync("traced"))))
        {
            await Shelf.MigrateAsync(app, database);
            app.UseServiceDefaults();
            app.MapShelf();
            await app.StartAsync();
            using var client = Client(app, trace);
            using var added = await client.PostJson("/api/shelf/v1/books", $$"""{"title":"{{title}}"}""");
            await Eventually.Async(() => shelf.Noticed.Traces.ContainsKey(title), because: "the event is handled");
            await app.StopAsync();
        }

        Assert.Equal(trace, shelf.Noticed.Traces[title]);
        var traces = collector.Traces.ToList();
        Assert.True(Collector.Count(traces, "outbox.publish") > 0);
        Assert.True(Collector.Count(traces, "shelf.notice-book-when-added process") > 0);
        // Request, insert, publish, handling, and the reaction's own query.
        Assert.True(Collector.Count(traces, Bytes(trace)) >= 5);
    }

    [Fact]
    public async Task Problem_OfATracedRequest_NamesItsTrace()
    {
        var trace = ActivityTraceId.CreateRandom();
        using var client = shelf.Client(TestTokens.AnyCaller());
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == "Microsoft.AspNetCore", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var response = await client.GetAsync("broken");
        Assert.Equal(trace.ToHexString(), (await response.Json()).GetProperty("traceId").GetString());
    }

    private async Task Call(WebApplication app, string path, ActivityTraceId trace)
    {
        using var client = Client(app, trace);
        using var response = await client.GetAsync(path);
    }

    private HttpClient Client(WebApplication app, ActivityTraceId trace)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", shelf.Tokens.Of(TestTokens.AnyCaller()));
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        return client;
    }

    private static byte[] Bytes(ActivityTraceId trace)
    {
        var bytes = new byte[16];
        trace.CopyTo(bytes);
        return bytes;
    }
}
