namespace AppHost.Commands.Demo;

/// <summary>Invented companies, the same ones each time.</summary>
internal static class DemoNames
{
    private static readonly string[] English =
    [
        "Alderbrook", "Copperfield", "Driftwood", "Elmstead", "Foxglove", "Greywater", "Hollowell", "Ironbark", "Juniper Hill", "Kestrelworth", "Larkspur",
        "Millpond", "Nettlebed", "Oakhollow", "Pinecrest", "Quillfeather", "Redfern", "Saltmarsh", "Thistledown", "Umberfield", "Violet Lane", "Willowmere", "Yarrow",
    ];

    private static readonly string[] European =
    [
        "Ahornblick", "Bachtal", "Château-Vert", "Dünenhof", "Eichgrund", "Fliederweg", "Glockengasse", "Hafenlicht", "Kornblume", "Lindenau", "Moorweide", "Nordlicht",
        "Petit Canal", "Quellenhof", "Rosenwinkel", "Sonnenhang", "Tulpenveld", "Ulmenhain", "Vogelsang", "Windmolen", "Zedernholz", "Erlenbruch", "Val Fleuri",
    ];

    private static readonly string[] Japanese = ["Aoba", "Fujinami", "Hanamori", "Kazemichi", "Mizuki", "Sakurabashi", "Tsukimori", "Yukihara", "Isonami"];

    private static readonly string[] EnglishTrades =
        ["Dental", "Logistics", "Bakery", "Architects", "Veterinary Clinic", "Law", "Joinery", "Travel", "Optics", "Nurseries", "Brewing", "Insurance", "Motors"];

    private static readonly string[] EuropeanTrades =
        ["Optik", "Spedition", "Apotheke", "Architekten", "Tierklinik", "Notare", "Möbel", "Reisen", "Zahnärzte", "Gärtnerei", "Brauerei", "Druckerei", "Weinbau"];

    private static readonly string[] JapaneseTrades = ["Clinic", "Foods", "Printing", "Travel", "Design"];

    /// <param name="number">Counts the customers of the whole demo; no two get the same name.</param>
    public static string Customer(int number, DemoMarket market)
    {
        var (names, trades) = market.Currency switch
        {
            "EUR" => (European, EuropeanTrades),
            "JPY" => (Japanese, JapaneseTrades),
            _ => (English, EnglishTrades),
        };
        // The two lists have no common factor in length, so every pair comes up before one comes again.
        return $"{names[number % names.Length]} {trades[number % trades.Length]}";
    }

    /// <summary>Where its invoices go.</summary>
    public static string AccountsPayable(string name)
    {
        var domain = string.Concat(name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        return $"accounts@{domain}.example";
    }
}
