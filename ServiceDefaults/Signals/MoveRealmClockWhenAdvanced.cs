using ServiceDefaults.Messaging;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Signals;

/// <summary>Moves the sandbox's clock here and leaves the round to <see cref="Time.RealmClockDrain"/>: it may take long, and a message must not.</summary>
internal sealed class MoveRealmClockWhenAdvanced(SqlSession sql) : IReaction<RealmClockAdvanced>
{
    public async Task React(RealmClockAdvanced fact, EventContext context, CancellationToken cancellationToken)
    {
        // A clock never goes back, and a signal that comes late changes nothing. A new job counts events from now on, not from the realm's beginning.
        var moved = await sql.Scalar<bool?>(
            $"""
            WITH known AS (SELECT ahead_by FROM platform.realm_clock WHERE realm_id = {fact.RealmId}),
            begun AS (
                INSERT INTO platform.realm_clock AS c (realm_id, ahead_by, job_id, round, target, draining, seen_outbox_id)
                VALUES ({fact.RealmId}, {fact.Offset}, {fact.JobId}, {fact.Round}, {fact.Target}, true, (SELECT coalesce(max(id), 0) FROM platform.outbox))
                ON CONFLICT (realm_id) DO UPDATE
                SET ahead_by = greatest(c.ahead_by, excluded.ahead_by), job_id = excluded.job_id, round = excluded.round, target = excluded.target, draining = true,
                    seen_outbox_id = CASE WHEN c.job_id = excluded.job_id THEN c.seen_outbox_id ELSE excluded.seen_outbox_id END
                WHERE excluded.target >= c.target AND (excluded.job_id <> c.job_id OR excluded.round > c.round)
                RETURNING ahead_by)
            SELECT begun.ahead_by IS DISTINCT FROM known.ahead_by FROM begun LEFT JOIN known ON true
            """,
            cancellationToken);

        // Every replica has to know a clock that has moved before the round is answered. Of another round with the same clock only the one need know that drains it.
        if (moved is true)
            await PlatformNotifications.Notify(sql, cancellationToken);
        else if (moved is false)
            sql.WakeAfterCommit(Wake.Drain);
    }
}
