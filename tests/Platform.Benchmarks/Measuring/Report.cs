using System.Globalization;
using System.Text.Json;

namespace Platform.Benchmarks.Measuring;

/// <summary>Which side of a bound is good.</summary>
public enum Better
{
    Lower,
    Higher,
}

/// <summary>One figure of a bench. Bounds are optional: a figure without them is shown to read the others by.</summary>
public sealed record Figure(string Name, double Value, string Unit, Better Better = Better.Lower, double? Must = null, double? Aim = null)
{
    public bool MeetsMust => Must is not { } bound || Meets(bound);

    public string Verdict => this switch
    {
        { Must: null } => "",
        { MeetsMust: false } => "FAILS",
        { Aim: { } aim } when !Meets(aim) => "must met",
        _ => "aim met",
    };

    private bool Meets(double bound) => Better == Better.Lower ? Value <= bound : Value >= bound;
}

/// <summary>A bench's figures: a table for people, JSON for machines, and an exit code.</summary>
/// <param name="folder">Where the JSON goes.</param>
public sealed class Report(string bench, string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Figure> figures = [];

    public void Add(Figure figure) => figures.Add(figure);

    /// <returns>0 when every must is met, else 1.</returns>
    public async Task<int> FinishAsync()
    {
        Console.WriteLine();
        Console.WriteLine($"{bench,-72}{"value",12} {"unit",-10}{"must",9}{"aim",9}");
        foreach (var figure in figures)
        {
            var sign = figure.Better == Better.Lower ? "≤" : "≥";
            Console.WriteLine($"{figure.Name,-72}{Number(figure.Value),12} {figure.Unit,-10}{Bound(figure.Must, sign),9}{Bound(figure.Aim, sign),9}  {figure.Verdict}");
        }

        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, bench + ".json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { bench, at = DateTimeOffset.UtcNow, cores = Environment.ProcessorCount, figures }, Json));
        return figures.TrueForAll(figure => figure.MeetsMust) ? 0 : 1;
    }

    private static string Bound(double? bound, string sign) => bound is { } value ? sign + Number(value) : "";

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture);
}
