using Primitives;

namespace Tickets.Domain;

public enum ConnectionStatus
{
    Pending,
    Active,
    Suspended,
    Ended,
}

public enum ConnectionKind
{
    /// <summary>Orgs' own: a seller and its customer.</summary>
    Commercial,

    /// <summary>From the operator to whoever escalates to it, however many sellers stand between. Made here at the first escalation; it bills nothing and nobody else knows it.</summary>
    Support,
}

/// <summary>What a connection's state means for its tickets.</summary>
public static class Connections
{
    /// <summary>Null when tickets of a connection in this state can be opened and changed. A suspended one can: that is when help is needed.</summary>
    public static Refusal? RefuseWrite(ConnectionStatus status) => status switch
    {
        ConnectionStatus.Ended => new Refusal("connection_ended", "The connection has ended: its tickets can be read, not changed."),
        ConnectionStatus.Pending => new Refusal("connection_pending", "The connection has not been accepted yet."),
        _ => null,
    };

    /// <summary>As <see cref="RefuseWrite"/>, for a ticket that somebody opens: on a support connection they come by escalation alone.</summary>
    public static Refusal? RefuseNewTicket(ConnectionStatus status, ConnectionKind kind) =>
        kind == ConnectionKind.Support
            ? new Refusal("support_connection", "This connection carries escalated tickets only.")
            : RefuseWrite(status);

    /// <summary>The connection a new ticket belongs to when the caller named none: its only one that has not ended.</summary>
    public static Result<Guid> OnlyOne(IReadOnlyCollection<(Guid Id, ConnectionStatus Status)> own)
    {
        var open = own.Where(connection => connection.Status != ConnectionStatus.Ended).Select(connection => connection.Id).Take(2).ToList();
        return open switch
        {
            [var only] => only,
            [] => new Refusal("no_connection", "Your organisation has no connection that a ticket could belong to."),
            _ => Refusal.Invalid("connectionId", "connection_required", "Your organisation has several connections: say which one the ticket belongs to."),
        };
    }
}
