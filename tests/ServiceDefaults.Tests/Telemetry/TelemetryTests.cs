using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Tests.Web;
using ServiceDefaults.Web;
using Testing;

namespace ServiceDefaults.Tests.Telemetry;

public sealed class TelemetryTests(Shelf shelf)
{
    [Fact]
    public async Task Request_Traced_GoesToTheCollectorWithItsSqlAsOneTraceAndProbesDoNot()
    {
        await using var collector = await Collector.StartAsync();
        var client = ActivityTraceId.CreateRandom();
        var probe = ActivityTraceId.CreateRandom();
        await using (var app = shelf.Build(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=open sesame")))
        {
            app.UseServiceDefaults();
            app.MapShelf();
            await app.StartAsync();
            await Call(app, "/api/shelf/v1/books", client);
            await Call(app, "/api/shelf/v1/broken", client);
            await Call(app, "/health", probe);
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
        Assert.True(Collector.Count(traces, "service.name") > 0);
        Assert.True(Collector.Count(traces, "shelf") > 0);
        Assert.True(Collector.Count(collector.Metrics, "http.server.request.duration") > 0);
        Assert.True(Collector.Count(collector.Logs, "A line for the collector") > 0);
        Assert.All(collector.ApiKeys, key => Assert.Equal("open sesame", key));
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
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", shelf.Tokens.Of(TestTokens.AnyCaller()));
        client.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var response = await client.GetAsync(path);
    }

    private static byte[] Bytes(ActivityTraceId trace)
    {
        var bytes = new byte[16];
        trace.CopyTo(bytes);
        return bytes;
    }
}
