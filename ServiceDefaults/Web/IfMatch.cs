using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>The If-Match header: "do this only to the version I have seen". Clients may leave it out.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct IfMatch
{
    private readonly StringValues header;

    private IfMatch(StringValues header) => this.header = header;

    /// <summary>Null if the caller named no version, or the current one, or <c>*</c>; else a refusal, 412 <c>version_mismatch</c>.</summary>
    /// <param name="version">The thing's current version.</param>
    public Refusal? Check(long version)
    {
        if (StringValues.IsNullOrEmpty(header))
        {
            return null;
        }

        var current = VersionTag.Of(version);
        var matches = EntityTagHeaderValue.TryParseList(header, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: false));
        return matches
            ? null
            : new Refusal("version_mismatch", "It has changed since you read it. Read it again and decide anew.", RefusalKind.PreconditionFailed);
    }

    /// <summary>Binds the parameter of a route handler.</summary>
    public static ValueTask<IfMatch> BindAsync(HttpContext context) => ValueTask.FromResult(new IfMatch(context.Request.Headers.IfMatch));
}
