using System.Collections.Frozen;

namespace ServiceDefaults.Messaging;

/// <summary>The generation each reaction handles messages in: the one in the code, unless a rebuild has raised it.</summary>
internal sealed class ConsumerGenerations
{
    private volatile FrozenDictionary<string, int> _raised = FrozenDictionary<string, int>.Empty;

    public int Of(ReactionRegistration reaction) => Math.Max(reaction.Generation, _raised.GetValueOrDefault(reaction.Queue));

    public void Replace(IEnumerable<KeyValuePair<string, int>> raised) => _raised = raised.ToFrozenDictionary(StringComparer.Ordinal);
}
