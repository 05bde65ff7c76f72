namespace Tickets.Contracts.V1;

/// <summary>A ticket was opened; it is already assigned if its connection had a Support Owner.</summary>
public sealed record TicketCreated(Ticket Ticket);

/// <summary>Status, priority or assignee changed, by a person, by the clock or by late news of the Support Owner.</summary>
public sealed record TicketChanged(Ticket Ticket);

/// <summary>A public comment was added.</summary>
public sealed record TicketCommented(Ticket Ticket, TicketComment Comment);
