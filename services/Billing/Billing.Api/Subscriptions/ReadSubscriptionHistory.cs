using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Subscriptions;

/// <param name="Before">Null for a new subscription.</param>
/// <param name="After">What it was from then on, or will be from <paramref name="EffectiveOn"/> on.</param>
/// <param name="PersonId">Who did it, acting for the organisation named; both null for what fell due by itself.</param>
internal sealed record SubscriptionHistoryView(
    Guid Id,
    SubscriptionEvent Event,
    RequestedStateView? Before,
    RequestedStateView After,
    SubscriptionStatus? StatusBefore,
    SubscriptionStatus StatusAfter,
    DateOnly? EffectiveOn,
    Guid? RequestId,
    Guid? PersonId,
    Guid? OrganizationId,
    DateTimeOffset At);

/// <summary>Everything that happened to a subscription, newest first.</summary>
internal static class ReadSubscriptionHistory
{
    public static async Task<Results<Ok<Page<SubscriptionHistoryView>>, ProblemHttpResult>> Handle(
        Guid id, [AsParameters] PageQuery page, BillingDb db, CancellationToken cancellationToken)
    {
        if (!await db.Subscriptions.AnyAsync(subscription => subscription.Id == id, cancellationToken))
        {
            return Problems.NotFound("subscription");
        }

        var entries = db.SubscriptionHistory.AsNoTracking().Where(entry => entry.SubscriptionId == id);
        var found = await entries.ToPageAsync(page, entry => entry.Id, entry => entry, cancellationToken);
        return TypedResults.Ok(new Page<SubscriptionHistoryView>([.. found.Items.Select(View)], found.NextCursor));
    }

    private static SubscriptionHistoryView View(SubscriptionHistoryEntry entry) => new(
        entry.Id,
        entry.Event,
        entry.Before is { } before ? RequestedStateView.Of(before) : null,
        RequestedStateView.Of(entry.After),
        entry.StatusBefore,
        entry.StatusAfter,
        entry.EffectiveOn,
        entry.RequestId,
        entry.PersonId,
        entry.OrganizationId,
        entry.At);
}
