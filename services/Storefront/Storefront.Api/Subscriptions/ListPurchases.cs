using System.ComponentModel;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>Something that was bought, or given up.</summary>
/// <param name="SubscriptionId">The main subscription, or an add-on of it.</param>
/// <param name="QuantityChange">Units more, or less where it is negative.</param>
/// <param name="Quantity">Units had from then on; 0 where it was cancelled.</param>
/// <param name="PreviousName">What was upgraded from.</param>
/// <param name="FinalUnitPrice">What one unit was charged at from then on, or "-".</param>
internal sealed record PurchaseView(
    DateTimeOffset At,
    PurchaseKind Kind,
    Guid SubscriptionId,
    Guid ProductId,
    string Name,
    bool IsAddOn,
    int QuantityChange,
    int Quantity,
    string? PreviousName,
    string Interval,
    ShownPrice FinalUnitPrice,
    PriceHiddenReason? PriceHiddenReason);

/// <summary>Which part of a history is wanted. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record PurchaseFilter(
    [property: Description("Repeat it for several.")] OneOf<PurchaseKind>[]? Kind = null,
    [property: Description("The main subscription alone, or one of its add-ons.")] Guid? SubscriptionId = null,
    DateTimeOffset? From = null,
    [property: Description("First moment that is too late.")] DateTimeOffset? To = null);

/// <summary>Every purchase and cancellation of a main product and its add-ons, newest first.</summary>
internal static class ListPurchases
{
    private const string Order = "purchases";

    private static readonly Expression<Func<PurchaseRow, ValueTuple<DateTimeOffset, Guid>>> Place = row => ValueTuple.Create(row.At, row.Id);

    public static async Task<Results<Ok<Page<PurchaseView>>, ProblemHttpResult>> Handle(
        Guid id,
        [AsParameters] PurchaseFilter filter,
        [AsParameters] PageQuery page,
        Caller caller,
        StorefrontDb db,
        CancellationToken cancellationToken)
    {
        if (await Parts(db, id, cancellationToken) is not { } parts)
        {
            return Problems.NotFound("subscription");
        }

        if (Keyset.LimitOf(page).IsRefused(out var refusal, out var limit) || After(Wanted(db, id, filter), page.Cursor).IsRefused(out refusal, out var rest))
        {
            return Problems.Of(refusal);
        }

        var found = await rest.Rows.InOrder(Place, descending: true).Take(limit + 1).ToListAsync(cancellationToken);
        var next = found.Count > limit ? new KeysetCursor(Order, found[limit - 1].At.ToString("O", CultureInfo.InvariantCulture), found[limit - 1].Id).Write() : null;
        return TypedResults.Ok(new Page<PurchaseView>([.. found.Take(limit).Select(row => View(row, parts[row.SubscriptionId], caller))], next));
    }

    /// <summary>The subscription and its add-ons, those that ended included; null if the caller sees no such subscription.</summary>
    private static async Task<IReadOnlyDictionary<Guid, SubscriptionFacts>?> Parts(StorefrontDb db, Guid id, CancellationToken cancellationToken)
    {
        var parts = await db.Subscriptions.AsNoTracking().Where(row => row.Id == id || row.MainSubscriptionId == id)
            .Select(SubscriptionFacts.From(db)).ToDictionaryAsync(facts => facts.Subscription.Id, cancellationToken);
        return parts.ContainsKey(id) ? parts : null;
    }

    private static IQueryable<PurchaseRow> Wanted(StorefrontDb db, Guid id, PurchaseFilter filter)
    {
        var rows = db.Purchases.AsNoTracking().Where(row => row.MainSubscriptionId == id && row.Kind != null);
        if (filter.Kind is { Length: > 0 })
        {
            var kinds = filter.Kind.Select(named => named.Value).ToList();
            rows = rows.Where(row => kinds.Contains(row.Kind!.Value));
        }

        rows = filter.SubscriptionId is { } part ? rows.Where(row => row.SubscriptionId == part) : rows;
        rows = filter.From is { } from ? rows.Where(row => row.At >= from) : rows;
        return filter.To is { } to ? rows.Where(row => row.At < to) : rows;
    }

    private static Result<WantedPurchases> After(IQueryable<PurchaseRow> rows, string? cursor)
    {
        if (cursor is not { Length: > 0 })
        {
            return new WantedPurchases(rows);
        }

        return KeysetCursor.Read(cursor, Order).IsRefused(out var refusal, out var last) || last.As<DateTimeOffset>().IsRefused(out refusal, out var at)
            ? refusal
            : new WantedPurchases(rows.After(Place, descending: true, at, last.Id));
    }

    private static PurchaseView View(PurchaseRow row, SubscriptionFacts part, Caller caller)
    {
        var hidden = part.ReasonToHideFrom(caller.OrganizationId);
        return new PurchaseView(
            row.At,
            row.Kind!.Value,
            row.SubscriptionId,
            row.ProductId,
            row.ProductName,
            row.SubscriptionId != row.MainSubscriptionId,
            row.QuantityChange,
            row.IsCancelled ? 0 : row.Quantity,
            row.PreviousProductName,
            row.Interval,
            new ShownPrice(hidden is null ? new Money(row.UnitPrice, Currency.Parse(row.Currency)) : null),
            hidden);
    }

    private sealed record WantedPurchases(IQueryable<PurchaseRow> Rows);
}
