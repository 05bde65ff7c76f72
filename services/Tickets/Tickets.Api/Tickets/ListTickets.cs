using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <param name="Counts">How many tickets each status would show, the rest of the filter staying as it is.</param>
internal sealed record TicketPage(IReadOnlyList<TicketView> Items, string? NextCursor, StatusCounts Counts);

internal sealed record StatusCounts(int Open, int InProgress, int Resolved, int Closed);

internal sealed class StatusCount
{
    public required TicketStatus Status { get; init; }
    public required int Count { get; init; }
}

/// <summary>The seller's queue over all its connections or one of them, and the buyer's own tickets. Newest first.</summary>
internal static class ListTickets
{
    public static async Task<Results<Ok<TicketPage>, ProblemHttpResult>> Handle(
        [AsParameters] TicketFilter filter, [AsParameters] PageQuery page, Caller caller, TicketsDb db, CancellationToken cancellationToken)
    {
        if (filter.Check().Refused(out var refusal))
        {
            return Problems.Of(refusal);
        }

        var found = await filter.Apply(db.Tickets.AsNoTracking(), caller).ToPageAsync(page, row => row.Id, TicketView.From(db), cancellationToken);
        var counted = await Count(filter.OfAnyStatus(db.Tickets.AsNoTracking(), caller)).ToListAsync(cancellationToken);
        var counts = counted.GroupBy(count => count.Status).ToDictionary(group => group.Key, group => group.Sum(count => count.Count));
        return TypedResults.Ok(new TicketPage(found.Items, found.NextCursor, new StatusCounts(
            Open: counts.GetValueOrDefault(TicketStatus.Open),
            InProgress: counts.GetValueOrDefault(TicketStatus.InProgress),
            Resolved: counts.GetValueOrDefault(TicketStatus.Resolved),
            Closed: counts.GetValueOrDefault(TicketStatus.Closed))));
    }

    /// <summary>Each range is counted by itself, in one round trip.</summary>
    internal static IQueryable<StatusCount> Count(IEnumerable<IQueryable<TicketRow>> ranges) => ranges
        .Select(range => range.GroupBy(row => row.Status).Select(group => new StatusCount { Status = group.Key, Count = group.Count() }))
        .Aggregate(Queryable.Concat);
}
