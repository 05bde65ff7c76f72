namespace Tickets.Contracts.V1;

/// <summary>A ticket was opened; it is already assigned if its connection had a Support Owner.</summary>
public sealed record TicketCreated(Ticket Ticket);

/// <summary>Status, priority or assignee changed, by a person, by the clock, by late news of the Support Owner or through an escalation; or a file was attached to a public comment.</summary>
public sealed record TicketChanged(Ticket Ticket);

/// <summary>A public comment was added.</summary>
public sealed record TicketCommented(Ticket Ticket, TicketComment Comment);

/// <summary>A seller took a ticket to the realm's operator; the twin was opened with it. Not for the customer whose ticket it is.</summary>
public sealed record TicketEscalated(Escalation Escalation);

/// <summary>Either side ended an escalation; the twin closed with it, the ticket itself goes on.</summary>
public sealed record TicketDeescalated(Escalation Escalation);
