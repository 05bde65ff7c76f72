using System.Net.Mail;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Mail;
using Testing;

namespace ServiceDefaults.Tests.Mail;

public sealed class MailWorkerTests
{
    private static readonly Guid Realm = Guid.CreateVersion7();

    [Fact]
    public async Task QueueMail_Saved_ArrivesAndLosesItsBody()
    {
        await using var home = await SampleHome.CreateAsync("mail");
        var addresses = await Servers.AddressesAsync();
        using var inbox = await Servers.MailAsync();
        await using var service = await SampleService.StartAsync(home, _ => { }, services: null, ("ConnectionStrings:mail", addresses.Smtp.ToString()));
        var address = $"{Guid.CreateVersion7():N}@example.test";

        await QueueAsync(service, address);

        var caught = await Eventually.ValueAsync(async () => (await inbox.ToAsync(address)) is [var mail, ..] ? mail : null);
        Assert.Equal("Grüße", caught.Subject);
        await Eventually.Async(async () => await home.CountAsync("platform.mail WHERE sent_at IS NOT NULL AND html IS NULL AND text IS NULL") == 1);
    }

    [Fact]
    public async Task Send_ServerRefusesAtFirst_IsTriedAgainAndSentOnce()
    {
        await using var home = await SampleHome.CreateAsync("retry");
        var office = new StubbornPostOffice(refusals: 2);
        await using var service = await StartAsync(home, office);

        await QueueAsync(service, "someone@example.test");

        await Eventually.Async(async () => await home.CountAsync("platform.mail WHERE sent_at IS NOT NULL") == 1);
        Assert.Equal((2, 1), (office.Refused, office.Accepted));
        Assert.Equal(3, await home.ScalarAsync<int>("SELECT attempts FROM platform.mail"));
    }

    [Fact]
    public async Task Send_ServerNeverAccepts_IsGivenUpWithItsErrorAndBody()
    {
        await using var home = await SampleHome.CreateAsync("refused");
        var office = new StubbornPostOffice(refusals: int.MaxValue);
        await using var service = await StartAsync(home, office);

        await QueueAsync(service, "someone@example.test");

        await Eventually.Async(async () => await home.CountAsync("platform.mail WHERE given_up_at IS NOT NULL AND error = 'Not today.' AND text IS NOT NULL") == 1);
        Assert.Equal((4, 0), (office.Refused, office.Accepted));
    }

    [Fact]
    public async Task Send_TwoProcesses_EachMailGoesOutOnce()
    {
        await using var home = await SampleHome.CreateAsync("once");
        var office = new StubbornPostOffice(refusals: 0);
        await using var one = await StartAsync(home, office);
        await using var other = await StartAsync(home, office);

        await QueueManyAsync(one, "run", count: 40);

        await Eventually.Async(async () => await home.CountAsync("platform.mail WHERE sent_at IS NULL") == 0);
        Assert.Equal(40, office.Accepted);
    }

    [Fact]
    public async Task Send_MoreThanATurn_EachArrivesOnce()
    {
        await using var home = await SampleHome.CreateAsync("many");
        var addresses = await Servers.AddressesAsync();
        using var inbox = await Servers.MailAsync();
        await using var service = await SampleService.StartAsync(home, _ => { }, services: null, ("ConnectionStrings:mail", addresses.Smtp.ToString()));
        var run = $"{Guid.CreateVersion7():N}";

        await QueueManyAsync(service, run, count: 45);

        await Eventually.Async(async () => await home.CountAsync("platform.mail WHERE sent_at IS NULL") == 0);
        foreach (var number in Enumerable.Range(0, 45))
            Assert.Single(await inbox.ToAsync($"{number}.{run}@example.test"));
    }

    [Fact]
    public async Task Send_OneOfManyIsRefused_ItAloneIsTriedAgain()
    {
        await using var home = await SampleHome.CreateAsync("onerefused");
        var office = new StubbornPostOffice(refusals: 1);
        await using var service = await StartAsync(home, office);

        await QueueManyAsync(service, "run", count: 30);

        await Eventually.Async(async () => await home.CountAsync("platform.mail WHERE sent_at IS NULL") == 0);
        Assert.Equal((1, 30), (office.Refused, office.Accepted));
        Assert.Equal(1, await home.CountAsync("platform.mail WHERE attempts = 2"));
        Assert.Equal(29, await home.CountAsync("platform.mail WHERE attempts = 1"));
        await Eventually.Async(() => Task.FromResult(office.IsClosed));
    }

    private static Task<SampleService> StartAsync(SampleHome home, StubbornPostOffice office) => SampleService.StartAsync(
        home,
        _ => { },
        services => services.AddSingleton<IPostOffice>(office),
        ("Mail:FirstPause", "00:00:00.010"),
        ("Mail:Poll", "00:00:00.050"),
        ("Mail:Attempts", "4"));

    private static Task QueueManyAsync(SampleService service, string run, int count) => service.InRealmAsync(Realm, db =>
    {
        for (var number = 0; number < count; number++)
            db.QueueMail(new ServiceDefaults.Mail.Mail($"{number}.{run}@example.test", "s", "<p>h</p>", "t", "test"));
        return db.SaveChangesAsync();
    });

    private static Task QueueAsync(SampleService service, string address) => service.InRealmAsync(Realm, db =>
    {
        db.QueueMail(new ServiceDefaults.Mail.Mail(address, "Grüße", "<p>html</p>", "text", "greeting"));
        return db.SaveChangesAsync();
    });

    private sealed class StubbornPostOffice(int refusals) : IPostOffice
    {
        private int _refused;
        private int _accepted;

        public int Refused => Volatile.Read(ref _refused);
        public int Accepted => Volatile.Read(ref _accepted);
        public bool IsClosed { get; private set; }

        public void Close() => IsClosed = true;

        public Task Send(ServiceDefaults.Mail.Mail mail, CancellationToken cancellationToken)
        {
            IsClosed = false;
            if (Volatile.Read(ref _refused) < refusals)
            {
                Interlocked.Increment(ref _refused);
                throw new SmtpException("Not today.");
            }
            Interlocked.Increment(ref _accepted);
            return Task.CompletedTask;
        }
    }
}
