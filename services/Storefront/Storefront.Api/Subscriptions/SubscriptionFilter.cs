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

    public Result<FilteredSubscriptions> On(StorefrontDb db, Caller caller)
    {
        if (new FieldChecks().OptionalText("search", Search, LongestSearch).Refused(out var refusal))
        {
            return refusal;
        }

        var wanted = Matching(db, caller);
        if (Status is { Length: > 0 })
        {
            var statuses = Status.Select(named => named.Value).ToList();
            wanted = wanted.Where(row => statuses.Contains(row.Status));
        }

        return new FilteredSubscriptions(wanted);
    }

    /// <summary>The same in every status: what a list's tabs count.</summary>
    public Result<FilteredSubscriptions> InEveryStatus(StorefrontDb db, Caller caller) => (this with { Status = null }).On(db, caller);

    private IQueryable<SubscriptionRow> Matching(StorefrontDb db, Caller caller)
    {
        var rows = db.SubscriptionsOn(Side?.Value ?? Subscriptions.Side.Bought, caller);
        rows = Kind?.Value switch
        {
            ListedKind.Main => rows.Where(row => row.Kind == SubscriptionKind.Main && row.MainSubscriptionId == null),
            ListedKind.AddOn => rows.Where(row => row.Kind == SubscriptionKind.AddOn),
            _ => rows.Where(row => row.MainSubscriptionId == null && row.Kind != SubscriptionKind.OneTime),
        };
        if (ProductId is { Length: > 0 } products)
        {
            rows = rows.Where(row => products.Contains(row.ProductId));
        }

        if (ConnectionId is { } connection)
        {
            rows = rows.Where(row => row.ConnectionId == connection);
        }

        if (SellerId is { } seller)
        {
            rows = rows.Where(row => row.SellerId == seller);
        }

        if (CustomerId is { } customer)
        {
            rows = rows.Where(row => row.BuyerId == customer);
        }

        if (string.IsNullOrWhiteSpace(Search))
        {
            return rows;
        }

        const string escape = @"\";
        var part = $"%{Search.Trim().Replace(escape, @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
        return rows.Where(row => EF.Functions.ILike(row.ProductName, part, escape));
    }
}
