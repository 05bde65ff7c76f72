using Microsoft.Extensions.DependencyInjection;
using Sample.Contracts.V1;
using ServiceDefaults.Messaging;
using Testing;

namespace ServiceDefaults.Tests.Messaging;

public sealed class FailureTests
{
    private const string Queue = "sample.fail-thing-when-happened";
    private static readonly Guid Realm = Guid.CreateVersion7();
    private readonly Failures _failures = new();

    [Fact]
    public async Task React_FailsTwice_QuickRetriesSucceed()
    {
        var (home, service, wire) = await StartAsync("quick");
        await using var _ = service;
        await using var __ = wire;
        _failures.Expect("stumbles", times: 2);

        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "stumbles"));

        await Eventually.Async(async () => await home.CountAsync("effects") == 1);
        Assert.Equal(2, _failures.Met);
        Assert.Equal(0u, await wire.CountAsync($"{Queue}.delay"));
    }

    [Fact]
    public async Task React_FailsLonger_ComesBackThroughTheDelayQueue()
    {
        var (home, service, wire) = await StartAsync("delay");
        await using var _ = service;
        await using var __ = wire;
        _failures.Expect("stubborn", times: 7);

        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "stubborn"));

        await Eventually.Async(async () => await home.CountAsync("effects") == 1);
        Assert.Equal(7, _failures.Met);
        Assert.Equal(0u, await wire.CountAsync($"{Queue}.dead"));
    }

    [Fact]
    public async Task React_NeverSucceeds_IsKeptWithItsCause()
    {
        var (home, service, wire) = await StartAsync("dead");
        await using var _ = service;
        await using var __ = wire;
        var message = Guid.CreateVersion7();
        _failures.Expect("hopeless", times: int.MaxValue);

        await wire.SendAsync(Queue, message, Realm, new ThingHappened(Realm, "hopeless"));

        var dead = await Eventually.ValueAsync(() => wire.TakeAsync($"{Queue}.dead"));
        Assert.Equal(message.ToString(), dead.BasicProperties.MessageId);
        Assert.Equal(typeof(InvalidOperationException).FullName, dead.BasicProperties.Text("failure-type"));
        Assert.Equal("hopeless cannot be handled now.", dead.BasicProperties.Text("failure-message"));
        Assert.Contains(nameof(FailThingWhenHappened), dead.BasicProperties.Text("failure-stack"), StringComparison.Ordinal);
        Assert.Equal("9", dead.BasicProperties.Text("failure-attempts"));
        Assert.Equal(9, _failures.Met);
        Assert.Equal(0, await home.CountAsync("effects"));
        Assert.Equal(0, await home.CountAsync("platform.inbox"));
    }

    [Fact]
    public async Task React_Poison_HoldsUpNobodyAndKeepsItsCause()
    {
        var (home, service, wire) = await StartAsync("poison");
        await using var _ = service;
        await using var __ = wire;

        await wire.SendAsync(Queue, "{ not json"u8.ToArray(), Guid.CreateVersion7(), Realm, Realm, 1);
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "healthy"));

        await Eventually.Async(async () => await home.CountAsync("effects WHERE what = 'healthy'") == 1);
        var dead = await Eventually.ValueAsync(() => wire.TakeAsync($"{Queue}.dead"));
        Assert.Equal("{ not json"u8.ToArray(), dead.Body.ToArray());
        Assert.Equal(typeof(UnreadableMessageException).FullName, dead.BasicProperties.Text("failure-type"));
        Assert.Equal("1", dead.BasicProperties.Text("failure-attempts"));
    }

    private async Task<(SampleHome Home, SampleService Service, Wire Wire)> StartAsync(string name)
    {
        var home = await SampleHome.CreateAsync(name);
        var service = await SampleService.StartAsync(
            home,
            bus => bus.React<ThingHappened, FailThingWhenHappened>(),
            services => services.AddSingleton(_failures),
            ("Messaging:Redeliveries", "2"));
        var wire = await Wire.OpenAsync(home);
        await service.ListeningAsync();
        return (home, service, wire);
    }
}
