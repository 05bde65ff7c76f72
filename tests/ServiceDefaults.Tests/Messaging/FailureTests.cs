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
        await using var _ = home;
        await using var __ = service;
        await using var ___ = wire;
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
        await using var _ = home;
        await using var __ = service;
        await using var ___ = wire;
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
        await using var _ = home;
        await using var __ = service;
        await using var ___ = wire;
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
        Assert.Equal(0, await home.CountAsync($"platform.inbox WHERE consumer = '{Queue}'"));
    }

    [Fact]
    public async Task React_Poison_HoldsUpNobodyAndKeepsItsCause()
    {
        var (home, service, wire) = await StartAsync("poison");
        await using var _ = home;
        await using var __ = service;
        await using var ___ = wire;

        await wire.SendAsync(Queue, "{ not json"u8.ToArray(), Guid.CreateVersion7(), Realm, Realm, 1);
        await wire.SendAsync(Queue, Guid.CreateVersion7(), Realm, new ThingHappened(Realm, "healthy"));

        await Eventually.Async(async () => await home.CountAsync("effects WHERE what = 'healthy'") == 1);
        var dead = await Eventually.ValueAsync(() => wire.TakeAsync($"{Queue}.dead"));
        Assert.Equal("{ not json"u8.ToArray(), dead.Body.ToArray());
        Assert.Equal(typeof(UnreadableMessageException).FullName, dead.BasicProperties.Text("failure-type"));
        Assert.Equal("1", dead.BasicProperties.Text("failure-attempts"));
    }

    [Fact]
    public async Task Redrive_DeadLetter_IsHandledUnderItsOldId()
    {
        var (home, service, wire) = await StartAsync("redrive");
        await using var _ = home;
        await using var __ = service;
        await using var ___ = wire;
        var message = Guid.CreateVersion7();
        _failures.Expect("unlucky", times: 9);
        await wire.SendAsync(Queue, message, Realm, new ThingHappened(Realm, "unlucky"));
        await wire.SendAsync(Queue, "poison"u8.ToArray(), Guid.CreateVersion7(), Realm, Realm, 1);
        await Eventually.Async(async () => await wire.CountAsync($"{Queue}.dead") == 2);
        var letters = service.Services.GetRequiredService<DeadLetters>();

        var listed = Assert.Single(await letters.List(most: 10, CancellationToken.None));
        var redriven = await letters.Redrive(Queue, new HashSet<Guid> { message }, CancellationToken.None);

        Assert.Equal((Queue, 2), (listed.Queue, listed.Count));
        var unlucky = Assert.Single(listed.Oldest, letter => letter.MessageId == message.ToString());
        Assert.Equal((typeof(InvalidOperationException).FullName, 9), (unlucky.FailureType, unlucky.Attempts));
        Assert.Equal(1, redriven);
        await Eventually.Async(async () => await home.CountAsync("effects WHERE what = 'unlucky'") == 1);
        Assert.Equal(message, await home.ScalarAsync<Guid>($"SELECT message_id FROM platform.inbox WHERE consumer = '{Queue}'"));
        await Eventually.Async(async () => await wire.CountAsync($"{Queue}.dead") == 1);
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
