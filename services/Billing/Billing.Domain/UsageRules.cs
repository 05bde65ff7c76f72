using Primitives;

namespace Billing.Domain;

public static class UsageRules
{
    public const int MostUnits = 1_000_000_000;

    /// <summary>Of what is charged per event, in one report. Beyond it somebody reported something else.</summary>
    public const int MostEvents = 1_000_000;

    /// <summary>How far a reporter's clock may be ahead of ours.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>The fee that an event of that kind is charged; null for use that costs nothing, whatever the reporter calls it.</summary>
    public static FeeKind? FeeOf(string kind) => kind switch
    {
        "booking" => FeeKind.Booking,
        "transfer" => FeeKind.Transfer,
        _ => null,
    };

    /// <summary>Null if that many events of a kind can be reported at once.</summary>
    public static Refusal? CheckEvents(FeeKind? fee, int quantity) => fee is not null && quantity > MostEvents
        ? Refusal.Invalid("quantity", "quantity_out_of_range", $"At most {MostEvents} bookings or transfers are reported at once.")
        : null;

    /// <summary>Whether an event is charged on an edge: what is used before that edge charges, in a trial, costs nothing on it.</summary>
    /// <param name="chargedFrom">The edge's first day; null while it waits.</param>
    public static bool IsCharged(DateOnly? chargedFrom, DateOnly usedOn) => chargedFrom is { } first && usedOn >= first;

    /// <summary>Null if usage of that subscription at that time can have happened.</summary>
    public static Refusal? Check(SubscriptionStatus status, int quantity, DateTimeOffset usedAt, DateTimeOffset boughtAt, DateTimeOffset now)
    {
        if (quantity is < 1 or > MostUnits)
        {
            return Refusal.Invalid("quantity", "quantity_out_of_range", $"The quantity is between 1 and {MostUnits}.");
        }

        if (usedAt > now + ClockDifference)
        {
            return Refusal.Invalid("at", "usage_in_the_future", "Usage is reported after it happened.");
        }

        if (usedAt < boughtAt)
        {
            return Refusal.Invalid("at", "usage_before_subscription", "The subscription did not exist then.");
        }

        return status == SubscriptionStatus.Cancelled
            ? new Refusal("subscription_cancelled", "A cancelled subscription is not used any more.")
            : null;
    }
}
