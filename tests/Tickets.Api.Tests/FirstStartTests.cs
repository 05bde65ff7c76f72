using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Testing;

namespace Tickets.Api.Tests;

public sealed class FirstStartTests
{
    /// <summary>What a new installation begins with must not make every service larger for good: a context is used by whoever has real work for it.</summary>
    [Fact]
    public async Task FoundingOfTheLiveRealm_Told_UsesNoContext()
    {
        using var contexts = new ContextWatch();
        await using var service = await ServiceUnderTest<Program>.StartAsync("first-start", contexts);
        var (realm, root, person) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

        await service.TellAsync(new RealmCreated(realm, "Live", "live", root), Envelope(realm));
        await service.TellAsync(
            new OrganizationCreated(new Organization(root, "Operator", "operator", null, "org:operator", null, null, null, "UTC", "USD", "en", null, null, "active")),
            Envelope(root));
        await service.TellAsync(new MemberJoined(new Member(person, root, "Operator", "superAdmin", true, "active", "operator@platform.test")), Envelope(Guid.CreateVersion7()));

        Assert.Equal(0, contexts.Used);
        Assert.Equal(1, await service.CountAsync("SELECT count(*) FROM member WHERE is_active"));

        EventContext Envelope(Guid aggregate) => new(Guid.CreateVersion7(), realm, aggregate, Version: 1, DateTimeOffset.UtcNow);
    }
}
