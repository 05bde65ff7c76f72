using System.Net;
using ServiceDefaults.Web;
using Testing;

namespace ServiceDefaults.Tests.Web;

public sealed class HealthTests(Shelf shelf)
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Probe_AllWell_Is200(string path)
    {
        using var client = shelf.Client();
        using var response = await client.GetAsync(new Uri(shelf.Address, path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Probe_DatabaseGone_IsAliveAndNotReady()
    {
        await using var app = shelf.Build(("ConnectionStrings:db", "Host=127.0.0.1;Port=1;Username=nobody;Password=nothing;Timeout=2"));
        app.UseServiceDefaults();
        app.MapShelf();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var alive = await client.GetAsync("/alive");
        using var ready = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("Unhealthy", (await ready.Json()).GetProperty("checks").GetProperty("database").GetString());

        client.DefaultRequestHeaders.Authorization = new("Bearer", shelf.Tokens.Of(TestTokens.AnyCaller()));
        using var books = await client.GetAsync("/api/shelf/v1/books");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, books.StatusCode);
        Assert.Equal("unavailable", await books.Code());
        Assert.NotNull(books.Headers.RetryAfter);
        await app.StopAsync();
    }

    [Fact]
    public async Task Probe_BusGone_IsDegradedAndStillServes()
    {
        await using var app = shelf.Build(("ConnectionStrings:rabbitmq", "amqp://nobody:nothing@127.0.0.1:1/"));
        app.UseServiceDefaults();
        app.MapShelf();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var ready = await client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("Degraded", (await ready.Json()).GetProperty("status").GetString());
        await app.StopAsync();
    }
}
