using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Tests.Web;
using Testing;

namespace ServiceDefaults.Tests.Security;

public sealed class RevocationTests(Shelf shelf)
{
    [Fact]
    public async Task Call_SessionRevoked_IsRefusedThoughItsTokenIsRemembered()
    {
        var caller = TestTokens.AnyCaller();
        var colleague = caller with { SessionId = Guid.CreateVersion7() };
        using var client = shelf.Client(caller);
        using var other = shelf.Client(colleague);
        using var before = await client.GetAsync("whoami");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await Revoke(caller);
        await Eventually.Async(async () =>
        {
            using var response = await client.GetAsync("whoami");
            return response.StatusCode == HttpStatusCode.Unauthorized;
        });

        using var still = await other.GetAsync("whoami");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    private async Task Revoke(Caller caller)
    {
        await using var scope = shelf.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Scope>().EnterRealm(caller.RealmId);
        var db = scope.ServiceProvider.GetRequiredService<ShelfDb>();
        var now = DateTimeOffset.UtcNow;
        db.Emit(new SessionRevoked(caller.SessionId, now.AddMinutes(5)), caller.SessionId, version: 1, now);
        await db.SaveChangesAsync();
    }
}
