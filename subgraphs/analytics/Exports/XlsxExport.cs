using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace FinFlow.Analytics;

/// <summary>A workbook of one sheet: title, header, rows, and totals as formulas over them. ECMA-376, part 1, §18.</summary>
public static class XlsxExport
{
    /// <summary>Title, period, an empty row, the header.</summary>
    private const int HeaderRow = 4;

    public static byte[] Write(Report report, ReportTable table)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var sheet = workbook.AddNewPart<WorksheetPart>("sheet");
            workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = XlsxStyles.Of(report.Currency);
            workbook.Workbook = new Workbook(
                new Sheets(new Sheet { Id = "sheet", SheetId = 1, Name = $"{report.Kind}" }),
                new DefinedNames(new DefinedName($"{report.Kind}!${HeaderRow}:${HeaderRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
            using var writer = OpenXmlWriter.Create(sheet);
            WriteSheet(writer, report, table);
        }

        return stream.ToArray();
    }

    private static void WriteSheet(OpenXmlWriter writer, Report report, ReportTable table)
    {
        writer.WriteStartElement(new Worksheet());
        // Without this, the page setup's one page of width is not heeded.
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetViews(new SheetView(new Pane
        {
            VerticalSplit = HeaderRow, TopLeftCell = $"A{HeaderRow + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen,
        }) { WorkbookViewId = 0 }));
        var widths = table.Columns.Select((column, index) => WidthOf(table, column, index)).ToList();
        writer.WriteElement(new Columns(widths.Select((width, index) => new Column { Min = (uint)index + 1, Max = (uint)index + 1, Width = width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, 1, [TextCell(report.Title, XlsxStyles.Title)], XlsxStyles.TitleHeight(report.Title, widths.Sum()));
        WriteRow(writer, 2, [TextCell(string.Create(CultureInfo.InvariantCulture, $"{report.From:O} to {report.To:O} (UTC), amounts in {report.Currency.Code}"), XlsxStyles.Plain)]);
        WriteRow(writer, HeaderRow, table.Columns.Select(column => TextCell(column.Name, XlsxStyles.HeaderOf(column.Type))));
        var number = HeaderRow;
        foreach (var row in table.Rows)
        {
            WriteRow(writer, ++number, row.Cells.Zip(table.Columns, (cell, column) => CellOf(cell, column.Type)));
        }

        WriteRow(writer, number + 1, table.Totals.Cells.Select((cell, index) => TotalOf(cell, table.Columns[index].Type, index, number)));
        writer.WriteEndElement();
        // The title is as wide as the table and no wider: else the page would be scaled down to hold it.
        writer.WriteElement(new MergeCells(new MergeCell { Reference = $"A1:{ColumnName(table.Columns.Count - 1)}1" }));
        writer.WriteElement(new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        writer.WriteElement(new PageSetup
        {
            PaperSize = 9, Orientation = table.Columns.Count > 6 ? OrientationValues.Landscape : OrientationValues.Portrait, FitToWidth = 1, FitToHeight = 0,
        });
        // An ampersand begins a code there, and two of them are one.
        writer.WriteElement(new HeaderFooter(new OddFooter($"&L{report.Title.Replace("&", "&&", StringComparison.Ordinal)}&RPage &P of &N")));
        writer.WriteEndElement();
    }

    /// <summary>In digits of the font. Sums are bold, and a program shows ### for a number that does not fit.</summary>
    private static double WidthOf(ReportTable table, ReportColumn column, int index)
        => Math.Max(12, table.Rows.Append(table.Totals).Select(row => PrintedCell.Of(row.Cells[index], column.Type).Length).Append(column.Name.Length).Max() + 3);

    private static void WriteRow(OpenXmlWriter writer, int number, IEnumerable<Cell> cells, double? height = null)
    {
        writer.WriteStartElement(height is null ? new Row { RowIndex = (uint)number } : new Row { RowIndex = (uint)number, Height = height, CustomHeight = true });
        foreach (var cell in cells)
        {
            writer.WriteElement(cell);
        }

        writer.WriteEndElement();
    }

    private static Cell CellOf(string cell, ReportColumnType type) => type switch
    {
        ReportColumnType.Text => TextCell(cell, XlsxStyles.Plain),
        ReportColumnType.Date => new Cell { CellValue = new CellValue(SerialOf(cell)), StyleIndex = XlsxStyles.Date },
        _ => new Cell { CellValue = new CellValue(cell), StyleIndex = type is ReportColumnType.Money ? XlsxStyles.Money : XlsxStyles.Count },
    };

    // The value beside the formula is what a program shows that does not calculate.
    private static Cell TotalOf(string cell, ReportColumnType type, int column, int lastRow) => type is ReportColumnType.Money or ReportColumnType.Count
        ? new Cell
        {
            CellFormula = new CellFormula($"SUM({ColumnName(column)}{HeaderRow + 1}:{ColumnName(column)}{lastRow})"),
            CellValue = new CellValue(cell),
            StyleIndex = type is ReportColumnType.Money ? XlsxStyles.TotalMoney : XlsxStyles.TotalCount,
        }
        : TextCell(cell, XlsxStyles.TotalText);

    // An inline string is never a formula, whatever it begins with.
    private static Cell TextCell(string text, uint style) => new()
    {
        DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }), StyleIndex = style,
    };

    private static string ColumnName(int index) => $"{(char)('A' + index)}";

    // Day 1 is 1 January 1900, and the format counts a 29 February that year which never was.
    private static string SerialOf(string date)
        => (DateOnly.ParseExact(date, "O", CultureInfo.InvariantCulture).DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture);
}
