using System.Text;

namespace Primitives;

/// <summary>
/// The states of one kind of thing and who may move it between them: the table is the only place that says so.
/// What is not listed is refused.
/// </summary>
/// <remarks>Rows are unique by (from, action, by): a table that is ambiguous throws when it is built, which is when the process starts.</remarks>
public sealed class Lifecycle<TState, TAction, TActor>
    where TState : struct, Enum
    where TAction : struct, Enum
    where TActor : struct, Enum
{
    private readonly string name;
    private readonly Dictionary<(TState From, TAction Action, TActor By), TState> moves;

    /// <param name="name">What moves, as one word or in PascalCase: "Request". It starts the codes of the refusals.</param>
    /// <param name="rows">Every permitted move.</param>
    /// <exception cref="ArgumentException">Two rows start alike.</exception>
    public Lifecycle(string name, params (TState From, TAction Action, TActor By, TState To)[] rows)
    {
        this.name = name;
        Rows = [.. rows];
        moves = rows.ToDictionary(row => (row.From, row.Action, row.By), row => row.To);
    }

    /// <summary>The table as it was written.</summary>
    public IReadOnlyList<(TState From, TAction Action, TActor By, TState To)> Rows { get; }

    /// <summary>The state after <paramref name="action"/>, or a conflict coded <c>{name}_{action}_not_allowed</c>.</summary>
    public Result<TState> Next(TState from, TAction action, TActor by) =>
        moves.TryGetValue((from, action, by), out var to)
            ? to
            : new Refusal(
                $"{Snake(name)}_{Snake(action.ToString())}_not_allowed",
                $"{name} is {from}: {action} by {by} is not allowed.");

    /// <summary>What <paramref name="by"/> can do now, in the table's order.</summary>
    public IReadOnlyList<TAction> Allowed(TState from, TActor by)
    {
        var states = EqualityComparer<TState>.Default;
        var actors = EqualityComparer<TActor>.Default;
        return [.. Rows.Where(row => states.Equals(row.From, from) && actors.Equals(row.By, by)).Select(row => row.Action)];
    }

    private static string Snake(string words)
    {
        var snake = new StringBuilder(words.Length + 4);
        foreach (var letter in words)
        {
            if (char.IsUpper(letter) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
