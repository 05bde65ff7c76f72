using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Quotes;

/// <summary>What approving a request now would charge; for its own side a draft's too.</summary>
internal static class QuoteRequest
{
    public static async Task<Results<Ok<QuoteView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, BillingDb db, Quoting quoting, CancellationToken cancellationToken)
    {
        // Never saved: what working it out leaves behind is undone.
        await using var trial = await Change.Begin(db, cancellationToken);
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (request is null)
        {
            return Problems.NotFound("request");
        }

        if (request.Status is not (RequestStatus.Draft or RequestStatus.Pending))
        {
            return Problems.Of(new Refusal("request_already_decided", "A request is quoted as long as it is undecided."));
        }

        return (await quoting.Quote(request, caller, cancellationToken)).IsRefused(out var refusal, out var quote) ? Problems.Of(refusal) : TypedResults.Ok(quote);
    }
}
