using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace ServiceDefaults.Web;

/// <summary>406 for a caller who accepts none of the formats that the route answers in, before anything is done for it.</summary>
internal static class Acceptance
{
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Accept is { Count: > 0 } accept
            && context.GetEndpoint() is { } endpoint
            && MediaTypeHeaderValue.TryParseList(accept, out var accepted)
            && !Formats(endpoint).Any(format => accepted.Any(range => range.Quality is not 0 && format.IsSubsetOf(range))))
        {
            context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static IEnumerable<MediaTypeHeaderValue> Formats(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(answer => answer.StatusCode is >= 200 and < 300)
            .SelectMany(answer => answer.ContentTypes)
            .DefaultIfEmpty("application/json")
            .Select(type => MediaTypeHeaderValue.Parse(type));
}
