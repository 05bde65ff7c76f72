namespace ServiceDefaults.Messaging;

/// <summary>Settings below <c>Messaging:</c>. The defaults are what production runs with.</summary>
public sealed class MessagingOptions
{
    /// <summary>How long a message that failed waits in the delay queue before its next trip.</summary>
    public TimeSpan RedeliveryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Trips through the delay queue before a message is given up.</summary>
    public int Redeliveries { get; set; } = 5;

    /// <summary>Pauses before the quick retries in place; their number is the number of retries.</summary>
    public IReadOnlyList<TimeSpan> QuickRetries { get; set; } = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250)];

    /// <summary>Messages the broker hands out ahead, per queue.</summary>
    public ushort Prefetch { get; set; } = 128;

    /// <summary>Messages that are handled in one transaction at most, where the reaction allows it. Only those that wait already: a lone one is handled at once.</summary>
    public int Batch { get; set; } = 32;

    /// <summary>Batches of one queue at work at once.</summary>
    public int BatchesAtOnce { get; set; } = 4;

    /// <summary>Transactions of reactions at work at once, in the whole process: each holds a database connection.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>How many left-over events are sent at once.</summary>
    public int DispatchBatch { get; set; } = 200;

    /// <summary>How long an event is left to the process that committed it, before any other sends it.</summary>
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the outbox is looked at unasked: for events that nobody has sent.</summary>
    public TimeSpan OutboxPoll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a process looks unasked at what any replica may have changed: a connection that died quietly brings no news of it.</summary>
    public TimeSpan StatePoll { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an event may wait for the broker before it is put back.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
