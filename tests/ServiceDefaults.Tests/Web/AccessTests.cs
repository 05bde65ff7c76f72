using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Testing;

namespace ServiceDefaults.Tests.Web;

public sealed class AccessTests(Shelf shelf)
{
    [Theory]
    [InlineData(Role.Viewer, false)]
    [InlineData(Role.Billing, false)]
    [InlineData(Role.Support, false)]
    [InlineData(Role.Sales, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.SuperAdmin, true)]
    public async Task Call_RouteForSomeRoles_LetsThoseAndSuperAdminsIn(Role role, bool allowed)
    {
        var caller = TestTokens.AnyCaller(role);
        using var client = shelf.Client(caller);
        using var response = await client.PostJson("books", """{"title":"x"}""");
        Assert.Equal(allowed ? HttpStatusCode.Created : HttpStatusCode.Forbidden, response.StatusCode);
        if (!allowed)
            Assert.Equal("role_not_permitted", await response.Code());
        Assert.Equal(allowed ? 1 : 0, (await shelf.Books(caller)).Count);
    }

    [Theory]
    [InlineData(OrganizationKind.Operator, Role.Admin, false, HttpStatusCode.NoContent, HttpStatusCode.Forbidden)]
    [InlineData(OrganizationKind.Operator, Role.Admin, true, HttpStatusCode.NoContent, HttpStatusCode.NoContent)]
    [InlineData(OrganizationKind.Operator, Role.Viewer, true, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(OrganizationKind.Partner, Role.SuperAdmin, true, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    public async Task Call_RouteOfTheOperator_IsClosedToOthers(OrganizationKind kind, Role role, bool live, HttpStatusCode anyRealm, HttpStatusCode liveRealm)
    {
        using var client = shelf.Client(TestTokens.AnyCaller(role, kind) with { IsLiveRealm = live });
        using var shelves = await client.PostAsync("shelves", content: null);
        using var libraries = await client.PostAsync("libraries", content: null);
        Assert.Equal(anyRealm, shelves.StatusCode);
        Assert.Equal(liveRealm, libraries.StatusCode);
    }

    [Fact]
    public async Task Call_SuspendedOrganization_ReadsAndDoesOnlyWhatIsAllowedThen()
    {
        using var client = shelf.Client(TestTokens.AnyCaller() with { IsSuspended = true });
        using var read = await client.GetAsync("books");
        using var write = await client.PostJson("books", """{"title":"x"}""");
        using var allowed = await client.PostJson("orders", """{"reference":"r","lines":[]}""");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
        Assert.Equal("organization_suspended", await write.Code());
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    [Fact]
    public async Task Call_NotPermitted_IsToldBeforeTheBodyIsRead()
    {
        using var client = shelf.Client(TestTokens.AnyCaller(Role.Viewer));
        using var response = await client.PostJson("books", "no json at all");
        Assert.Equal("role_not_permitted", await response.Code());
    }

    [Fact]
    public async Task Call_AnonymousRoute_NeedsNoToken()
    {
        using var client = shelf.Client();
        Assert.Equal("\"pong\"", await client.GetStringAsync("ping"));
    }

    [Fact]
    public async Task Call_RowOfAnotherOrganization_DoesNotExist()
    {
        var owner = TestTokens.AnyCaller();
        using var client = shelf.Client(owner);
        using var added = await client.PostJson("books", """{"title":"mine"}""");
        using var stranger = shelf.Client(owner with { OrganizationId = Guid.CreateVersion7() });
        using var response = await stranger.GetAsync(added.Headers.Location);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("not_found", await response.Code());
    }

    [Fact]
    public async Task Start_RouteWithoutAccessOrName_IsRefused()
    {
        await using var app = shelf.Build();
        app.UseServiceDefaults();
        var api = app.MapApi("/api/x/v1");
        api.MapGet("/open", () => "x").Named("open");
        api.MapGet("/nameless", () => "x").AllowEveryRole();
        api.MapPost("/stored", () => "x").Named("stored").AllowAnonymousCaller("A test.").Idempotent();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());
        Assert.Contains("/api/x/v1/open does not say who may call it", refused.Message, StringComparison.Ordinal);
        Assert.Contains("/api/x/v1/nameless has no operation id", refused.Message, StringComparison.Ordinal);
        Assert.Contains("/api/x/v1/stored is anonymous and idempotent", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, refused.Message.Split('\n').Length);
    }

    [Fact]
    public async Task Call_RouteWithoutAccess_IsClosedToEverybody()
    {
        await using var app = shelf.Build();
        app.UseServiceDefaults();
        app.MapApi("/api/x/v1").MapGet("/open", () => "x").Named("open");
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        // The server listens already when the check throws; nobody gets in even in that moment.
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var anonymous = await client.GetAsync("/api/x/v1/open");
        client.DefaultRequestHeaders.Authorization = new("Bearer", shelf.Tokens.Of(TestTokens.AnyCaller(Role.SuperAdmin, OrganizationKind.Operator)));
        using var highest = await client.GetAsync("/api/x/v1/open");
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, highest.StatusCode);
    }
}
