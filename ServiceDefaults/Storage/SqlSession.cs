using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;

namespace ServiceDefaults.Storage;

/// <summary>
/// Plain SQL in the transaction of the reaction at work: what read models are written with. It costs a fraction of a context, and a service whose reactions
/// need no other has no model of the database in memory. A context of the same reaction is part of the same transaction.
/// </summary>
public sealed class SqlSession(Scope scope)
{
    private readonly List<OutboxMessage> _events = [];
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;
    private ServiceDbContext? _context;
    private Wake _wakes;

    /// <summary>Written with the first statement or save, in the same round trip; what fails on it was a second delivery's. Null once it is written.</summary>
    internal InboxRow? Receipt { get; set; }

    /// <returns>How many rows it wrote.</returns>
    public async Task<int> Execute(SqlStatement statement, CancellationToken cancellationToken)
    {
        await using var batch = Batch(statement);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        Receipt = null;
        return (int)batch.BatchCommands[^1].RecordsAffected;
    }

    /// <returns>A column of the first row; the default where there is no row.</returns>
    public async Task<T?> Scalar<T>(SqlStatement statement, CancellationToken cancellationToken) =>
        (await Query(statement, row => row.IsDBNull(0) ? default : row.GetFieldValue<T>(0), cancellationToken)).FirstOrDefault();

    public async Task<List<T>> Query<T>(SqlStatement statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using var batch = Batch(statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        Receipt = null;
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>As <see cref="ServiceDbContext.Emit"/>, but written now.</summary>
    public async Task Emit<TEvent>(TEvent fact, Guid aggregateId, long version, DateTimeOffset occurredAt, CancellationToken cancellationToken)
        where TEvent : class
    {
        var message = new OutboxMessage(
            Id: 0,
            Guid.CreateVersion7(),
            scope.RealmId,
            EventName.Of<TEvent>(),
            aggregateId,
            version,
            occurredAt,
            EventJson.Serialize(fact),
            Activity.Current?.Id);
        var id = await Scalar<long>(
            $"""
            INSERT INTO platform.outbox (message_id, realm_id, type, aggregate_id, version, occurred_at, payload, traceparent)
            VALUES ({message.MessageId}, {message.RealmId}, {message.Type}, {aggregateId}, {version}, {occurredAt}, {message.Payload}, {message.Traceparent})
            RETURNING id
            """,
            cancellationToken);
        _events.Add(message with { Id = id });
    }

    /// <summary>Whoever joins it to a transaction also commits that, and says so.</summary>
    internal void Join(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    /// <summary>Makes a context of the same scope part of the transaction. Outside of one it begins its own, as ever.</summary>
    internal void Enlist(ServiceDbContext context)
    {
        if (_connection is null)
            return;
        context.Session = this;
        // A savepoint per save would cost two round trips; a failed save ends the whole transaction anyway.
        context.Database.AutoSavepointsEnabled = false;
        context.Database.SetDbConnection(_connection);
        context.Database.UseTransaction(_transaction);
        _context = context;
    }

    internal void WakeAfterCommit(Wake wake) => _wakes |= wake;

    /// <summary>The work is done, and its scope may end: keeps what is to happen after the commit.</summary>
    internal void Complete()
    {
        if (_context is not { } context)
            return;
        _events.AddRange(context.AfterCommit.Take(context.Database.CurrentTransaction?.TransactionId));
        _wakes |= context.AfterCommit.Wakes;
    }

    /// <summary>The transaction has committed: hands over what was emitted in it, and wakes the workers that have something to do now.</summary>
    internal void Committed(FreshEvents fresh, Wakes wakes)
    {
        fresh.Add(_events);
        wakes.Raise(_wakes);
    }

    private NpgsqlBatch Batch(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var batch = new NpgsqlBatch(_connection ?? throw new InvalidOperationException("Only a reaction has a transaction to write into."), _transaction);
        if (Receipt is { } receipt)
            batch.BatchCommands.Add(receipt.ToCommand());
        batch.BatchCommands.Add(statement.ToCommand());
        return batch;
    }
}
