using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Web;
using Storefront.Api.Catalogue;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Actions;

/// <summary>How often a seller charges for what its customers upgrade to. One that set nothing keeps the interval. Its customers see it in their prices.</summary>
internal sealed class UpgradeSettings : IRealmRow, IVersionedRow
{
    public required Guid SellerId { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>Null for as often as before.</summary>
    public Term? Interval { get; set; }

    public long Version { get; set; }
}

/// <param name="Interval">How often an upgraded subscription is charged; null for as often as before.</param>
internal sealed record UpgradeSettingsView(Term? Interval, long Version) : IVersionedView
{
    public static UpgradeSettingsView Of(UpgradeSettings? settings) => new(settings?.Interval, settings?.Version ?? 0);
}

/// <param name="Interval">Left out or null for as often as before.</param>
internal sealed record UpgradeSettingsBody(Term? Interval = null);

/// <summary>A seller decides about the billing period of upgrades.</summary>
internal static class SetUpgradeSettings
{
    public static async Task<Ok<UpgradeSettingsView>> Get(Caller caller, StorefrontDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(UpgradeSettingsView.Of(await db.UpgradeSettings.AsNoTracking().SingleOrDefaultAsync(row => row.SellerId == caller.OrganizationId, cancellationToken)));

    public static async Task<Results<Ok<UpgradeSettingsView>, ProblemHttpResult>> Set(
        UpgradeSettingsBody body, Caller caller, IfMatch ifMatch, StorefrontDb db, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (ListingLifecycle.RefuseWithoutCatalogue(await db.StandingOf(caller, cancellationToken)) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        // A row to lock, whether or not anything was set before: two who do at once come one after the other.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO upgrade_settings AS settings (seller_id, realm_id, version) VALUES ({caller.OrganizationId}, {caller.RealmId}, 0)
            ON CONFLICT (seller_id) DO UPDATE SET version = settings.version
            """,
            cancellationToken);
        var settings = await db.UpgradeSettings.SingleAsync(row => row.SellerId == caller.OrganizationId, cancellationToken);
        if (ifMatch.Check(settings.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        var before = UpgradeSettingsView.Of(settings);
        settings.Interval = body.Interval;
        settings.Version++;
        audit.Record("set-upgrade-settings", "seller", settings.SellerId, before, UpgradeSettingsView.Of(settings));
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(UpgradeSettingsView.Of(settings));
    }
}
