namespace Tickets.Domain;

public enum TicketStatus
{
    Open,
    InProgress,
    Resolved,
    Closed,
}

public enum TicketPriority
{
    Low,
    Medium,
    High,
}
