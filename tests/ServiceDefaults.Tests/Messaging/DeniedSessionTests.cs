using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class DeniedSessionTests
{
    /// <summary>No process looks by itself while the test runs: only being told makes it deny the session, however long a busy machine takes for that.</summary>
    private static readonly (string, string) NeverUnasked = ("Messaging:StatePoll", "01:00:00");

    [Fact]
    public async Task SessionRevoked_EveryReplica_DeniesItAndStillDoesAfterARestart()
    {
        await using var home = await SampleHome.CreateAsync("denied");
        await using var one = await (await StartAsync(home)).ListeningAsync();
        await using var other = await StartAsync(home);
        var session = Guid.CreateVersion7();

        await one.InRealmAsync(Guid.CreateVersion7(), db =>
        {
            db.Emit(new SessionRevoked(session, DateTimeOffset.UtcNow.AddMinutes(5)), session, version: 1, DateTimeOffset.UtcNow);
            return db.SaveChangesAsync();
        });

        await Eventually.Async(() => Denies(one, session) && Denies(other, session));
        await using var restarted = await StartAsync(home);
        Assert.True(Denies(restarted, session));
        Assert.False(Denies(restarted, Guid.CreateVersion7()));
    }

    private static Task<SampleService> StartAsync(SampleHome home) =>
        SampleService.StartAsync(home, bus => bus.Publishes<SessionRevoked>(), services: null, NeverUnasked);

    private static bool Denies(SampleService service, Guid session) => service.Services.GetRequiredService<DeniedSessions>().Contains(session);
}
