using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <param name="Total">In every status.</param>
/// <param name="ByStatus">Every status that occurs.</param>
internal sealed record SubscriptionCounts(long Total, IReadOnlyList<StatusCount> ByStatus)
{
    public static async Task<SubscriptionCounts> Of(CountedSubscriptions counted, CancellationToken cancellationToken)
    {
        var counts = await counted.ByStatus.ToListAsync(cancellationToken);
        counts.RemoveAll(count => count.Count == 0);
        return new SubscriptionCounts(counts.Sum(count => count.Count), [.. counts.OrderBy(count => count.Status)]);
    }
}

internal sealed record StatusCount(SubscriptionStatus Status, long Count);

internal sealed record CountedSubscriptions(IQueryable<StatusCount> ByStatus)
{
    /// <summary>Reads every row.</summary>
    public static CountedSubscriptions Of(IQueryable<SubscriptionRow> rows) =>
        new(rows.GroupBy(row => row.Status).Select(group => new StatusCount(group.Key, group.LongCount())));

    /// <summary>Reads a few, however many there are.</summary>
    public static CountedSubscriptions Of(IQueryable<SubscriptionCountRow> counts) =>
        new(counts.GroupBy(row => row.Status).Select(group => new StatusCount(group.Key, group.Sum(row => row.Count))));
}

/// <summary>How many there are in each status: the same filter as the list's, whatever status it names.</summary>
internal static class CountSubscriptions
{
    public static async Task<Results<Ok<SubscriptionCounts>, ProblemHttpResult>> Handle(
        [AsParameters] SubscriptionFilter filter, Caller caller, StorefrontDb db, CancellationToken cancellationToken) =>
        filter.Count(db, caller).IsRefused(out var refusal, out var wanted)
            ? Problems.Of(refusal)
            : TypedResults.Ok(await SubscriptionCounts.Of(wanted, cancellationToken));
}
