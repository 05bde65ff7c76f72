using ServiceDefaults.Storage;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>Puts the versions of a subscription in order, whichever order they arrive in, and tells from each two that follow each other what was bought.</summary>
internal sealed class PurchaseHistory(SqlSession sql)
{
    /// <summary>The caller holds the subscription's lock, so that no other version arrives between reading its neighbours and writing.</summary>
    /// <returns>False if it stands there already.</returns>
    public async Task<bool> Add(PurchaseRow version, CancellationToken cancellationToken)
    {
        var known = await sql.Query(
            $"""
            (SELECT version, product_id, product_name, quantity, is_cancelled FROM purchase
             WHERE subscription_id = {version.SubscriptionId} AND version <= {version.Version} ORDER BY version DESC LIMIT 1)
            UNION ALL
            (SELECT version, product_id, product_name, quantity, is_cancelled FROM purchase
             WHERE subscription_id = {version.SubscriptionId} AND version > {version.Version} ORDER BY version LIMIT 1)
            """,
            row => new Known(row.GetInt64(0), new Holding(row.GetGuid(1), row.GetInt32(3), row.GetBoolean(4)), row.GetString(2)),
            cancellationToken);
        if (known.Exists(row => row.Version == version.Version))
        {
            return false;
        }

        var told = new Known(version.Version, new Holding(version.ProductId, version.Quantity, version.IsCancelled), version.ProductName);
        var step = Step(known.Find(row => row.Version < told.Version), told);
        await sql.Execute(
            $"""
            INSERT INTO purchase (subscription_id, version, id, realm_id, seller_id, buyer_id, main_subscription_id, at, product_id, product_name, quantity,
                is_cancelled, unit_price, currency, interval, kind, quantity_change, previous_product_name)
            VALUES ({version.SubscriptionId}, {version.Version}, {version.Id}, {version.RealmId}, {version.SellerId}, {version.BuyerId},
                {version.MainSubscriptionId}, {version.At}, {version.ProductId}, {version.ProductName}, {version.Quantity}, {version.IsCancelled},
                {version.UnitPrice}, {version.Currency}, {version.Interval}, {step.Kind}, {step.QuantityChange}, {step.PreviousProductName})
            """,
            cancellationToken);
        if (known.Find(row => row.Version > told.Version) is { } after)
        {
            var next = Step(told, after);
            await sql.Execute(
                $"""
                UPDATE purchase SET kind = {next.Kind}, quantity_change = {next.QuantityChange}, previous_product_name = {next.PreviousProductName}
                WHERE subscription_id = {version.SubscriptionId} AND version = {after.Version}
                """,
                cancellationToken);
        }

        return true;
    }

    private static (string? Kind, int QuantityChange, string? PreviousProductName) Step(Known? before, Known after)
    {
        var step = PurchaseSteps.Between(before?.Held, after.Held);
        return (step?.Kind.ToString(), step?.QuantityChange ?? 0, step is { Kind: PurchaseKind.Upgraded } ? before?.ProductName : null);
    }

    private sealed record Known(long Version, Holding Held, string ProductName);
}
