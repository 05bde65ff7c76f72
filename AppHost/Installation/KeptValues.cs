using System.Text.Json;

namespace AppHost.Installation;

/// <summary>A small JSON file of values that are made up once and stay: ports and passwords. Only its owner can read it.</summary>
internal sealed class KeptValues<T>(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly SortedDictionary<string, T> _values = Read(path);

    public IEnumerable<KeyValuePair<string, T>> All => _values;

    public T this[string name]
    {
        set
        {
            _values[name] = value;
            Write();
        }
    }

    public T GetOrAdd(string name, Func<T> make)
    {
        if (!_values.TryGetValue(name, out var value))
            this[name] = value = make();
        return value;
    }

    private static SortedDictionary<string, T> Read(string path) =>
        File.Exists(path)
            ? new(JsonSerializer.Deserialize<Dictionary<string, T>>(File.ReadAllText(path)) ?? [], StringComparer.Ordinal)
            : new(StringComparer.Ordinal);

    private void Write() => PrivateFile.Write(path, JsonSerializer.Serialize(_values, Indented));
}
