using System.ComponentModel;
using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using Primitives;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

internal enum SubscriptionSort
{
    BoughtAt,
    Name,
    Status,
    Quantity,

    /// <summary>Those with nothing scheduled last.</summary>
    NextChange,
}

internal enum SortDirection
{
    Ascending,
    Descending,
}

/// <summary>The order of a list, and which part of it is wanted. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record SubscriptionOrder(
    [property: Description("boughtAt if left out.")] OneOf<SubscriptionSort>? Sort = null,
    [property: Description("If left out: descending by boughtAt, ascending by anything else.")] OneOf<SortDirection>? Direction = null)
{
    private SubscriptionSort By => Sort?.Value ?? SubscriptionSort.BoughtAt;

    private bool IsDescending => (Direction?.Value ?? (By == SubscriptionSort.BoughtAt ? SortDirection.Descending : SortDirection.Ascending)) == SortDirection.Descending;

    /// <summary>The whole list in this order.</summary>
    public IQueryable<SubscriptionRow> Of(IQueryable<SubscriptionRow> rows) => By switch
    {
        SubscriptionSort.Name => rows.InOrder(ByName, IsDescending),
        SubscriptionSort.Status => rows.InOrder(ByStatus, IsDescending),
        SubscriptionSort.Quantity => rows.InOrder(ByQuantity, IsDescending),
        SubscriptionSort.NextChange => rows.InOrder(ByNextChange, IsDescending),
        _ => rows.InOrder(ByPurchase, IsDescending),
    };

    /// <summary>One page of it, with one row more where another page follows.</summary>
    public Result<FilteredSubscriptions> Page(IQueryable<SubscriptionRow> rows, int limit, string? cursor)
    {
        if (cursor is not { Length: > 0 })
        {
            return new FilteredSubscriptions(Of(rows).Take(limit + 1));
        }

        if (KeysetCursor.Read(cursor, Name).IsRefused(out var refusal, out var last) || After(rows, last).IsRefused(out refusal, out var rest))
        {
            return refusal;
        }

        return new FilteredSubscriptions(Of(rest.Rows).Take(limit + 1));
    }

    /// <summary>Where the page after this row begins.</summary>
    public string CursorAt(SubscriptionView row) => new KeysetCursor(
        Name,
        By switch
        {
            SubscriptionSort.Name => row.Name,
            SubscriptionSort.Status => JsonNamingPolicy.CamelCase.ConvertName(row.Status.ToString()),
            SubscriptionSort.Quantity => row.Quantity.ToString(CultureInfo.InvariantCulture),
            SubscriptionSort.NextChange => (row.ScheduledChange?.On ?? DateOnly.MaxValue).ToString("O", CultureInfo.InvariantCulture),
            _ => row.BoughtAt.ToString("O", CultureInfo.InvariantCulture),
        },
        row.Id).Write();

    private static readonly Expression<Func<SubscriptionRow, ValueTuple<string, Guid>>> ByName = row => ValueTuple.Create(row.ProductName, row.Id);
    private static readonly Expression<Func<SubscriptionRow, ValueTuple<SubscriptionStatus, Guid>>> ByStatus = row => ValueTuple.Create(row.Status, row.Id);
    private static readonly Expression<Func<SubscriptionRow, ValueTuple<int, Guid>>> ByQuantity = row => ValueTuple.Create(row.Quantity, row.Id);
    private static readonly Expression<Func<SubscriptionRow, ValueTuple<DateOnly, Guid>>> ByNextChange = row => ValueTuple.Create(row.NextChangeOn, row.Id);
    private static readonly Expression<Func<SubscriptionRow, ValueTuple<DateTimeOffset, Guid>>> ByPurchase = row => ValueTuple.Create(row.BoughtAt, row.Id);

    private string Name => $"{By} {IsDescending}";

    private Result<FilteredSubscriptions> After(IQueryable<SubscriptionRow> rows, KeysetCursor last)
    {
        return By switch
        {
            SubscriptionSort.Name => new FilteredSubscriptions(rows.After(ByName, IsDescending, last.Value, last.Id)),
            SubscriptionSort.Status => Rest(ByStatus, last.As<OneOf<SubscriptionStatus>>(), status => status.Value),
            SubscriptionSort.Quantity => Rest(ByQuantity, last.As<int>(), quantity => quantity),
            SubscriptionSort.NextChange => Rest(ByNextChange, last.As<DateOnly>(), day => day),
            _ => Rest(ByPurchase, last.As<DateTimeOffset>(), at => at),
        };

        Result<FilteredSubscriptions> Rest<TParsed, TKey>(Expression<Func<SubscriptionRow, ValueTuple<TKey, Guid>>> place, Result<TParsed> parsed, Func<TParsed, TKey> key)
            where TParsed : notnull =>
            parsed.IsRefused(out var refusal, out var value) ? refusal : new FilteredSubscriptions(rows.After(place, IsDescending, key(value), last.Id));
    }
}
