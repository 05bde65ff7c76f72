using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>Nobody decided in time. Key: the request.</summary>
internal sealed class ExpireRequest(BillingDb db) : IDueWork
{
    public static string Kind => "expire-request";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var request = await db.LockRequest(Guid.Parse(item.Key), cancellationToken);
        if (request is null || RequestLifecycle.Table.Next(request.Status, RequestAction.Expire, RequestActor.Platform).IsRefused(out _, out var status))
        {
            // Decided in time.
            return;
        }

        request.End(status, new RequestOutcome(RequestAction.Expire, null, null, item.DueAt, null));
        db.Emit(new Facts.RequestExpired(request.ToFact()), request.Id, request.Version, item.DueAt);
        await db.SaveChangesAsync(cancellationToken);
    }
}
