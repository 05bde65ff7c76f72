using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Aspire.Hosting;

public enum InputType
{
    Text = 0,
    SecretText = 1,
    Choice = 2,
    Boolean = 3,
    Number = 4,
    File = 5,
}

/// <summary>One field of a dialog.</summary>
public sealed class InteractionInput
{
    public required string Name { get; init; }

    public string? Label { get; init; }

    public string? Description { get; init; }

    public required InputType InputType { get; init; }

    public bool Required { get; init; }

    /// <summary>Value and text of each choice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Options { get; set; }

    public string? Value { get; set; }

    public string? Placeholder { get; init; }

    /// <summary>In characters.</summary>
    public int? MaxLength { get; init; }

    public bool Disabled { get; set; }
}

/// <summary>The filled-in fields of a dialog, by name.</summary>
public sealed class InteractionInputCollection : IReadOnlyList<InteractionInput>
{
    private readonly IReadOnlyList<InteractionInput> inputs;
    private readonly Dictionary<string, InteractionInput> byName;

    public InteractionInputCollection(IReadOnlyList<InteractionInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        this.inputs = inputs;
        byName = inputs.ToDictionary(i => i.Name, StringComparer.OrdinalIgnoreCase);
    }

    public int Count => inputs.Count;

    public IEnumerable<string> Names => byName.Keys;

    public InteractionInput this[int index] => inputs[index];

    /// <exception cref="KeyNotFoundException">There is no input of that name.</exception>
    public InteractionInput this[string name] => byName[name];

    public bool ContainsName(string name) => byName.ContainsKey(name);

    public bool TryGetByName(string name, [NotNullWhen(true)] out InteractionInput? input) => byName.TryGetValue(name, out input);

    public string? GetString(string name) => this[name].Value;

    /// <exception cref="InvalidOperationException">The input holds no whole number.</exception>
    public int GetInt32(string name) => int.TryParse(this[name].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw NotA("whole number", name);

    /// <exception cref="InvalidOperationException">The input holds no number.</exception>
    public double GetDouble(string name) => double.TryParse(this[name].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw NotA("number", name);

    /// <exception cref="InvalidOperationException">The input holds neither true nor false.</exception>
    public bool GetBoolean(string name) => bool.TryParse(this[name].Value, out var value) ? value : throw NotA("boolean", name);

    public IEnumerator<InteractionInput> GetEnumerator() => inputs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private InvalidOperationException NotA(string kind, string name) => new($"The input '{name}' holds '{this[name].Value}', which is not a {kind}.");
}
