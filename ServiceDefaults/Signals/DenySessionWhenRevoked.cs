using ServiceDefaults.Messaging;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Signals;

/// <summary>Keeps a revoked session where every replica of this service reads it, and forgets those that have expired.</summary>
internal sealed class DenySessionWhenRevoked(SqlSession sql) : IReaction<SessionRevoked>
{
    public async Task React(SessionRevoked fact, EventContext context, CancellationToken cancellationToken)
    {
        await sql.Execute($"DELETE FROM platform.denied_session WHERE until < clock_timestamp()", cancellationToken);
        await sql.Execute(
            $"""
            INSERT INTO platform.denied_session AS d (session_id, until) VALUES ({fact.SessionId}, {fact.Until})
            ON CONFLICT (session_id) DO UPDATE SET until = greatest(d.until, excluded.until)
            """,
            cancellationToken);
        await PlatformNotifications.Notify(sql, cancellationToken);
    }
}
