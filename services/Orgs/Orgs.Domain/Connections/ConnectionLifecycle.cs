using Primitives;

namespace Orgs.Domain.Connections;

public enum ConnectionStatus
{
    Pending,
    Active,
    Suspended,

    /// <summary>Both parties keep reading, paying and crediting; every other write is refused.</summary>
    Ended,
}

public enum ConnectionAction
{
    Accept,
    Decline,
    Withdraw,
    Suspend,
    Restore,
    End,
}

public enum ConnectionActor
{
    Seller,
    Buyer,

    /// <summary>The platform itself, for invoices that were not paid, or were at last.</summary>
    Dunning,
}

/// <summary>The connection's state table, and what must hold besides.</summary>
public static class ConnectionLifecycle
{
    public static readonly Lifecycle<ConnectionStatus, ConnectionAction, ConnectionActor> Table = new("Connection",
    [
        (ConnectionStatus.Pending, ConnectionAction.Accept, ConnectionActor.Buyer, ConnectionStatus.Active),
        (ConnectionStatus.Pending, ConnectionAction.Decline, ConnectionActor.Buyer, ConnectionStatus.Ended),
        (ConnectionStatus.Pending, ConnectionAction.Withdraw, ConnectionActor.Seller, ConnectionStatus.Ended),
        (ConnectionStatus.Active, ConnectionAction.Suspend, ConnectionActor.Seller, ConnectionStatus.Suspended),
        (ConnectionStatus.Active, ConnectionAction.Suspend, ConnectionActor.Dunning, ConnectionStatus.Suspended),
        (ConnectionStatus.Suspended, ConnectionAction.Restore, ConnectionActor.Seller, ConnectionStatus.Active),
        (ConnectionStatus.Suspended, ConnectionAction.Restore, ConnectionActor.Dunning, ConnectionStatus.Active),
        (ConnectionStatus.Active, ConnectionAction.End, ConnectionActor.Seller, ConnectionStatus.Ended),
        (ConnectionStatus.Active, ConnectionAction.End, ConnectionActor.Buyer, ConnectionStatus.Ended),
        (ConnectionStatus.Suspended, ConnectionAction.End, ConnectionActor.Seller, ConnectionStatus.Ended),
        (ConnectionStatus.Suspended, ConnectionAction.End, ConnectionActor.Buyer, ConnectionStatus.Ended),
    ]);

    /// <summary>The next status, by the table and by what is still open on the connection.</summary>
    /// <param name="liveSubscriptions">Subscriptions of the connection that are not cancelled.</param>
    /// <param name="overdueInvoices">Invoices of the connection that are past due.</param>
    public static Result<ConnectionStatus> Next(
        ConnectionStatus from, ConnectionAction action, ConnectionActor actor, int liveSubscriptions, int overdueInvoices)
    {
        var next = Table.Next(from, action, actor);
        if (next.Refusal is not null)
        {
            return next;
        }

        return action switch
        {
            ConnectionAction.End when liveSubscriptions > 0 =>
                new Refusal("connection_has_live_subscriptions", $"{liveSubscriptions} subscriptions of this connection are not cancelled."),
            ConnectionAction.Restore when overdueInvoices > 0 =>
                new Refusal("connection_has_arrears", $"{overdueInvoices} invoices of this connection are overdue."),
            _ => next,
        };
    }

    /// <summary>Whether the connection's own terms and owners may still be written.</summary>
    public static Result<ConnectionStatus> RequireOpen(ConnectionStatus status) =>
        status == ConnectionStatus.Ended ? new Refusal("connection_ended", "This connection has ended; it can only be read.") : status;
}
