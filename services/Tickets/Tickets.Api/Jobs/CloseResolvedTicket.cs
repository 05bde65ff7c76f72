using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;
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
        var id = Guid.Parse(item.Key);
        var ticket = await db.Tickets.SingleAsync(row => row.Id == id, cancellationToken);
        if (TicketLifecycle.Table.Next(ticket.Status, TicketAction.Expire, Party.Clock).IsRefused(out _, out var next))
        {
            // Somebody moved it in the instant in which it fell due.
            return;
        }

        db.ChangeStatus(ticket, next, new Change(item.DueAt));
        await db.SaveChangesAsync(cancellationToken);
    }
}
