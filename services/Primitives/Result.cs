using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Primitives;

/// <summary>A decision: the value it came to, or the rule that refused.</summary>
/// <example><c>if (decision.IsRefused(out var refusal, out var request)) return Problems.Of(refusal);</c></example>
[StructLayout(LayoutKind.Auto)]
public readonly struct Result<T>
    where T : notnull
{
    private readonly T? value;
    private readonly bool decided;

    private Result(T value)
    {
        this.value = value;
        decided = true;
    }

    private Result(Refusal refusal)
    {
        Refusal = refusal;
        decided = true;
    }

    /// <summary>The rule that refused, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value; asking a refused decision for it is a bug.</summary>
    /// <exception cref="InvalidOperationException">The decision was refused, or is <c>default</c>.</exception>
    public T Value => IsRefused(out var refusal, out var decidedValue)
        ? throw new InvalidOperationException($"Refused: {refusal.Code}: {refusal.Detail}")
        : decidedValue;

    public static implicit operator Result<T>(T value) => new(value);

    public static implicit operator Result<T>(Refusal refusal) => new(refusal);

    /// <exception cref="InvalidOperationException">The result is <c>default</c>: nothing was decided.</exception>
    public bool IsRefused([NotNullWhen(true)] out Refusal? refusal, [NotNullWhen(false)] out T? value)
    {
        if (!decided)
        {
            throw new InvalidOperationException("Nothing was decided.");
        }

        refusal = Refusal;
        value = this.value;
        return refusal is not null;
    }
}
