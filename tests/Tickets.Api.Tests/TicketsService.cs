using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using Testing;
using Tickets.Api.Tests;

[assembly: AssemblyFixture(typeof(TicketsService))]

namespace Tickets.Api.Tests;

/// <summary>The service, once for all tests; each test works in a realm of its own.</summary>
public sealed class TicketsService : IAsyncLifetime
{
    private ServiceUnderTest<Program>? _service;

    public ServiceUnderTest<Program> Service => _service ?? throw new InvalidOperationException("The service has not started.");

    public async ValueTask InitializeAsync() => _service = await ServiceUnderTest<Program>.StartAsync("tickets");

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }
}

/// <summary>An organisation with one person in it, as Orgs would tell of them.</summary>
public sealed record Party(Guid Id, string Name, OrganizationKind Kind, Guid RealmId)
{
    public Guid PersonId { get; } = Guid.CreateVersion7();

    public Caller Caller(Role role = Role.Admin, Guid? personId = null, bool isSuspended = false) =>
        new(personId ?? PersonId, Id, Kind, role, RealmId, IsLiveRealm: false, Guid.CreateVersion7(), isSuspended);
}

/// <summary>Plays Orgs: a realm with sellers, buyers and connections, told event by event.</summary>
public sealed class Channel(ServiceUnderTest<Program> service)
{
    public Guid RealmId { get; } = Guid.CreateVersion7();

    /// <summary>A connection between two new organisations, with Ada answering for the seller and Bea asking for the buyer.</summary>
    public static async Task<(Channel Channel, Party Seller, Party Buyer, Guid ConnectionId)> OpenAsync(TicketsService service)
    {
        var channel = new Channel(service.Service);
        var seller = await channel.OrganizationAsync("Northwind", OrganizationKind.Partner, "Ada");
        var buyer = await channel.OrganizationAsync("Contoso", OrganizationKind.Customer, "Bea");
        return (channel, seller, buyer, await channel.ConnectAsync(seller, buyer));
    }

    public async Task<Party> OrganizationAsync(string name, OrganizationKind kind, string person)
    {
        var party = new Party(Guid.CreateVersion7(), name, kind, RealmId);
        await service.TellAsync(
            new OrganizationCreated(new Organization(
                party.Id, name, kind.ToString().ToLowerInvariant(), null, $"org:{name.ToLowerInvariant()}", null, "US", null, "UTC", "USD", "en", null, null, "active")),
            Envelope(party.Id, 1));
        await JoinAsync(party, party.PersonId, person, "admin");
        return party;
    }

    /// <summary>The organisation that runs the realm, as Orgs tells of it when it founds one.</summary>
    public async Task<Party> FoundAsync(string person = "Olga")
    {
        var root = await OrganizationAsync("Operator", OrganizationKind.Operator, person);
        await service.TellAsync(new RealmCreated(RealmId, "Realm", "sandbox", root.Id), Envelope(RealmId, 1));
        return root;
    }

    public async Task<Guid> JoinAsync(Party party, Guid personId, string name, string role, string status = "active", Guid? membershipId = null, long version = 1)
    {
        var id = membershipId ?? Guid.CreateVersion7();
        await service.TellAsync(new MemberJoined(new Member(personId, party.Id, name, role, PortalAccess: true, status)), Envelope(id, version));
        return id;
    }

    /// <summary>A member of the seller who can be given tickets.</summary>
    public async Task<Guid> AgentAsync(Party seller, string name, string role = "support")
    {
        var personId = Guid.CreateVersion7();
        await JoinAsync(seller, personId, name, role);
        return personId;
    }

    public async Task<Guid> ConnectAsync(Party seller, Party buyer, Guid? supportOwnerId = null)
    {
        var id = Guid.CreateVersion7();
        await service.TellAsync(new ConnectionActivated(Connection(id, seller, buyer, supportOwnerId)), Envelope(id, 1));
        return id;
    }

    public Task EndAsync(Guid connectionId, Party seller, Party buyer) =>
        service.TellAsync(new ConnectionEnded(Connection(connectionId, seller, buyer, null, "ended")), Envelope(connectionId, 9));

    public static Connection Connection(Guid id, Party seller, Party buyer, Guid? supportOwnerId, string status = "active") =>
        new(id, seller.Id, buyer.Id, status, "partner", "ap@contoso.example", null, 14, 14, null, supportOwnerId, seller.Name, buyer.Name, "partner", "customer");

    public EventContext Envelope(Guid aggregateId, long version, DateTimeOffset? at = null) =>
        new(Guid.CreateVersion7(), RealmId, aggregateId, version, at ?? DateTimeOffset.UtcNow);
}
