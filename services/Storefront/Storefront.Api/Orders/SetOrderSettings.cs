using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>How orders go on a connection.</summary>
/// <param name="ApprovalRequired">The seller's: whether it wants to agree to what this buyer orders.</param>
/// <param name="StandingConsent">The buyer's: whether its seller may order for it.</param>
internal sealed record OrderSettingsView(Guid ConnectionId, bool ApprovalRequired, bool StandingConsent, long Version) : IVersionedView
{
    public static OrderSettingsView Of(OrderSettings settings) => new(settings.ConnectionId, settings.ApprovalRequired, settings.StandingConsent, settings.Version);
}

/// <param name="Required">False to have what this buyer orders go on at once.</param>
internal sealed record OrderApproval(bool Required);

/// <param name="Given">True to have the seller order without asking each time.</param>
internal sealed record StandingConsent(bool Given);

/// <summary>Each side sets what is its own to say.</summary>
internal static class SetOrderSettings
{
    public static readonly Refusal OnlySellerSetsApproval = new("only_seller_sets_approval", "Whether orders need approval is its seller's to say.", RefusalKind.NotPermitted);

    public static readonly Refusal OnlyBuyerConsents = new("only_buyer_consents", "Whether its seller may order for it is the buyer's to say.", RefusalKind.NotPermitted);

    public static async Task<Results<Ok<OrderSettingsView>, ProblemHttpResult>> Get(Guid id, StorefrontDb db, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return connection is null ? Problems.NotFound("connection") : TypedResults.Ok(OrderSettingsView.Of(await Of(db, connection, cancellationToken)));
    }

    public static Task<Results<Ok<OrderSettingsView>, ProblemHttpResult>> SetApproval(
        Guid id, OrderApproval body, Caller caller, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken) =>
        Set(
            "set-order-approval",
            id,
            connection => connection.SellerId == caller.OrganizationId ? null : OnlySellerSetsApproval,
            settings => settings.ApprovalRequired = body.Required,
            ifMatch,
            db,
            audit,
            cancellationToken);

    public static Task<Results<Ok<OrderSettingsView>, ProblemHttpResult>> SetConsent(
        Guid id, StandingConsent body, Caller caller, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken) =>
        Set(
            "set-standing-consent",
            id,
            connection => connection.BuyerId == caller.OrganizationId ? null : OnlyBuyerConsents,
            settings => settings.StandingConsent = body.Given,
            ifMatch,
            db,
            audit,
            cancellationToken);

    private static async Task<Results<Ok<OrderSettingsView>, ProblemHttpResult>> Set(
        string operation,
        Guid id,
        Func<ConnectionRow, Refusal?> refuse,
        Action<OrderSettings> set,
        IfMatch ifMatch,
        StorefrontDb db,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        if ((refuse(connection) ?? (connection.Status == ConnectionStatus.Ended ? OrderToMove.ConnectionEnded : null)) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        // A row to lock, whether or not anybody has set anything before: two who do at once come one after the other.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO shop_order_settings AS settings (connection_id, realm_id, seller_id, buyer_id, approval_required, standing_consent, version)
            VALUES ({id}, {connection.RealmId}, {connection.SellerId}, {connection.BuyerId}, TRUE, FALSE, 0)
            ON CONFLICT (connection_id) DO UPDATE SET version = settings.version
            """,
            cancellationToken);
        var settings = await Of(db, connection, cancellationToken);
        if (ifMatch.Check(settings.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        var before = OrderSettingsView.Of(settings);
        set(settings);
        settings.Version++;
        audit.Record(operation, "connection", id, before, OrderSettingsView.Of(settings));
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(OrderSettingsView.Of(settings));
    }

    /// <summary>What nobody has set yet is version 0.</summary>
    private static async Task<OrderSettings> Of(StorefrontDb db, ConnectionRow connection, CancellationToken cancellationToken) =>
        await db.OrderSettings.SingleOrDefaultAsync(row => row.ConnectionId == connection.Id, cancellationToken)
        ?? new OrderSettings { ConnectionId = connection.Id, RealmId = connection.RealmId, SellerId = connection.SellerId, BuyerId = connection.BuyerId };
}
