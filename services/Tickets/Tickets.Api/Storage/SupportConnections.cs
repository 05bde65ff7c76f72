using Microsoft.EntityFrameworkCore;

namespace Tickets.Api.Storage;

internal static class SupportConnections
{
    /// <summary>The one support connection from the operator to an organisation; the first escalation makes it. Two at once get the same.</summary>
    public static async Task<Guid> SupportConnection(this TicketsDb db, Guid realmId, Guid operatorId, Guid organizationId, CancellationToken cancellationToken)
    {
        var ids = await db.Database.SqlQuery<Guid>(
            $"""
            INSERT INTO connection (id, realm_id, seller_id, buyer_id, status, kind, version) VALUES ({Guid.CreateVersion7()}, {realmId}, {operatorId}, {organizationId}, 'Active', 'Support', 1)
            ON CONFLICT (seller_id, buyer_id) WHERE kind = 'Support' DO UPDATE SET kind = excluded.kind
            RETURNING id
            """).ToListAsync(cancellationToken);
        return ids[0];
    }
}
