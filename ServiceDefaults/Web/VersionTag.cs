using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ServiceDefaults.Web;

/// <summary>Puts the version of what an answer shows into its ETag.</summary>
internal static class VersionTag
{
    public static EntityTagHeaderValue Of(long version) => new($"\"{version}\"");

    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        var shown = answer is INestedHttpResult nested ? nested.Result : answer;
        if (shown is IValueHttpResult { Value: IVersionedView view })
        {
            context.HttpContext.Response.GetTypedHeaders().ETag = Of(view.Version);
        }

        return answer;
    }
}
