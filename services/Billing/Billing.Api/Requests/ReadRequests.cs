using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <summary>Requests that the caller's organisation proposed or is to decide. The margin is in the seller's own rows, so only the seller's answer has it.</summary>
internal static class ReadRequests
{
    public static async Task<Ok<Page<RequestView>>> List(
        [AsParameters] PageQuery page, Guid? connectionId, OneOf<RequestStatus>? status, BillingDb db, CancellationToken cancellationToken)
    {
        var requests = db.Requests.AsNoTracking();
        if (connectionId is not null)
        {
            requests = requests.Where(request => request.ConnectionId == connectionId);
        }

        if (status?.Value is { } wanted)
        {
            requests = requests.Where(request => request.Status == wanted);
        }

        var found = await requests.ToPageAsync(page, request => request.Id, request => RequestView.Of(request, null), cancellationToken);
        var ids = found.Items.Select(request => request.Id).ToList();
        var margins = await db.RequestMargins
            .AsNoTracking()
            .Where(margin => ids.Contains(margin.RequestId))
            .ToDictionaryAsync(margin => margin.RequestId, cancellationToken);
        return TypedResults.Ok(found with
        {
            Items = [.. found.Items.Select(request => request with { Margin = RequestMarginView.Of(margins.GetValueOrDefault(request.Id)) })],
        });
    }

    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> Get(Guid id, BillingDb db, CancellationToken cancellationToken)
    {
        if (await db.Requests.AsNoTracking().SingleOrDefaultAsync(request => request.Id == id, cancellationToken) is not { } request)
        {
            return Problems.NotFound("request");
        }

        var margin = await db.RequestMargins.AsNoTracking().SingleOrDefaultAsync(row => row.RequestId == id, cancellationToken);
        return TypedResults.Ok(RequestView.Of(request, margin));
    }
}
