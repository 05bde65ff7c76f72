using Microsoft.EntityFrameworkCore;

namespace Tickets.Api.Storage;

internal static class TicketNumbers
{
    /// <summary>The seller's next number. The row's lock keeps two tickets apart; one that is never saved leaves a gap or none, and either is fine.</summary>
    public static async Task<long> NextTicketNumber(this TicketsDb db, Guid sellerId, CancellationToken cancellationToken)
    {
        var numbers = await db.Database.SqlQuery<long>(
            $"""
            INSERT INTO ticket_counter AS counter (seller_id, last_number) VALUES ({sellerId}, 1)
            ON CONFLICT (seller_id) DO UPDATE SET last_number = counter.last_number + 1
            RETURNING last_number
            """).ToListAsync(cancellationToken);
        return numbers[0];
    }
}
