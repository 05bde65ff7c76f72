using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using Testing;

namespace Billing.Api.Tests;

/// <summary>An organisation with one person in it.</summary>
public sealed record Party(Guid Id, string Name, OrganizationKind Kind, Guid RealmId)
{
    public Guid PersonId { get; } = Guid.CreateVersion7();

    public Caller Caller(Role role = Role.Admin, Guid? personId = null) =>
        new(personId ?? PersonId, Id, Kind, role, RealmId, IsLiveRealm: false, Guid.CreateVersion7(), IsSuspended: false);
}

/// <summary>Plays Orgs for one realm: organisations, connections and members, told event by event, and the realm's clock.</summary>
public sealed class Channel
{
    private static readonly TimeSpan Evening = TimeSpan.FromHours(18);

    private readonly ServiceUnderTest<Program> _service;
    private TimeSpan _ahead;

    private Channel(ServiceUnderTest<Program> service) => _service = service;

    public Guid RealmId { get; } = Guid.CreateVersion7();

    public Party Operator { get; private set; } = null!;

    /// <summary>Realm time, as the service's clock has it within a moment.</summary>
    public DateTimeOffset Now => DateTimeOffset.UtcNow + _ahead;

    /// <summary>A new realm with nobody in it but its operator. Late in the day it lives in the next one's morning: what a test does within hours is one day's.</summary>
    public static async Task<Channel> OpenAsync(BillingService billing)
    {
        var channel = new Channel(billing.Service);
        channel.Operator = await channel.OrganizationAsync("Operator", OrganizationKind.Operator, parent: null);
        if (channel.Now.TimeOfDay > Evening)
        {
            await channel.AdvanceAsync(TimeSpan.FromHours(12));
        }

        return channel;
    }

    public HttpClient As(Party party, Role role = Role.Admin, Guid? personId = null) => _service.As(party.Caller(role, personId));

    /// <summary>A partner or customer, administered by and connected to its parent.</summary>
    public async Task<(Party Party, Guid ConnectionId)> ChildAsync(
        Party parent, string name, OrganizationKind kind, int trialDays = 14, string? referenceNumber = null, string timeZone = "UTC",
        string country = "US", string? taxId = null)
    {
        var child = await OrganizationAsync(name, kind, parent, timeZone, country, taxId);
        return (child, await ConnectAsync(parent, child, trialDays, referenceNumber));
    }

    public async Task<Party> OrganizationAsync(
        string name, OrganizationKind kind, Party? parent, string timeZone = "UTC", string country = "US", string? taxId = null)
    {
        var party = new Party(Guid.CreateVersion7(), name, kind, RealmId);
        await _service.TellAsync(
            new OrganizationCreated(new Organization(
                party.Id, name, Word(kind), parent?.Id, $"org:{party.Id}", null, country, taxId, timeZone, "USD", "en", null, null, "active")),
            Envelope(party.Id, 1));
        await JoinAsync(party, party.PersonId);
        return party;
    }

    public Task JoinAsync(Party party, Guid personId) =>
        TellMemberAsync(Guid.CreateVersion7(), party, personId, 1, "active");

    public Task TellMemberAsync(Guid membershipId, Party party, Guid personId, long version, string status)
    {
        var member = new Member(personId, party.Id, "Somebody", "admin", PortalAccess: true, status);
        return status == "left"
            ? _service.TellAsync(new MemberLeft(member), Envelope(membershipId, version))
            : _service.TellAsync(new MemberJoined(member), Envelope(membershipId, version));
    }

    public async Task<Guid> ConnectAsync(Party seller, Party buyer, int trialDays = 14, string? referenceNumber = null)
    {
        var id = Guid.CreateVersion7();
        await _service.TellAsync(new ConnectionActivated(Connection(id, seller, buyer, trialDays, referenceNumber)), Envelope(id, 1));
        return id;
    }

    public Task TellAsync<TEvent>(TEvent fact, Guid aggregateId, long version)
        where TEvent : class => _service.TellAsync(fact, Envelope(aggregateId, version));

    public static Connection Connection(
        Guid id, Party seller, Party buyer, int trialDays = 14, string? referenceNumber = null, string status = "active") =>
        new(
            id,
            seller.Id,
            buyer.Id,
            status,
            seller.Kind == OrganizationKind.Operator ? "direct" : "partner",
            // Nobody: the mail catcher is shared, so only the test that looks for a mail has one sent.
            AccountsPayableEmail: null!,
            referenceNumber,
            trialDays,
            PaymentTermsDays: 14,
            SalesOwnerId: null,
            SupportOwnerId: null,
            seller.Name,
            buyer.Name,
            Word(seller.Kind),
            Word(buyer.Kind));

    /// <summary>Moves the realm's clock and returns when the service has done everything that fell due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        _ahead += by;
        var job = Guid.CreateVersion7();
        await using var drained = await _service.ListenAsync<RealmClockDrained>();
        await _service.SendAsync(new RealmClockAdvanced(RealmId, job, Round: 1, DateTimeOffset.UtcNow + _ahead, _ahead), Envelope(RealmId, 1));
        await drained.WaitAsync(answer => answer.JobId == job);
    }

    public EventContext Envelope(Guid aggregateId, long version) => new(Guid.CreateVersion7(), RealmId, aggregateId, version, Now);

    private static string Word(OrganizationKind kind) => kind.ToString().ToLowerInvariant();
}
