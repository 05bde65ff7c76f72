namespace Platform.Tests;

/// <summary>Rows of one victim, at most one of each kind: what an outsider tries to reach.</summary>
/// <param name="rows">By kind: the noun that stands before <c>{id}</c> in a path, or the name of another parameter.</param>
internal sealed class VictimRows(IReadOnlyDictionary<string, Guid> rows)
{
    /// <summary>Kinds of which no outsider can be given a row, and why not.</summary>
    public static readonly IReadOnlyDictionary<string, string> Exceptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["realms"] = "A realm is no organisation's row: only operators get as far as naming one, and theirs is in the token.",
        ["jobId"] = "Belongs to a realm, as that does.",
        ["product-grants"] = "The operator's own, and it answers operators alone.",
        ["reaction"] = "A consumer's name: the installation's, and the live operator's alone.",
        ["shops"] = "A shop is its seller, and what it shows is for everybody.",
        ["hash"] = "What a public picture contains.",
        ["kind"] = "A word of the platform's: the template is the caller's own, whoever calls.",
        ["language"] = "As the kind.",
        ["token"] = "The secret itself: whoever has the mailed link is let in.",
    };

    public bool Has(string kind) => rows.ContainsKey(kind);

    /// <summary>Whether every id in the operation's path is one of these rows.</summary>
    public bool Cover(Operation operation) => operation.NamesARow && operation.RowKinds.All(Has);

    /// <summary>The victim's row of that kind, or an id that is nobody's.</summary>
    public Guid IdFor(string kind) => rows.TryGetValue(kind is "connectionId" ? "connections" : kind, out var id) ? id : Guid.NewGuid();

    /// <summary>The same without what this outsider may know.</summary>
    public VictimRows Without(params string[] kinds) => new(rows.Where(row => !kinds.Contains(row.Key)).ToDictionary(StringComparer.Ordinal));

    public VictimRows With(string kind, Guid id) => new(rows.Where(row => row.Key != kind).Append(new(kind, id)).ToDictionary(StringComparer.Ordinal));

    /// <summary>The kinds of the rows that an answer names.</summary>
    /// <param name="known">A kind that the outsider knows the id of, and no more: a wholesale invoice names its end account.</param>
    public IEnumerable<string> In(string body, string? known = null) =>
        rows.Where(row => row.Key != known && body.Contains(row.Value.ToString(), StringComparison.OrdinalIgnoreCase)).Select(row => row.Key);
}
