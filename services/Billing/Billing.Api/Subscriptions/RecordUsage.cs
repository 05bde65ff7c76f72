using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Subscriptions;

/// <param name="EventId">The reporter's own id of the event: reporting it again changes nothing.</param>
/// <param name="Kind"><c>booking</c> and <c>transfer</c> are charged, where the product has such a fee; any other word only notes that it was used.</param>
/// <param name="At">When; now if left out.</param>
internal sealed record RecordUsageBody(string EventId, string Kind, int Quantity, DateTimeOffset? At);

internal sealed record UsageView(string EventId, string Kind, int Quantity, DateTimeOffset At, DateTimeOffset RecordedAt, SubscriptionView Subscription);

/// <summary>Something was used. The first use of anything in a connection starts its trial.</summary>
internal static class RecordUsage
{
    private const int LongestEventId = 100;
    private const int LongestKind = 50;

    public static async Task<Results<Created<UsageView>, Ok<UsageView>, ProblemHttpResult>> Handle(
        Guid id, RecordUsageBody body, Caller caller, BillingDb db, UsageReports reports, CancellationToken cancellationToken)
    {
        if (Check(body.EventId, body.Kind) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if ((await reports.Take([new UsageReport(id, body)], caller, cancellationToken)).IsRefused(out var refusal, out var taken))
        {
            return Problems.Of(refusal);
        }

        var (used, isNew, subscription) = taken[0];
        var view = new UsageView(used.EventId, used.Kind, used.Quantity, used.At, used.RecordedAt, SubscriptionView.Of(subscription));
        if (!isNew)
        {
            return TypedResults.Ok(view);
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Created((string?)null, view);
    }

    /// <summary>Null if they are well-formed.</summary>
    public static Refusal? Check(string eventId, string kind) =>
        new FieldChecks().Text("eventId", eventId, LongestEventId).Text("kind", kind, LongestKind).Refused(out var malformed) ? malformed : null;
}
