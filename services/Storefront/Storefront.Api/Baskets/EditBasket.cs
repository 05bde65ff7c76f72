using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Baskets;

/// <param name="Currency">ISO 4217; one that the product has a price in.</param>
/// <param name="PlanLength">The commitment.</param>
/// <param name="MainLineId">For an add-on: the line that buys what it belongs to.</param>
/// <param name="MainSubscriptionId">For an add-on: what it belongs to, where that exists already.</param>
internal sealed record NewBasketLine(
    Guid ProductId, int Quantity, string Currency, Term Interval, Term PlanLength, Guid? MainLineId = null, Guid? MainSubscriptionId = null);

/// <summary>What is left out stays as it is.</summary>
internal sealed record BasketLineChanges(int? Quantity, string? Currency, Term? Interval, Term? PlanLength);

/// <summary>Fills a basket and takes things out of it. Each answer is the basket as it is then.</summary>
internal static class EditBasket
{
    private static readonly Refusal Full = new("basket_full", $"A basket has {OrderRules.MostLines} lines at most.");

    public static async Task<Results<Ok<BasketView>, ProblemHttpResult>> Add(
        Guid id, NewBasketLine body, Caller caller, IfMatch ifMatch, StorefrontDb db, OpenBaskets baskets, AuditTrail audit, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if (Check(body.Quantity, body.Currency).Refused(out var refusal)
            || (await baskets.Lock(id, caller, ifMatch, cancellationToken)).IsRefused(out refusal, out var basket))
        {
            return Problems.Of(refusal);
        }

        if (basket.Lines.Count >= OrderRules.MostLines)
        {
            return Problems.Of(Full);
        }

        var line = new BasketLineRow
        {
            Id = Guid.CreateVersion7(),
            BasketId = basket.Row.Id,
            RealmId = caller.RealmId,
            OrganizationId = caller.OrganizationId,
            ProductId = body.ProductId,
            Quantity = body.Quantity,
            Currency = body.Currency,
            Interval = body.Interval,
            PlanLength = body.PlanLength,
            MainLineId = body.MainLineId,
            MainSubscriptionId = body.MainSubscriptionId,
        };
        basket.Lines.Add(line);
        if ((await baskets.Price(basket, line.Id, cancellationToken)).IsRefused(out refusal, out var priced))
        {
            return Problems.Of(refusal);
        }

        db.Add(line);
        var view = await baskets.Change(basket, priced, cancellationToken);
        audit.Record("add-basket-line", "basket", basket.Row.Id, null, body);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(view);
    }

    public static async Task<Results<Ok<BasketView>, ProblemHttpResult>> Update(
        Guid id,
        Guid lineId,
        BasketLineChanges body,
        Caller caller,
        IfMatch ifMatch,
        StorefrontDb db,
        OpenBaskets baskets,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if (Check(body.Quantity ?? 1, body.Currency ?? "USD").Refused(out var refusal)
            || (await baskets.Lock(id, caller, ifMatch, cancellationToken)).IsRefused(out refusal, out var basket))
        {
            return Problems.Of(refusal);
        }

        if (basket.Lines.Find(row => row.Id == lineId) is not { } line)
        {
            return Problems.NotFound("basket line");
        }

        var before = Content(line);
        line.Quantity = body.Quantity ?? line.Quantity;
        line.Currency = body.Currency ?? line.Currency;
        line.Interval = body.Interval ?? line.Interval;
        line.PlanLength = body.PlanLength ?? line.PlanLength;
        if ((await baskets.Price(basket, lineId, cancellationToken)).IsRefused(out refusal, out var priced))
        {
            return Problems.Of(refusal);
        }

        var view = await baskets.Change(basket, priced, cancellationToken);
        audit.Record("update-basket-line", "basket", basket.Row.Id, before, Content(line));
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(view);
    }

    /// <summary>Its add-ons go with it.</summary>
    public static async Task<Results<Ok<BasketView>, ProblemHttpResult>> Remove(
        Guid id, Guid lineId, Caller caller, IfMatch ifMatch, StorefrontDb db, OpenBaskets baskets, AuditTrail audit, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if ((await baskets.Lock(id, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var basket))
        {
            return Problems.Of(refusal);
        }

        var gone = basket.Lines.Where(row => row.Id == lineId || row.MainLineId == lineId).ToList();
        if (gone.TrueForAll(row => row.Id != lineId))
        {
            return Problems.NotFound("basket line");
        }

        var view = await Without(gone, basket, db, baskets, cancellationToken);
        audit.Record("remove-basket-line", "basket", basket.Row.Id, gone.Select(Content).ToList(), null);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(view);
    }

    public static async Task<Results<Ok<BasketView>, ProblemHttpResult>> Empty(
        Guid id, Caller caller, IfMatch ifMatch, StorefrontDb db, OpenBaskets baskets, AuditTrail audit, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if ((await baskets.Lock(id, caller, ifMatch, cancellationToken)).IsRefused(out var refusal, out var basket))
        {
            return Problems.Of(refusal);
        }

        var gone = basket.Lines.ToList();
        var view = await Without(gone, basket, db, baskets, cancellationToken);
        audit.Record("empty-basket", "basket", basket.Row.Id, gone.Select(Content).ToList(), null);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(view);
    }

    private static async Task<BasketView> Without(List<BasketLineRow> gone, OpenBasket basket, StorefrontDb db, OpenBaskets baskets, CancellationToken cancellationToken)
    {
        basket.Lines.RemoveAll(gone.Contains);
        db.RemoveRange(gone);
        return await baskets.Change(basket, cancellationToken);
    }

    private static FieldChecks Check(int quantity, string currency)
    {
        var checks = new FieldChecks().Range<int>("quantity", quantity, 1, OrderRules.MostUnits);
        return Currency.TryParse(currency, out _) ? checks : checks.Add("currency", "unknown_currency", "It is no currency of ISO 4217.");
    }

    private static object Content(BasketLineRow line) => new { line.Id, line.ProductId, line.Quantity, line.Currency, line.Interval, line.PlanLength, line.MainLineId, line.MainSubscriptionId };
}
