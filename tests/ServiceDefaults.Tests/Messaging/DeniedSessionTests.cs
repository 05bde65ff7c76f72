using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class DeniedSessionTests
{
    [Fact]
    public async Task SessionRevoked_EveryReplica_DeniesItAndStillDoesAfterARestart()
    {
        await using var home = await SampleHome.CreateAsync("denied");
        await using var one = await (await SampleService.StartAsync(home, bus => bus.Publishes<SessionRevoked>())).ListeningAsync();
        await using var other = await SampleService.StartAsync(home, bus => bus.Publishes<SessionRevoked>());
        var session = Guid.CreateVersion7();

        await one.InRealmAsync(Guid.CreateVersion7(), db =>
        {
            db.Emit(new SessionRevoked(session, DateTimeOffset.UtcNow.AddMinutes(5)), session, version: 1, DateTimeOffset.UtcNow);
            return db.SaveChangesAsync();
        });

        var promised = TimeSpan.FromSeconds(2);
        await Eventually.Async(() => Denies(one, session) && Denies(other, session), promised);
        await using var restarted = await SampleService.StartAsync(home, bus => bus.Publishes<SessionRevoked>());
        Assert.True(Denies(restarted, session));
        Assert.False(Denies(restarted, Guid.CreateVersion7()));
    }

    private static bool Denies(SampleService service, Guid session) => service.Services.GetRequiredService<DeniedSessions>().Contains(session);
}
