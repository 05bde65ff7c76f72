namespace Billing.Domain;

/// <summary>When a declined card is tried again. After the last try the invoice waits for its buyer, and falls overdue like any other.</summary>
public static class CardRetry
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromDays(1), TimeSpan.FromDays(3), TimeSpan.FromDays(5)];

    /// <param name="tries">So far.</param>
    /// <param name="lastAt">When the last one was.</param>
    /// <returns>Null when there is no further one.</returns>
    public static DateTimeOffset? Next(int tries, DateTimeOffset lastAt) => tries >= 1 && tries <= Pauses.Length ? lastAt + Pauses[tries - 1] : null;
}
