using System.Collections.Concurrent;
using System.Diagnostics;
using Library.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Tests.Web;

/// <summary>Reads a row in reaction to an event, and remembers in which trace it did.</summary>
public sealed class NoticeBookWhenAdded(ShelfDb db, NoticedBooks noticed) : IReaction<BookAdded>
{
    public async Task React(BookAdded fact, EventContext context, CancellationToken cancellationToken)
    {
        await db.Books.SingleAsync(book => book.Id == fact.Id, cancellationToken);
        noticed.Traces[fact.Title] = Activity.Current?.TraceId ?? default;
    }
}

public sealed class NoticedBooks
{
    public ConcurrentDictionary<string, ActivityTraceId> Traces { get; } = new(StringComparer.Ordinal);
}
