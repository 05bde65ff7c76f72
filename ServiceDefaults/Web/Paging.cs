using System.Buffers.Text;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>Keyset paging: a page starts where the last one ended, so rows that are added meanwhile neither repeat nor hide any.</summary>
public static class Paging
{
    private const byte CursorFormat = 1;
    private const int CursorBytes = 17;

    /// <summary>Newest first by UUIDv7 id. A wrong limit or cursor is answered with 400 <c>out_of_range</c> or <c>bad_cursor</c>.</summary>
    /// <param name="id">The row's id, the order of the list.</param>
    /// <param name="view">What the caller sees of a row; translated to SQL.</param>
    public static async Task<Page<TView>> ToPageAsync<TRow, TView>(
        this IQueryable<TRow> rows,
        PageQuery page,
        Expression<Func<TRow, Guid>> id,
        Expression<Func<TRow, TView>> view,
        CancellationToken cancellationToken)
        where TRow : class
    {
        var limit = LimitOf(page);
        var found = await After(rows, page, id, oldestFirst: false)
            .OrderByDescending(id)
            .Select(Paged(id, view))
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        return PageOf(found, limit);
    }

    /// <summary>
    /// As for one query, of rows in several ranges without a common row: each is read in the order of its own index, and only a page of each. One query
    /// with "or" would have to read and sort them all.
    /// </summary>
    public static Task<Page<TView>> ToPageAsync<TRow, TView>(
        this IReadOnlyList<IQueryable<TRow>> ranges,
        PageQuery page,
        Expression<Func<TRow, Guid>> id,
        Expression<Func<TRow, TView>> view,
        CancellationToken cancellationToken)
        where TRow : class => ranges.ToPageAsync(page, id, view, oldestFirst: false, cancellationToken);

    /// <summary>As above, from either end. A cursor goes on from its row in whichever direction it is given back.</summary>
    public static async Task<Page<TView>> ToPageAsync<TRow, TView>(
        this IReadOnlyList<IQueryable<TRow>> ranges,
        PageQuery page,
        Expression<Func<TRow, Guid>> id,
        Expression<Func<TRow, TView>> view,
        bool oldestFirst,
        CancellationToken cancellationToken)
        where TRow : class
    {
        var limit = LimitOf(page);
        var found = await ranges
            .Select(rows => (IQueryable<TRow>)InOrder(After(rows, page, id, oldestFirst), id, oldestFirst).Take(limit + 1))
            .Aggregate(Queryable.Concat)
            .InOrder(id, oldestFirst)
            .Select(Paged(id, view))
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        return PageOf(found, limit);
    }

    private static IOrderedQueryable<TRow> InOrder<TRow>(this IQueryable<TRow> rows, Expression<Func<TRow, Guid>> id, bool oldestFirst) =>
        oldestFirst ? rows.OrderBy(id) : rows.OrderByDescending(id);

    private static int LimitOf(PageQuery page)
    {
        var limit = page.Limit ?? PageQuery.DefaultLimit;
        return limit is >= 1 and <= PageQuery.MaxLimit
            ? limit
            : throw new RefusedException(Refusal.Invalid("limit", "out_of_range", $"It must be between 1 and {PageQuery.MaxLimit}."));
    }

    private static IQueryable<TRow> After<TRow>(IQueryable<TRow> rows, PageQuery page, Expression<Func<TRow, Guid>> id, bool oldestFirst) =>
        page.Cursor is { Length: > 0 } cursor ? rows.Where(Beyond(id, Read(cursor), oldestFirst)) : rows;

    private static Page<TView> PageOf<TView>(List<PagedRow<TView>> found, int limit)
    {
        var next = found.Count > limit ? Write(found[limit - 1].Id) : null;
        return new Page<TView>(found.Take(limit).Select(row => row.View).ToList(), next);
    }

    private static Expression<Func<TRow, bool>> Beyond<TRow>(Expression<Func<TRow, Guid>> id, Guid last, bool oldestFirst)
    {
        // Read through a captured variable, so that EF makes it a parameter and the plan is cached.
        Expression<Func<Guid>> parameter = () => last;
        var beyond = oldestFirst ? Expression.GreaterThan(id.Body, parameter.Body) : Expression.LessThan(id.Body, parameter.Body);
        return Expression.Lambda<Func<TRow, bool>>(beyond, id.Parameters);
    }

    private static Expression<Func<TRow, PagedRow<TView>>> Paged<TRow, TView>(Expression<Func<TRow, Guid>> id, Expression<Func<TRow, TView>> view)
    {
        var row = view.Parameters[0];
        var rowId = new ParameterReplacement(id.Parameters[0], row).Visit(id.Body);
        var constructor = typeof(PagedRow<TView>).GetConstructors()[0];
        return Expression.Lambda<Func<TRow, PagedRow<TView>>>(Expression.New(constructor, rowId, view.Body), row);
    }

    private static string Write(Guid last)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        bytes[0] = CursorFormat;
        last.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    private static Guid Read(string cursor)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        if (!Base64Url.IsValid(cursor, out var length) || length != CursorBytes || !Base64Url.TryDecodeFromChars(cursor, bytes, out _) || bytes[0] != CursorFormat)
        {
            throw new RefusedException(Refusal.Invalid("cursor", "bad_cursor", "It is no cursor of this list."));
        }

        return new Guid(bytes[1..], bigEndian: true);
    }

    private sealed record PagedRow<TView>(Guid Id, TView View);

    private sealed class ParameterReplacement(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
