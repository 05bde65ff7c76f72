using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>A request will expire soon. Key: the request; each reminder plans the next.</summary>
internal sealed class RemindOfRequest(BillingDb db, RequestMails mails) : IDueWork
{
    public static string Kind => "remind-of-request";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var request = await db.LockRequest(Guid.Parse(item.Key), cancellationToken);
        if (request is not { Status: RequestStatus.Pending, ExpiresAt: { } expiry })
        {
            // Decided in time.
            return;
        }

        request.Version++;
        db.Emit(new Facts.RequestReminded(request.ToFact()), request.Id, request.Version, item.DueAt);
        await mails.Remind(request, cancellationToken);
        var next = item.Payload<Reminder>().Number + 1;
        if (next < RequestLifecycle.RemindBefore.Count)
        {
            db.Schedule<RemindOfRequest>(item.Key, expiry - RequestLifecycle.RemindBefore[next], new Reminder(next));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    internal sealed record Reminder(int Number);
}
