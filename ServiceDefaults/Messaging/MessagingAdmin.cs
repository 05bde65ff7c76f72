using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Web;

namespace ServiceDefaults.Messaging;

/// <summary>What waits to be sent, and the log as a whole.</summary>
/// <param name="OldestWaiting">When the oldest waiting event was written; null if none waits.</param>
public sealed record OutboxState(long Waiting, DateTimeOffset? OldestWaiting, long LastId);

/// <param name="Queue">Null for every queue of the service.</param>
/// <param name="MessageIds">Null for every message.</param>
public sealed record RedriveRequest(string? Queue, IReadOnlyList<Guid>? MessageIds);

public sealed record Redriven(int Count);

public sealed record ReplayAccepted(Guid Id);

/// <summary>What an operator does when messages went wrong. Maps the same operations into every service.</summary>
public static class MessagingAdmin
{
    private const int ShownLetters = 20;

    /// <param name="group">The service's admin routes, such as <c>/api/billing/v1/admin</c>.</param>
    /// <param name="service">Makes the operation ids unique in the platform's document.</param>
    public static void MapMessagingAdmin(this RouteGroupBuilder group, string service)
    {
        group.MapGet("/dead-letters", ListDeadLetters).Named($"list-{service}-dead-letters").AllowLiveOperator(Role.SuperAdmin);
        group.MapPost("/dead-letters/redrive", Redrive).Named($"redrive-{service}-dead-letters").AllowLiveOperator(Role.SuperAdmin);
        group.MapGet("/outbox", ShowOutbox).Named($"show-{service}-outbox").AllowLiveOperator(Role.SuperAdmin);
        group.MapPost("/events/replay", Replay).Named($"replay-{service}-events").AllowLiveOperator(Role.SuperAdmin);
        group.MapPost("/read-models/{reaction}/rebuild", Rebuild).Named($"rebuild-{service}-read-model").AllowLiveOperator(Role.SuperAdmin);
    }

    private static async Task<Ok<IReadOnlyList<DeadLetterQueue>>> ListDeadLetters(DeadLetters letters, CancellationToken cancellationToken) =>
        TypedResults.Ok(await letters.List(ShownLetters, cancellationToken));

    private static async Task<Ok<Redriven>> Redrive(RedriveRequest body, DeadLetters letters, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Redriven(await letters.Redrive(body.Queue, body.MessageIds?.ToHashSet(), cancellationToken)));

    private static async Task<Ok<OutboxState>> ShowOutbox(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT count(*), min(written_at), (SELECT coalesce(max(id), 0) FROM platform.outbox) FROM platform.outbox WHERE published_at IS NULL");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return TypedResults.Ok(new OutboxState(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1), row.GetInt64(2)));
    }

    private static async Task<Results<Accepted<ReplayAccepted>, ProblemHttpResult>> Replay(
        ReplayRequest body, NpgsqlDataSource database, Wakes wakes, CancellationToken cancellationToken)
    {
        if (ReplayRequests.Check(body) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var id = await ReplayRequests.Add(database, body, cancellationToken);
        wakes.Raise(Wake.Replay);
        return TypedResults.Accepted((string?)null, new ReplayAccepted(id));
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> Rebuild(string reaction, ReactionHistory history, CancellationToken cancellationToken) =>
        await history.Rebuild(reaction, cancellationToken) ? TypedResults.Accepted((string?)null) : Problems.NotFound("reaction");
}
