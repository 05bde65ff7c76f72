using Billing.Api.Invoices;
using ServiceDefaults.Time;

namespace Billing.Api.Subscriptions;

/// <summary>Carries out what was agreed on and invoices what it costs at once. The caller saves.</summary>
internal sealed class AgreedChanges(IssueInvoice issue, RealmClock clock)
{
    /// <returns>The subscription's id.</returns>
    public async Task<Guid> CarryOut(AgreedChange agreed, CancellationToken cancellationToken)
    {
        var done = await agreed.CarryOut(cancellationToken);
        await Invoice(done.Lines, order: null, cancellationToken);
        return done.SubscriptionId;
    }

    /// <summary>Everything of one edge together: at most one invoice for each type.</summary>
    /// <param name="lines">Of several changes, or of one.</param>
    /// <param name="order">Where they come from: its connection's invoices carry its number, which is nobody's business above.</param>
    public async Task Invoice(IEnumerable<Billable> lines, (Guid ConnectionId, string Number)? order, CancellationToken cancellationToken)
    {
        // In the order of the sellers, as a bill run locks their counters: two who invoice the same edges wait for each other and not both.
        var edges = lines
            .GroupBy(line => (line.Schedule.SellerId, line.Schedule.ConnectionId))
            .OrderBy(edge => edge.Key.SellerId)
            .ThenBy(edge => edge.Key.ConnectionId);
        foreach (var edge in edges)
        {
            var number = order is { } placed && placed.ConnectionId == edge.Key.ConnectionId ? placed.Number : null;
            await issue.Run(edge.Key.ConnectionId, [.. edge], clock.Now, number, cancellationToken);
        }
    }
}
