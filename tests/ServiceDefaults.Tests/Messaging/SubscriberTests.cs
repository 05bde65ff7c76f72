using System.Diagnostics;
using Sample.Contracts.V1;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class SubscriberTests
{
    [Fact]
    public async Task Subscriber_TheSampleOfTheDocument_HearsAnEventAndItsId()
    {
        await using var home = await SampleHome.CreateAsync("subscriber");
        await using var service = await (await SampleService.StartAsync(home, bus => bus.Publishes<ThingHappened>())).ListeningAsync();
        using var subscriber = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Subscriber.dll"), home.Broker, "sample.v1.thing-happened"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.StartsWith("Listening for sample.v1.thing-happened", await LineAsync(subscriber), StringComparison.Ordinal);
        var thing = Guid.CreateVersion7();

        await service.InRealmAsync(Guid.CreateVersion7(), db =>
        {
            db.Emit(new ThingHappened(thing, "told"), thing, version: 1, DateTimeOffset.UtcNow);
            return db.SaveChangesAsync();
        });

        var id = await home.ScalarAsync<Guid>("SELECT message_id FROM platform.outbox WHERE type LIKE 'sample.%'");
        Assert.Equal($$"""sample.v1.thing-happened {{id}} {"thingId":"{{thing}}","name":"told","number":0}""", await LineAsync(subscriber));
        subscriber.StandardInput.Close();
        await subscriber.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Eventually.DefaultDeadline);
        Assert.Equal(0, subscriber.ExitCode);
    }

    private static Task<string?> LineAsync(Process process) => process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.DefaultDeadline);
}
