using Billing.Domain;
using ServiceDefaults.Storage;

namespace Billing.Api.Requests;

/// <summary>A change to what a connection bills, proposed by its seller and decided by its buyer.</summary>
internal sealed class Request : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required RequestType Type { get; init; }
    public required RequestStatus Status { get; set; }

    /// <summary>The organisation that proposed it.</summary>
    public required Guid ProposedById { get; init; }

    /// <summary>The person who did.</summary>
    public required Guid ProposedByPersonId { get; init; }

    /// <summary>Null where the request creates something.</summary>
    public RequestedState? Before { get; init; }

    public required RequestedState After { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public RequestOutcome? Outcome { get; private set; }

    /// <summary>What an approval made.</summary>
    public Guid? SubscriptionId { get; set; }

    public long Version { get; set; } = 1;

    /// <summary>Writes down how it ended. Its due expiry is left in place: it will find the request decided, and removing it here could wait for its run, which waits for us.</summary>
    public void End(RequestStatus status, RequestOutcome outcome)
    {
        Status = status;
        Outcome = outcome;
        Version++;
    }
}

/// <summary>How a request ended: who, when, why. <paramref name="ByPersonId"/> is null where time ended it.</summary>
internal sealed record RequestOutcome(RequestAction Action, Guid? ByPersonId, Guid? ByOrganizationId, DateTimeOffset At, string? Reason);
