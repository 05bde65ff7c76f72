using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace ServiceDefaults.Storage;

/// <summary>
/// A service's tables, seen through the scope of the current work, with everything that must commit together: rows, events, due work and mail.
/// </summary>
public abstract class ServiceDbContext(DbContextOptions options, Scope scope) : DbContext(options)
{
    public const string ScopeFilter = "scope";

    private readonly List<OutboxRow> _events = [];
    private readonly List<DueWorkChange> _dueWork = [];

    internal Guid ScopeRealm => scope.IsInstallation ? Guid.Empty : scope.RealmId;
    internal Guid ScopeOrganization => scope.IsSystem ? Guid.Empty : scope.OrganizationId;
    internal bool ScopeIsSystem => scope.IsSystem;
    internal bool ScopeIsInstallation => scope.IsInstallation;

    /// <summary>What is to happen when it has committed: which workers to wake, and the events they get without having to read them.</summary>
    internal AfterCommit AfterCommit { get; } = new();

    /// <summary>Null outside of a service: then whoever scheduled something wakes the worker.</summary>
    internal NearFuture? NearFuture { get; set; }

    /// <summary>The reaction's that this context serves; null elsewhere.</summary>
    internal SqlSession? Session { get; set; }

    /// <summary>Puts an event into the outbox; it leaves when, and only if, the next save commits.</summary>
    /// <param name="version">The aggregate's version after the change; readers drop what is older than what they have.</param>
    public void Emit<TEvent>(TEvent fact, Guid aggregateId, long version, DateTimeOffset occurredAt)
        where TEvent : class
    {
        var row = new OutboxRow
        {
            MessageId = Guid.CreateVersion7(),
            RealmId = scope.RealmId,
            Type = EventName.Of<TEvent>(),
            AggregateId = aggregateId,
            Version = version,
            OccurredAt = occurredAt,
            Payload = EventJson.Serialize(fact),
            Traceparent = Activity.Current?.Id,
        };
        Add(row);
        _events.Add(row);
    }

    /// <summary>Has <typeparamref name="TWork"/> run at <paramref name="dueAt"/> of the realm's time. One item per kind and key: a second call moves it.</summary>
    public void Schedule<TWork>(string key, DateTimeOffset dueAt, object? payload = null)
        where TWork : IDueWork
    {
        _dueWork.Add(new DueWorkChange(scope.RealmId, TWork.Kind, key, dueAt.ToUniversalTime(), payload is null ? null : EventJson.Serialize(payload), Activity.Current?.Id));
        WakeFor(dueAt);
    }

    /// <summary>Removes the item, if it has not run yet.</summary>
    public void Unschedule<TWork>(string key)
        where TWork : IDueWork
        => _dueWork.Add(new DueWorkChange(scope.RealmId, TWork.Kind, key, DueAt: null, PayloadJson: null, Traceparent: null));

    /// <summary>
    /// As <see cref="Unschedule"/>, for whoever has locked what the item's run locks: one that runs at this moment is left to find nothing to do, where waiting for
    /// its end would be waiting for each other.
    /// </summary>
    public void UnscheduleUnlessRunning<TWork>(string key)
        where TWork : IDueWork
        => _dueWork.Add(new DueWorkChange(scope.RealmId, TWork.Kind, key, DueAt: null, PayloadJson: null, Traceparent: null, UnlessRunning: true));

    /// <summary>Sent once the transaction has committed.</summary>
    /// <returns>Its id in the queue.</returns>
    public Guid QueueMail(Mail.Mail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var id = Guid.CreateVersion7();
        Add(new MailRow
        {
            Id = id,
            RealmId = scope.IsInstallation ? Guid.Empty : scope.RealmId,
            Kind = mail.Kind,
            Recipient = mail.To,
            Subject = mail.Subject,
            Html = mail.Html,
            Text = mail.Text,
            Traceparent = Activity.Current?.Id,
        });
        AfterCommit.Wakes |= Wake.Mail;
        return id;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Saving waits for the database: use SaveChangesAsync.");

    /// <summary>Writes rows, events, due work and mail in one transaction, joining the current one if there is one.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (_dueWork.Count == 0)
            return await SaveRows(acceptAllChangesOnSuccess, cancellationToken);

        if (Database.CurrentTransaction is not null)
            return await SaveWithDueWork(acceptAllChangesOnSuccess, cancellationToken);

        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var written = await SaveWithDueWork(acceptAllChangesOnSuccess, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return written;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<OutboxRow>(row =>
        {
            row.ToTable("outbox", PlatformSchema.Name, table => table.ExcludeFromMigrations());
            row.HasKey(outbox => outbox.MessageId);
            row.Property(outbox => outbox.Id).ValueGeneratedOnAdd();
            row.Property(outbox => outbox.Payload).HasColumnType("text");
        });
        modelBuilder.Entity<InboxRow>(row =>
        {
            row.ToTable("inbox", PlatformSchema.Name, table => table.ExcludeFromMigrations());
            row.HasKey(inbox => new { inbox.Consumer, inbox.Generation, inbox.MessageId });
        });
        modelBuilder.Entity<MailRow>(row =>
        {
            row.ToTable("mail", PlatformSchema.Name, table => table.ExcludeFromMigrations());
            row.HasKey(mail => mail.Id);
        });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Conventions.Add(_ => new ScopeFilterConvention(this));
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
        configurationBuilder.Conventions.Add(_ => new VersionConvention());
        configurationBuilder.Conventions.Add(_ => new PropertyReadersConvention());
    }

    private async Task<int> SaveWithDueWork(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var written = await SaveRows(acceptAllChangesOnSuccess, cancellationToken);
        await DueWorkChange.Write(_dueWork, Database, cancellationToken);
        _dueWork.Clear();
        return written;
    }

    private async Task<int> SaveRows(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        if (Session?.Receipt is not { } receipt)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        Add(receipt);
        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        Session.Receipt = null;
        return written;
    }

    /// <summary>Has the worker look for due work after the commit, if it would not look in time by itself.</summary>
    internal void WakeFor(DateTimeOffset dueAt)
    {
        if (NearFuture?.Includes(scope.RealmId, dueAt) != false)
            AfterCommit.Wakes |= Wake.DueWork;
    }

    /// <summary>Called when a save has succeeded, with the transaction it is part of.</summary>
    internal void Saved(Guid? transactionId)
    {
        AfterCommit.Add(transactionId, _events.Select(OutboxMessage.Of));
        _events.Clear();
    }
}
