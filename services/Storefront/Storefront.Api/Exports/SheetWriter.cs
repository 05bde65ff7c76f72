using System.Globalization;
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Storefront.Api.Exports;

/// <summary>
/// Writes a workbook of one sheet row by row: what is written is compressed and gone, so memory stays flat however many rows there are. (The library's own
/// package keeps every part until it is closed, so only its writer of elements is used.)
/// </summary>
internal sealed class SheetWriter : IDisposable
{
    /// <summary>More a spreadsheet does not open, its header included.</summary>
    public const int MostRows = 1_048_576;

    private const string ContentTypes =
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
        """;

    private const string PackageRelations =
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """;

    private const string WorkbookRelations =
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
        """;

    private readonly ZipArchive _archive;
    private readonly Stream _part;
    private readonly OpenXmlWriter _sheet;
    private readonly string[] _letters;
    private uint _rows;

    /// <param name="stream">Written forwards only, and left open.</param>
    /// <param name="name">The sheet's.</param>
    public SheetWriter(Stream stream, string name, IReadOnlyList<SheetColumn> columns)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        _letters = [.. columns.Select((_, index) => Letters(index))];
        WriteText("[Content_Types].xml", ContentTypes);
        WriteText("_rels/.rels", PackageRelations);
        WriteText("xl/_rels/workbook.xml.rels", WorkbookRelations);
        Write("xl/workbook.xml", new Workbook(new Sheets(new Sheet { Name = name, SheetId = 1, Id = "rId1" })));
        Write("xl/styles.xml", SheetStyles.Sheet());
        _part = _archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        _sheet = OpenXmlWriter.Create(_part);
        _sheet.WriteStartDocument(standalone: true);
        _sheet.WriteStartElement(new Worksheet());
        _sheet.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        _sheet.WriteElement(new Columns(columns.Select((column, index) =>
            new Column { Min = (uint)index + 1, Max = (uint)index + 1, Width = column.Width, CustomWidth = true })));
        _sheet.WriteStartElement(new SheetData());
        WriteRow([.. columns.Select(column => SheetCell.Header(column.Title))]);
    }

    /// <summary>One cell for each column.</summary>
    /// <exception cref="InvalidOperationException">The sheet is full.</exception>
    public void WriteRow(params ReadOnlySpan<SheetCell> cells)
    {
        if (_rows == MostRows)
        {
            throw new InvalidOperationException($"A sheet has {MostRows} rows at most.");
        }

        _rows++;
        _sheet.WriteStartElement(new Row { RowIndex = _rows });
        for (var index = 0; index < cells.Length; index++)
        {
            if (cells[index].Value is { } value)
            {
                _sheet.WriteElement(Cell(cells[index], value, _letters[index] + _rows.ToString(CultureInfo.InvariantCulture)));
            }
        }

        _sheet.WriteEndElement();
    }

    /// <summary>Ends the sheet and the workbook. One that is not completed opens in no program.</summary>
    public void Complete()
    {
        _sheet.WriteEndElement();
        _sheet.WriteElement(new AutoFilter { Reference = $"A1:{_letters[^1]}{_rows}" });
        _sheet.WriteEndElement();
        _sheet.Close();
        _part.Dispose();
        _archive.Dispose();
    }

    public void Dispose()
    {
        _sheet.Dispose();
        _part.Dispose();
        _archive.Dispose();
    }

    private static Cell Cell(SheetCell cell, string value, string reference)
    {
        var written = new Cell { CellReference = reference, StyleIndex = (uint)cell.Style };
        if (cell.IsText)
        {
            written.DataType = CellValues.InlineString;
            written.InlineString = new InlineString(new Text(value) { Space = SpaceProcessingModeValues.Preserve });
        }
        else
        {
            written.CellValue = new CellValue(value);
        }

        return written;
    }

    private void WriteText(string path, string text)
    {
        using var stream = _archive.CreateEntry(path, CompressionLevel.Fastest).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private void Write(string path, OpenXmlElement root)
    {
        using var stream = _archive.CreateEntry(path, CompressionLevel.Fastest).Open();
        using var writer = OpenXmlWriter.Create(stream);
        writer.WriteStartDocument(standalone: true);
        writer.WriteElement(root);
    }

    /// <summary>A, B, … Z, AA, …</summary>
    private static string Letters(int index) => index < 26 ? $"{(char)('A' + index)}" : Letters((index / 26) - 1) + Letters(index % 26);
}
