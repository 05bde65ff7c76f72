using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Subscriptions;

/// <param name="EventId">The reporter's own id of the event: reporting it again changes nothing.</param>
/// <param name="Kind">As for reporting one.</param>
/// <param name="At">When; now if left out.</param>
internal sealed record UsageRow(Guid SubscriptionId, string EventId, string Kind, int Quantity, DateTimeOffset? At);

/// <param name="Events">1 to 500, of any of the caller's subscriptions.</param>
internal sealed record UsageImport(IReadOnlyList<UsageRow> Events);

/// <param name="IsNew">False where it had been reported before, which changed nothing.</param>
internal sealed record ImportedUsageView(Guid SubscriptionId, string EventId, DateTimeOffset At, DateTimeOffset RecordedAt, bool IsNew);

/// <param name="Events">In the order in which they were sent.</param>
internal sealed record UsageImportView(IReadOnlyList<ImportedUsageView> Events);

/// <summary>What a meter counted: many events at once, or none of them where something is wrong with any. Rules and effects are those of reporting them one by one.</summary>
internal static class ImportUsage
{
    public static async Task<Results<Ok<UsageImportView>, ProblemHttpResult>> Handle(
        UsageImport body, Caller caller, BillingDb db, UsageReports reports, CancellationToken cancellationToken)
    {
        if (Rows.Check("events", body.Events, row => RecordUsage.Check(row.EventId, row.Kind)) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var rows = body.Events.Index().Select(row => new UsageReport(
            row.Item.SubscriptionId, new RecordUsageBody(row.Item.EventId, row.Item.Kind, row.Item.Quantity, row.Item.At), Rows.Path("events", row.Index)));
        if ((await reports.Take([.. rows], caller, cancellationToken)).IsRefused(out var refusal, out var taken))
        {
            return Problems.Of(refusal);
        }

        await change.Save(db, cancellationToken);
        var views = taken.Select(one => new ImportedUsageView(one.Event.SubscriptionId, one.Event.EventId, one.Event.At, one.Event.RecordedAt, one.IsNew));
        return TypedResults.Ok(new UsageImportView([.. views]));
    }
}
