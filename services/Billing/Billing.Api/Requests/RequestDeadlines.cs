using Billing.Api.Jobs;
using Billing.Api.Storage;
using Billing.Domain;

namespace Billing.Api.Requests;

/// <summary>What time does to a request that waits for a decision: reminders, then its end.</summary>
internal static class RequestDeadlines
{
    /// <param name="request">Submitted.</param>
    public static void ScheduleDeadlines(this BillingDb db, Request request)
    {
        var expiry = request.ExpiresAt!.Value;
        db.Schedule<ExpireRequest>(request.Id.ToString(), expiry);
        db.Schedule<RemindOfRequest>(request.Id.ToString(), expiry - RequestLifecycle.RemindBefore[0], new RemindOfRequest.Reminder(0));
    }

    /// <summary>Decided or taken back in time.</summary>
    /// <param name="request">Locked.</param>
    public static void DropDeadlines(this BillingDb db, Request request)
    {
        db.UnscheduleUnlessRunning<ExpireRequest>(request.Id.ToString());
        db.UnscheduleUnlessRunning<RemindOfRequest>(request.Id.ToString());
    }
}
