using Primitives;

namespace Billing.Domain.Tests;

/// <summary>Holds a lifecycle against the table it should be, over every state × action × actor: what the table does not list must be refused.</summary>
internal static class LifecycleTable
{
    /// <param name="actual">The lifecycle.</param>
    /// <param name="expected">One move a line: <c>Pending: Approve (Decider) → Approved</c>.</param>
    public static void Matches<TState, TAction, TActor>(Lifecycle<TState, TAction, TActor> actual, string expected)
        where TState : struct, Enum
        where TAction : struct, Enum
        where TActor : struct, Enum
    {
        var listed = expected.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal);
        var permitted =
            from state in Enum.GetValues<TState>()
            from action in Enum.GetValues<TAction>()
            from actor in Enum.GetValues<TActor>()
            let next = actual.Next(state, action, actor)
            where !next.IsRefused(out _, out _)
            select $"{state}: {action} ({actor}) → {next.Value}";

        Assert.Equal(listed, permitted.Order(StringComparer.Ordinal));
    }
}
