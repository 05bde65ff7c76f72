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

        var tickets = filter.Apply(db.Tickets.AsNoTracking(), caller);

        var found = await filter.OfStatus(tickets).ToPageAsync(page, row => row.Id, TicketView.From(db), cancellationToken);
        var counts = await tickets.GroupBy(row => row.Status)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);

        return TypedResults.Ok(new TicketPage(found.Items, found.NextCursor, new StatusCounts(
            Open: counts.GetValueOrDefault(TicketStatus.Open),
            InProgress: counts.GetValueOrDefault(TicketStatus.InProgress),
            Resolved: counts.GetValueOrDefault(TicketStatus.Resolved),
            Closed: counts.GetValueOrDefault(TicketStatus.Closed))));
    }
}
