using System.Net;
using System.Net.Http.Headers;
using Library.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Primitives;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;
using ServiceDefaults.Tests.Web;
using ServiceDefaults.Web;
using Testing;

[assembly: AssemblyFixture(typeof(Shelf))]

namespace ServiceDefaults.Tests.Web;

/// <summary>A whole small service on Kestrel, with a database and an issuer of tokens of its own.</summary>
public sealed class Shelf : IAsyncLifetime
{
    private WebApplication? _app;
    private TestTokens? _tokens;
    private Dictionary<string, string?> _configuration = [];

    public TestTokens Tokens => _tokens!;
    public Gate Gate { get; } = new();
    public NoticedBooks Noticed { get; } = new();
    public IServiceProvider Services => _app!.Services;
    public Uri Address => new(_app!.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        _tokens = await TestTokens.StartAsync();
        var database = await Servers.CreateDatabaseAsync("shelf");
        _configuration = new(_tokens.Configuration, StringComparer.Ordinal)
        {
            ["ConnectionStrings:db"] = database,
            ["ConnectionStrings:rabbitmq"] = await Servers.CreateVhostAsync("shelf"),
            ["ConnectionStrings:mail"] = (await Servers.AddressesAsync()).Smtp.ToString(),
            ["ApiDocument:Served"] = "true",
        };
        _app = Build();
        _app.UseServiceDefaults();
        _app.MapShelf();
        await MigrateAsync(_app, database);
        await _app.StartAsync();
    }

    /// <summary>The service without its routes, for tests that map others.</summary>
    /// <param name="changes">Configuration that differs from the shared one.</param>
    public WebApplication Build(params (string Key, string Value)[] changes)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(_configuration);
        builder.Configuration.AddInMemoryCollection(changes.Select(change => KeyValuePair.Create(change.Key, (string?)change.Value)));
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults<ShelfDb>("shelf", Configure);
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(Gate);
        builder.Services.AddSingleton(Noticed);
        builder.Services.RefuseDuplicates("ux_books_title", new Refusal("title_taken", "There is a book of this title."));
        return builder.Build();
    }

    private static void Configure(ServiceMessaging bus)
    {
        bus.Publishes<BookAdded>();
        bus.Publishes<SessionRevoked>();
        bus.React<BookAdded, NoticeBookWhenAdded>();
    }

    public HttpClient Client(Caller caller) => Client(Tokens.Of(caller));

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address, "/api/shelf/v1/") };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>The books of a caller's organisation, past the web.</summary>
    public async Task<List<Book>> Books(Caller caller)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Scope>().EnterCaller(caller);
        return await scope.ServiceProvider.GetRequiredService<ShelfDb>().Books.AsNoTracking().ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        if (_tokens is not null)
            await _tokens.DisposeAsync();
    }

    public static async Task MigrateAsync(WebApplication app, string database)
    {
        await PlatformSchema.MigrateAsync(database);
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Scope>().EnterInstallation();
        await scope.ServiceProvider.GetRequiredService<ShelfDb>().GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }
}
