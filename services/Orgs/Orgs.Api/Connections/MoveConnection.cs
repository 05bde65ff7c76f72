using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Connections;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Connection = Orgs.Api.Storage.Connection;

namespace Orgs.Api.Connections;

/// <param name="Reason">Shown to both parties and kept in the audit.</param>
internal sealed record ReasonBody(string Reason);

/// <summary>Every transition of a connection; the state table decides which of the two parties may do it now.</summary>
internal static class MoveConnection
{
    public static Delegate To(ConnectionAction action) =>
        (Guid id, Caller caller, IfMatch ifMatch, OrgsDb db, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken) =>
            Handle(id, action, reason: null, caller, ifMatch, db, clock, audit, cancellationToken);

    public static Delegate WithReason(ConnectionAction action) =>
        (Guid id, ReasonBody body, Caller caller, IfMatch ifMatch, OrgsDb db, RealmClock clock, AuditTrail audit, CancellationToken cancellationToken) =>
            Handle(id, action, body.Reason, caller, ifMatch, db, clock, audit, cancellationToken);

    private static async Task<Results<Ok<ConnectionView>, ProblemHttpResult>> Handle(
        Guid id,
        ConnectionAction action,
        string? reason,
        Caller caller,
        IfMatch ifMatch,
        OrgsDb db,
        RealmClock clock,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (reason is not null && new FieldChecks().Text("reason", reason, max: 500).Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        if ((await db.LoadAsync(id, ifMatch, cancellationToken)).IsRefused(out refusal, out var connection))
        {
            return Problems.Of(refusal);
        }

        var actor = connection.SideOf(caller) == ConnectionSide.Seller ? ConnectionActor.Seller : ConnectionActor.Buyer;
        var live = await db.ConnectionSubscriptions.CountAsync(row => row.ConnectionId == id && row.IsLive, cancellationToken);
        var overdue = await db.ConnectionInvoices.CountAsync(row => row.ConnectionId == id && row.IsOverdue, cancellationToken);
        if (ConnectionLifecycle.Next(connection.Status, action, actor, live, overdue).IsRefused(out refusal, out var next))
        {
            return Problems.Of(refusal);
        }

        var before = connection.ToFact();
        connection.Status = next;
        connection.StatusReason = reason;
        connection.Version++;
        Emit(db, connection, action, clock.Now);
        audit.Record($"{Spelling.Of(action)}-connection", "connection", id, before, connection.ToFact(), reason);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(await db.ViewAsync(id, caller, cancellationToken));
    }

    private static void Emit(OrgsDb db, Connection connection, ConnectionAction action, DateTimeOffset now)
    {
        var fact = connection.ToFact();
        switch (action)
        {
            case ConnectionAction.Accept:
                db.Emit(new ConnectionActivated(fact), connection.Id, connection.Version, now);
                break;
            case ConnectionAction.Suspend:
                db.Emit(new ConnectionSuspended(fact), connection.Id, connection.Version, now);
                break;
            case ConnectionAction.Restore:
                db.Emit(new ConnectionRestored(fact), connection.Id, connection.Version, now);
                break;
            case ConnectionAction.Decline or ConnectionAction.Withdraw or ConnectionAction.End:
                db.Emit(new ConnectionEnded(fact), connection.Id, connection.Version, now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "An action without an event.");
        }
    }
}
