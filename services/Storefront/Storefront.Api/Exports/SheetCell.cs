using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;
using Primitives;

namespace Storefront.Api.Exports;

/// <summary>How a spreadsheet shows a cell; the place in its list of formats.</summary>
internal enum CellStyle
{
    Plain,
    Header,
    Number,
    Day,
    Moment,

    /// <summary>Money of a currency without minor units, and so on: as many digits as the currency has.</summary>
    Money0,
    Money2,
    Money3,
}

/// <summary>One cell: text, or a number with the format that makes it an amount or a day. Text is never taken for a formula, whatever it begins with.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SheetCell
{
    /// <summary>A spreadsheet takes no longer ones.</summary>
    public const int LongestText = 32_767;

    private SheetCell(string? value, bool isText, CellStyle style)
    {
        Value = value;
        IsText = isText;
        Style = style;
    }

    /// <summary>Null for an empty cell.</summary>
    public string? Value { get; }

    public bool IsText { get; }

    public CellStyle Style { get; }

    public static SheetCell Header(string text) => new(text, isText: true, CellStyle.Header);

    public static SheetCell Text(string? text) => new(text is null ? null : Harmless(text), isText: true, CellStyle.Plain);

    public static SheetCell Number(long? number) => new(number?.ToString(CultureInfo.InvariantCulture), isText: false, CellStyle.Number);

    public static SheetCell Day(DateOnly? day) => new(day is { } date ? Serial(date.ToDateTime(TimeOnly.MinValue)) : null, isText: false, CellStyle.Day);

    /// <summary>In UTC: a spreadsheet knows no time zones.</summary>
    public static SheetCell Moment(DateTimeOffset? moment) => new(moment is { } at ? Serial(at.UtcDateTime) : null, isText: false, CellStyle.Moment);

    public static SheetCell Amount(Money money) => new(
        money.ToDecimalString(),
        isText: false,
        money.Currency.Exponent switch { 0 => CellStyle.Money0, 3 => CellStyle.Money3, _ => CellStyle.Money2 });

    /// <summary>Days since the end of 1899, to the millisecond.</summary>
    private static string Serial(DateTime at) => Math.Round(at.ToOADate(), 8).ToString(CultureInfo.InvariantCulture);

    /// <summary>What XML cannot say is replaced; what is too long is cut.</summary>
    private static string Harmless(string text)
    {
        var cut = text.Length > LongestText ? text[..LongestText] : text;
        return cut.All(XmlConvert.IsXmlChar) ? cut : string.Concat(cut.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
    }
}

/// <param name="Width">In characters.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SheetColumn(string Title, int Width);
