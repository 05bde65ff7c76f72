using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>The day agreed on has come. Key: the request. It comes before billing, so what is charged that day is what was agreed on.</summary>
internal sealed class ActivateRequest(BillingDb db, RequestActivation activation, AgreedChanges changes) : IDueWork
{
    public static string Kind => "activate-request";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var request = await db.LockRequest(Guid.Parse(item.Key), cancellationToken);
        if (request is not { Status: RequestStatus.Approved })
        {
            // Withdrawn in time.
            return;
        }

        if ((await activation.Plan(request, cancellationToken)).IsRefused(out var refusal, out var agreed))
        {
            request.Fail(new RequestFailure(refusal.Code, refusal.Detail, item.DueAt));
            db.Emit(new Facts.RequestActivationFailed(request.ToFact()), request.Id, request.Version, item.DueAt);
        }
        else
        {
            request.Activate(await changes.CarryOut(agreed, cancellationToken));
            request.Version++;
            db.Emit(new Facts.RequestActivated(request.ToFact()), request.Id, request.Version, item.DueAt);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
