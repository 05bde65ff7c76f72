using System.Globalization;
using System.Text;

namespace Billing.Api.Documents;

/// <summary>One row of CSV (RFC 4180), as a spreadsheet takes it.</summary>
internal static class Csv
{
    /// <summary>What a spreadsheet takes for the beginning of a formula, which may fetch or run something on the reader's machine.</summary>
    private const string FormulaStarts = "=+-@\t\r\n|%";

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <param name="cells">Text is guarded against being read as a formula; numbers and dates are written plainly.</param>
    public static string Row(params ReadOnlySpan<object?> cells)
    {
        var row = new StringBuilder();
        foreach (var cell in cells)
        {
            row.Append(row.Length == 0 ? "" : ",").Append(Cell(cell));
        }

        return row.Append("\r\n").ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(text.Length > 0 && FormulaStarts.Contains(text[0]) ? $"'{text}" : text),
        IFormattable formattable => Quoted(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

/// <summary>An amount or number that is written as it stands: its minus is no formula.</summary>
internal sealed record PlainCell(string Text)
{
    public override string ToString() => Text;
}
