using Primitives;

namespace Billing.Domain;

public static class UsageRules
{
    public const int MostUnits = 1_000_000_000;

    /// <summary>How far a reporter's clock may be ahead of ours.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

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
