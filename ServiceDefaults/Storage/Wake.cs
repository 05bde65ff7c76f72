namespace ServiceDefaults.Storage;

/// <summary>Which background workers have something to do after a commit.</summary>
[Flags]
internal enum Wake
{
    None = 0,
    Outbox = 1,
    DueWork = 2,
    Mail = 4,
    Drain = 8,
    Replay = 16,
}

/// <summary>
/// Wakes the workers of this process. A commit here needs no NOTIFY to find its own workers: NOTIFY takes a database-wide lock while the transaction
/// commits, which would put all writers in one queue. Other processes' rows are found by polling.
/// </summary>
internal sealed class Wakes
{
    public WakeSignal Outbox { get; } = new();
    public WakeSignal DueWork { get; } = new();
    public WakeSignal Mail { get; } = new();
    public WakeSignal Drain { get; } = new();
    public WakeSignal Replay { get; } = new();

    public void Raise(Wake wake)
    {
        if (wake.HasFlag(Wake.Outbox))
            Outbox.Raise();
        if (wake.HasFlag(Wake.DueWork))
            DueWork.Raise();
        if (wake.HasFlag(Wake.Mail))
            Mail.Raise();
        if (wake.HasFlag(Wake.Drain))
            Drain.Raise();
        if (wake.HasFlag(Wake.Replay))
            Replay.Raise();
    }
}

/// <summary>A bell that several sleepers share: each ring wakes one, and rings while nobody sleeps are kept, up to one per sleeper.</summary>
internal sealed class WakeSignal : IDisposable
{
    private const int MostKept = 8;
    private readonly SemaphoreSlim _rings = new(0, MostKept);

    public void Raise()
    {
        // After a burst of commits the bell has rung often enough before anybody has slept through it: that is no exception.
        if (_rings.CurrentCount == MostKept)
            return;
        try
        {
            _rings.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else rang last meanwhile: every sleeper is about to look anyway.
        }
    }

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _rings.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _rings.Dispose();
}
