using Primitives;

namespace ServiceDefaults.Web;

/// <summary>
/// Carries a refusal out of the web layer's own plumbing (binding, paging), where there is no answer to return yet.
/// Operations return <see cref="Problems.Of"/> instead.
/// </summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal { get; } = refusal;
}
