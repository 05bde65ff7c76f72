namespace Billing.Domain;

/// <summary>The one initial trial of a connection. It waits, open, until something in the connection is first used; <see cref="Days"/> later it ends for good.</summary>
/// <param name="Days">As agreed for the connection, 1–21; 0 where none was agreed.</param>
/// <param name="EndsAt">Set by the first use.</param>
public readonly record struct Trial(int Days, DateTimeOffset? EndsAt)
{
    /// <summary>What a seller may keep a customer in trial for is the customer's business; its own supplier waits no longer than this after activation.</summary>
    public static readonly TimeSpan LongestWithoutWholesale = TimeSpan.FromDays(21);

    public bool IsOpen(DateTimeOffset now) => Days > 0 && (EndsAt is null || now < EndsAt);

    /// <summary>The trial once something was used: started if it was still waiting, else as it is.</summary>
    /// <param name="usedAt">When it was used.</param>
    /// <param name="now">When that became known. A use reported late ends no trial in the past: nobody is charged for days already gone.</param>
    public Trial Use(DateTimeOffset usedAt, DateTimeOffset now)
    {
        if (EndsAt is not null || Days == 0)
        {
            return this;
        }

        var end = usedAt.AddDays(Days);
        return this with { EndsAt = end < now ? now : end };
    }

    /// <summary>When the customer begins to pay for what was activated then; null while nobody knows yet, because nothing was used.</summary>
    public DateTimeOffset? RetailStart(DateTimeOffset activatedAt) => IsOpen(activatedAt) ? EndsAt : activatedAt;

    /// <summary>When the seller begins to owe wholesale for what was activated then: with the trial's end, but never later than 21 days after activation.</summary>
    public DateTimeOffset WholesaleStart(DateTimeOffset activatedAt)
    {
        var latest = activatedAt + LongestWithoutWholesale;
        return RetailStart(activatedAt) is { } retail && retail < latest ? retail : latest;
    }
}
