using ServiceDefaults.Time;
using Tickets.Api.Escalations;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Domain;

namespace Tickets.Api.Jobs;

/// <summary>A ticket that stayed resolved for <see cref="TicketLifecycle.QuietPeriod"/> of realm time closes.</summary>
internal sealed class CloseResolvedTicket(TicketsDb db) : IDueWork
{
    public static string Kind => "close-resolved-ticket";

    public static string KeyOf(Guid ticketId) => ticketId.ToString();

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var linked = await LinkedTickets.Lock(db, Guid.Parse(item.Key), cancellationToken)
            ?? throw new InvalidOperationException($"Ticket {item.Key} is gone.");
        if (TicketLifecycle.Table.Next(linked.Ticket.Status, TicketAction.Expire, Party.Clock).IsRefused(out _, out var next))
        {
            // Somebody moved it in the instant in which it fell due.
            return;
        }

        await linked.ChangeStatus(db, next, new Change(item.DueAt), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
