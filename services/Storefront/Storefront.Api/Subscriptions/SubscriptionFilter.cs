using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>From which side of its connections the caller looks.</summary>
internal enum Side
{
    Bought,
    Sold,
}

internal enum ListedKind
{
    Main,
    AddOn,
}

internal sealed record FilteredSubscriptions(IQueryable<SubscriptionRow> Rows);

/// <summary>Which subscriptions are wanted. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record SubscriptionFilter(
    [property: Description("What the caller's organisation bought, or what it sold; bought if left out.")] OneOf<Side>? Side = null,
    [property: Description("Repeat it for several.")] OneOf<SubscriptionStatus>[]? Status = null,
    [property: Description("Add-ons for themselves, or main products alone. Left out, add-ons stand under what they belong to.")] OneOf<ListedKind>? Kind = null,
    [property: Description("Repeat it for several.")] Guid[]? ProductId = null,
    Guid? ConnectionId = null,
    Guid? SellerId = null,
    [property: Description("Who bought it.")] Guid? CustomerId = null,
    [property: Description("Part of the name, whatever the case.")] string? Search = null)
{
    public const int LongestSearch = 100;

    private Side From => Side?.Value ?? Subscriptions.Side.Bought;

    public Result<FilteredSubscriptions> On(StorefrontDb db, Caller caller)
    {
        if (Check().Refused(out var refusal))
        {
            return refusal;
        }

        var wanted = Matching(db, caller);
        // One of them is named for itself, which is a stretch of an index; "one of these" is not.
        if (Status is [{ Value: var status }])
        {
            wanted = wanted.Where(row => row.Status == status);
        }
        else if (Status is { Length: > 1 })
        {
            var statuses = Status.Select(named => named.Value).ToList();
            wanted = wanted.Where(row => statuses.Contains(row.Status));
        }

        return new FilteredSubscriptions(wanted);
    }

    /// <summary>How many there are in each status, whatever status is named: what a list's tabs say.</summary>
    public Result<CountedSubscriptions> Count(StorefrontDb db, Caller caller)
    {
        if (Check().Refused(out var refusal))
        {
            return refusal;
        }

        // Counts by product would be about as many as there are subscriptions: those are counted when they are asked for.
        return ProductId is { Length: > 0 } || !string.IsNullOrWhiteSpace(Search)
            ? CountedSubscriptions.Of(Matching(db, caller))
            : CountedSubscriptions.Of(CountsMatching(db, caller));
    }

    private FieldChecks Check() => new FieldChecks().OptionalText("search", Search, LongestSearch);

    private IQueryable<SubscriptionCountRow> CountsMatching(StorefrontDb db, Caller caller)
    {
        var counts = Between(db.CountsOn(From, caller));
        return Kind?.Value switch
        {
            ListedKind.Main => counts.Where(row => row.Kind == SubscriptionKind.Main && !row.IsUnderMain),
            ListedKind.AddOn => counts.Where(row => row.Kind == SubscriptionKind.AddOn),
            _ => counts.Where(row => !row.IsUnderMain && row.Kind != SubscriptionKind.OneTime),
        };
    }

    private IQueryable<SubscriptionRow> Matching(StorefrontDb db, Caller caller)
    {
        var rows = Between(db.SubscriptionsOn(From, caller));
        rows = Kind?.Value switch
        {
            ListedKind.Main => rows.Where(row => row.Kind == SubscriptionKind.Main && row.MainSubscriptionId == null),
            ListedKind.AddOn => rows.Where(row => row.Kind == SubscriptionKind.AddOn),
            _ => rows.Where(row => row.MainSubscriptionId == null && row.Kind != SubscriptionKind.OneTime),
        };
        if (ProductId is [var product])
        {
            rows = rows.Where(row => row.ProductId == product);
        }
        else if (ProductId is { Length: > 1 } products)
        {
            rows = rows.Where(row => products.Contains(row.ProductId));
        }

        if (string.IsNullOrWhiteSpace(Search))
        {
            return rows;
        }

        const string escape = @"\";
        var part = $"%{Search.Trim().Replace(escape, @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
        return rows.Where(row => EF.Functions.ILike(row.ProductName, part, escape));
    }

    private IQueryable<TRow> Between<TRow>(IQueryable<TRow> rows)
        where TRow : class, ISubscriptionTraits
    {
        rows = ConnectionId is { } connection ? rows.Where(row => row.ConnectionId == connection) : rows;
        rows = SellerId is { } seller ? rows.Where(row => row.SellerId == seller) : rows;
        return CustomerId is { } customer ? rows.Where(row => row.BuyerId == customer) : rows;
    }
}
