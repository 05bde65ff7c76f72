using Billing.Api.Connections;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Primitives;

namespace Billing.Api.Requests;

/// <summary>An ended connection is read, paid and credited, and nothing is proposed, decided or taken back on it: what was undecided expires.</summary>
internal static class EndedConnection
{
    public static readonly Refusal Refusal = new("connection_ended", "Nothing changes on an ended connection.");

    /// <summary>Null unless the request's connection has ended.</summary>
    public static async Task<Refusal?> RefuseOnceEnded(this BillingDb db, Request request, CancellationToken cancellationToken) =>
        await db.Connections.AnyAsync(row => row.Id == request.ConnectionId && row.Status == ConnectionStatus.Ended, cancellationToken) ? Refusal : null;
}
