using Billing.Api.Connections;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Api.Requests;

/// <param name="Reason">Kept in the outcome, for both sides to read.</param>
internal sealed record DecisionBody(string? Reason);

/// <summary>What approving and rejecting share: who may, and what is written down about it.</summary>
internal sealed class DecideRequest(BillingDb db, RealmClock clock)
{
    /// <summary>Moves a locked request, or says why this caller cannot. The caller saves.</summary>
    public async Task<Result<Request>> Decide(Request request, RequestAction action, string? reason, Caller caller, CancellationToken cancellationToken)
    {
        var known = await db.Connections
            .Where(row => row.Id == request.ConnectionId)
            .Select(row => new
            {
                IsEnded = row.Status == ConnectionStatus.Ended,
                IsOfProposer = db.Memberships.Any(member => member.PersonId == caller.PersonId && member.IsActive && member.OrganizationId == request.ProposedById),
            })
            .SingleAsync(cancellationToken);
        if (RequestRules.Decide(request.Status, action, request.ProposedById, caller.OrganizationId, known.IsOfProposer).IsRefused(out var refusal, out var status))
        {
            return refusal;
        }

        if (known.IsEnded)
        {
            return EndedConnection.Refusal;
        }

        request.End(status, new RequestOutcome(action, caller.PersonId, caller.OrganizationId, clock.Now, reason));
        db.DropDeadlines(request);
        return request;
    }
}
