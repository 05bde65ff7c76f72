using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Storefront.Api.Catalogue;
using Storefront.Api.Quotes;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Baskets;

/// <summary>A basket that is being worked on: locked, so that two people of one buyer come one after the other.</summary>
internal sealed record OpenBasket(ConnectionRow Connection, BasketRow Row, List<BasketLineRow> Lines);

/// <summary>Finds, locks and shows the one basket that a buyer has on a connection.</summary>
internal sealed class OpenBaskets(StorefrontDb db, ShopCatalogue catalogue, BasketPricing pricing, ShopQuotes quotes, RealmClock clock)
{
    /// <summary>Needs a transaction. The basket is made if there is none yet.</summary>
    public async Task<Result<OpenBasket>> Lock(Guid connectionId, Caller caller, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        if ((await catalogue.Connection(connectionId, caller, cancellationToken)).IsRefused(out var refusal, out var connection))
        {
            return refusal;
        }

        if (connection.Status != ConnectionStatus.Active)
        {
            return OrderRules.ConnectionNotActive;
        }

        var basket = await Find(connectionId, caller).SingleOrDefaultAsync(cancellationToken);
        if (basket is null)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO basket (id, realm_id, organization_id, connection_id, updated_at, version)
                VALUES ({Guid.CreateVersion7()}, {caller.RealmId}, {caller.OrganizationId}, {connectionId}, {clock.Now}, 0)
                ON CONFLICT DO NOTHING
                """,
                cancellationToken);
            basket = await Find(connectionId, caller).SingleAsync(cancellationToken);
        }

        if (ifMatch.Check(basket.Version) is { } stale)
        {
            return stale;
        }

        return new OpenBasket(connection, basket, await db.BasketLines.Where(row => row.BasketId == basket.Id).ToListAsync(cancellationToken));
    }

    /// <summary>Counts the version up and shows what there is then; the caller saves.</summary>
    /// <param name="priced">The basket's lines, as <see cref="Price"/> found them.</param>
    public Task<BasketView> Change(OpenBasket basket, IReadOnlyList<PricedLine> priced, CancellationToken cancellationToken)
    {
        basket.Row.UpdatedAt = clock.Now;
        basket.Row.LastOrderNumber = null;
        basket.Row.Version++;
        return View(basket.Connection, basket.Row, priced, cancellationToken);
    }

    public async Task<BasketView> Change(OpenBasket basket, CancellationToken cancellationToken) =>
        await Change(basket, await pricing.Price(basket.Connection, basket.Lines, cancellationToken), cancellationToken);

    public async Task<BasketView> View(ConnectionRow connection, BasketRow? basket, IReadOnlyList<BasketLineRow> lines, CancellationToken cancellationToken) =>
        await View(connection, basket, await pricing.Price(connection, lines, cancellationToken), cancellationToken);

    private async Task<BasketView> View(ConnectionRow connection, BasketRow? basket, IReadOnlyList<PricedLine> priced, CancellationToken cancellationToken)
    {
        var isReady = priced.Count > 0 && priced.All(line => line.Problem is null);
        var quote = isReady ? await quotes.Sign(connection.Id, BasketPricing.ToOrder(priced), cancellationToken) : null;
        return BasketView.From(connection, basket, priced, quote);
    }

    /// <summary>The basket's lines, if what one of them says now could be ordered, and with the rest.</summary>
    public async Task<Result<List<PricedLine>>> Price(OpenBasket basket, Guid lineId, CancellationToken cancellationToken)
    {
        var priced = await pricing.Price(basket.Connection, basket.Lines, cancellationToken);
        if (priced.FirstOrDefault(line => line.Row.Id == lineId) is not { } line)
        {
            return new Refusal("main_unknown", "What it belongs to is not in the basket.", RefusalKind.Unprocessable, [new FieldError("mainLineId", "main_unknown", "It is no line of the basket.")]);
        }

        if (line.Problem is { } problem)
        {
            return new Refusal(problem.Code, problem.Detail, RefusalKind.Unprocessable, [problem]);
        }

        // Whoever fills the basket is told, not whoever checks it out.
        return priced.All(other => other.Row.Currency == line.Row.Currency) ? priced : OrderRules.CurrenciesDiffer;
    }

    private IQueryable<BasketRow> Find(Guid connectionId, Caller caller) =>
        db.Baskets.FromSql($"SELECT * FROM basket WHERE organization_id = {caller.OrganizationId} AND connection_id = {connectionId} FOR UPDATE");
}
