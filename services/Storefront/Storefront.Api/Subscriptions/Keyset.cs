using System.Buffers.Text;
using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Web;

namespace Storefront.Api.Subscriptions;

/// <summary>The place in an ordered list after which its next page begins: the last row's value and id, and which order they are a place in.</summary>
internal sealed record KeysetCursor(string Order, string Value, Guid Id)
{
    private static readonly Refusal Bad = Refusal.Invalid("cursor", "bad_cursor", "It is no cursor of this list in this order.");

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary><c>bad_cursor</c> if it is none, or one of another order.</summary>
    public static Result<KeysetCursor> Read(string text, string order)
    {
        try
        {
            return JsonSerializer.Deserialize<KeysetCursor>(Base64Url.DecodeFromChars(text)) is { Value: not null } cursor && cursor.Order == order ? cursor : Bad;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return Bad;
        }
    }

    /// <summary><c>bad_cursor</c> if its value is none of that type.</summary>
    public Result<TKey> As<TKey>()
        where TKey : IParsable<TKey> => TKey.TryParse(Value, CultureInfo.InvariantCulture, out var value) ? value : Bad;
}

/// <summary>An order of rows in which a page can begin after any row: by a value and, among equal ones, by id. The database compares both at once, by an index.</summary>
internal static class Keyset
{
    /// <summary><c>out_of_range</c> if it is none of a page.</summary>
    public static Result<int> LimitOf(PageQuery page)
    {
        var limit = page.Limit ?? PageQuery.DefaultLimit;
        return limit is >= 1 and <= PageQuery.MaxLimit ? limit : Refusal.Invalid("limit", "out_of_range", $"It must be between 1 and {PageQuery.MaxLimit}.");
    }

    /// <param name="place">The value and the id: <c>row => ValueTuple.Create(row.Name, row.Id)</c>.</param>
    public static IQueryable<TRow> InOrder<TRow, TKey, TId>(this IQueryable<TRow> rows, Expression<Func<TRow, ValueTuple<TKey, TId>>> place, bool descending)
    {
        var (key, id) = (Part<TRow, TKey, TKey, TId>(place, 0), Part<TRow, TId, TKey, TId>(place, 1));
        return descending ? rows.OrderByDescending(key).ThenByDescending(id) : rows.OrderBy(key).ThenBy(id);
    }

    public static IQueryable<TRow> After<TRow, TKey, TId>(
        this IQueryable<TRow> rows, Expression<Func<TRow, ValueTuple<TKey, TId>>> place, bool descending, TKey lastKey, TId lastId)
    {
        // Read through captured variables, so that EF makes them parameters and the plan is cached.
        Expression<Func<ValueTuple<TKey, TId>>> last = () => ValueTuple.Create(lastKey, lastId);
        var compare = descending ? nameof(NpgsqlDbFunctionsExtensions.LessThan) : nameof(NpgsqlDbFunctionsExtensions.GreaterThan);
        var isAfter = Expression.Call(
            typeof(NpgsqlDbFunctionsExtensions),
            compare,
            typeArguments: null,
            Expression.Property(null, typeof(EF), nameof(EF.Functions)),
            Expression.Convert(place.Body, typeof(ITuple)),
            Expression.Convert(last.Body, typeof(ITuple)));
        return rows.Where(Expression.Lambda<Func<TRow, bool>>(isAfter, place.Parameters));
    }

    private static Expression<Func<TRow, TPart>> Part<TRow, TPart, TKey, TId>(Expression<Func<TRow, ValueTuple<TKey, TId>>> place, int index) =>
        Expression.Lambda<Func<TRow, TPart>>(((MethodCallExpression)place.Body).Arguments[index], place.Parameters);
}
