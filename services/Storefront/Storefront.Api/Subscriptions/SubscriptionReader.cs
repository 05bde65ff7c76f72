using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>Reads subscriptions with their add-ons: two queries, however many there are.</summary>
internal sealed class SubscriptionReader(StorefrontDb db)
{
    /// <summary>In the order in which they are given.</summary>
    public async Task<IReadOnlyList<SubscriptionView>> Views(IQueryable<SubscriptionRow> rows, Caller caller, CancellationToken cancellationToken)
    {
        var found = await rows.AsNoTracking().Select(SubscriptionFacts.From(db)).ToListAsync(cancellationToken);
        var ended = found.Where(facts => facts.Subscription.Status == SubscriptionStatus.Cancelled).Select(facts => facts.Subscription.Id).ToList();
        var addOns = await AddOns([.. found.Select(facts => facts.Subscription.Id)], ended, cancellationToken);
        return
        [
            .. found.Select(facts => facts.ToView(
                caller.OrganizationId, [.. addOns[facts.Subscription.Id].Select(addOn => addOn.ToAddOn(caller.OrganizationId))])),
        ];
    }

    /// <summary>With every add-on that it has or had; null where there is none that the caller sees.</summary>
    public async Task<(SubscriptionFacts Subscription, IReadOnlyList<SubscriptionFacts> AddOns)?> Find(Guid id, CancellationToken cancellationToken)
    {
        var facts = await db.Subscriptions.AsNoTracking().Where(row => row.Id == id && row.Kind != SubscriptionKind.OneTime)
            .Select(SubscriptionFacts.From(db)).SingleOrDefaultAsync(cancellationToken);
        return facts is null ? null : (facts, [.. (await AddOns([id], [id], cancellationToken))[id]]);
    }

    /// <param name="withEnded">Whose add-ons are shown though they are cancelled.</param>
    private async Task<ILookup<Guid, SubscriptionFacts>> AddOns(IReadOnlyCollection<Guid> mainIds, IReadOnlyCollection<Guid> withEnded, CancellationToken cancellationToken)
    {
        var addOns = await db.Subscriptions.AsNoTracking()
            .Where(row => row.MainSubscriptionId != null && mainIds.Contains(row.MainSubscriptionId.Value)
                && (row.Status != SubscriptionStatus.Cancelled || withEnded.Contains(row.MainSubscriptionId.Value)))
            .Select(SubscriptionFacts.From(db))
            .ToListAsync(cancellationToken);
        // Sorted here: asked for in that order, the database may walk through all ids to find a few.
        return addOns.OrderBy(facts => facts.Subscription.Id).ToLookup(facts => facts.Subscription.MainSubscriptionId!.Value);
    }
}
