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
    public static async Task<SubscriptionCounts> Of(IQueryable<SubscriptionRow> rows, CancellationToken cancellationToken)
    {
        var counts = await rows.GroupBy(row => row.Status)
            .Select(group => new StatusCount(group.Key, group.LongCount())).ToListAsync(cancellationToken);
        return new SubscriptionCounts(counts.Sum(count => count.Count), [.. counts.OrderBy(count => count.Status)]);
    }
}

internal sealed record StatusCount(SubscriptionStatus Status, long Count);

/// <summary>How many there are in each status: the same filter as the list's, whatever status it names.</summary>
internal static class CountSubscriptions
{
    public static async Task<Results<Ok<SubscriptionCounts>, ProblemHttpResult>> Handle(
        [AsParameters] SubscriptionFilter filter, Caller caller, StorefrontDb db, CancellationToken cancellationToken) =>
        filter.InEveryStatus(db, caller).IsRefused(out var refusal, out var wanted)
            ? Problems.Of(refusal)
            : TypedResults.Ok(await SubscriptionCounts.Of(wanted.Rows, cancellationToken));
}
