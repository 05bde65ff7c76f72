using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Storefront.Api.Exports;

/// <summary>The formats that <see cref="CellStyle"/> names, in its order.</summary>
internal static class SheetStyles
{
    private const uint DayFormat = 164;
    private const uint MomentFormat = 165;
    private const uint ThreeDigits = 166;

    // Built in: 3 is #,##0 and 4 is #,##0.00.
    private const uint WholeNumber = 3;
    private const uint TwoDigits = 4;

    public static Stylesheet Sheet() => new(
        new NumberingFormats(Format(DayFormat, "yyyy\\-mm\\-dd"), Format(MomentFormat, "yyyy\\-mm\\-dd\\ hh:mm"), Format(ThreeDigits, "#,##0.000")) { Count = 3 },
        new Fonts(new Font(), new Font(new Bold())) { Count = 2 },
        new Fills(Fill(PatternValues.None), Fill(PatternValues.Gray125)) { Count = 2 },
        new Borders(new Border()) { Count = 1 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(Enum.GetValues<CellStyle>().Select(Cell).ToArray<OpenXmlElement>()) { Count = (uint)Enum.GetValues<CellStyle>().Length });

    private static CellFormat Cell(CellStyle style) => style switch
    {
        CellStyle.Plain => new CellFormat { FormatId = 0 },
        CellStyle.Header => new CellFormat { FormatId = 0, FontId = 1, ApplyFont = true },
        CellStyle.Day => Numbers(DayFormat),
        CellStyle.Moment => Numbers(MomentFormat),
        CellStyle.Money2 => Numbers(TwoDigits),
        CellStyle.Money3 => Numbers(ThreeDigits),
        _ => Numbers(WholeNumber),
    };

    private static CellFormat Numbers(uint format) => new() { FormatId = 0, NumberFormatId = format, ApplyNumberFormat = true };

    private static NumberingFormat Format(uint id, string code) => new() { NumberFormatId = id, FormatCode = code };

    private static Fill Fill(PatternValues pattern) => new(new PatternFill { PatternType = pattern });
}
