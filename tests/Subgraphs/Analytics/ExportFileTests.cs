using System.Diagnostics;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using FinFlow.Analytics;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What is downloaded is complete, and other programs read it.</summary>
public sealed class ExportFileTests
{
    [Fact]
    public void Csv_Should_HoldHeaderEveryDayAndTotals()
    {
        var lines = Encoding.UTF8.GetString(CsvExport.Write(SomeReport.Table)).Split("\r\n");

        Assert.Equal("Date,Revenue,Refunds,Fees,Net revenue,Payments", lines[0]);
        Assert.Equal("2026-03-01,1200.00,0.00,35.00,1165.00,10", lines[1]);
        Assert.Equal("2026-03-12,0.00,0.00,0.00,0.00,0", lines[12]);
        Assert.Equal("2026-03-18,1546.27,2500.00,35.00,-988.73,11", lines[18]);
        Assert.StartsWith("Total,", lines[32], StringComparison.Ordinal);
        Assert.Equal(34, lines.Length);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\r\nb", "\"a\r\nb\"")]
    [InlineData("Grüße = 1", "Grüße = 1")]
    public void Csv_Should_QuoteAndNeverHoldAFormula(string text, string written)
        => Assert.Equal(
            $"Name,Amount\r\n{written},-1.00\r\nTotal,-1.00\r\n", Encoding.UTF8.GetString(CsvExport.Write(SomeReport.OfTexts(text))));

    [Fact]
    public void Xlsx_Should_BeValid_And_SumItsRows()
    {
        using var file = new MemoryStream(XlsxExport.Write(SomeReport.Of(SomeReport.Table, "=HYPERLINK(\"x\")"), SomeReport.Table));
        using var document = SpreadsheetDocument.Open(file, isEditable: false);

        Assert.Empty(new OpenXmlValidator().Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        var rows = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().ToList();
        Assert.Equal(3 + 31 + 1, rows.Count);
        var title = rows[0].Elements<Cell>().Single();
        Assert.Equal((CellValues.InlineString, "=HYPERLINK(\"x\")"), (title.DataType!.Value, title.InnerText));
        Assert.Equal(["46082", "1200.00", "0.00", "35.00", "1165.00", "10"], rows[3].Elements<Cell>().Select(cell => cell.InnerText));
        var total = rows[^1].Elements<Cell>().ElementAt(1);
        Assert.Equal(("SUM(B5:B35)", SomeReport.Table.Totals.Cells[1]), (total.CellFormula!.Text, total.CellValue!.Text));
    }

    [FactWithPdfTools]
    public async Task Pdf_Should_BeReadByOthers_WithEveryRow()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "report.pdf");
        await File.WriteAllBytesAsync(file, PdfExport.Write(SomeReport.Of(SomeReport.Table), SomeReport.Table));

        var text = await ReadAsync("pdftotext", "-layout", file, "-");

        Assert.Contains("Sales of “Ada’s Café” – März 2026 €", text, StringComparison.Ordinal);
        Assert.Matches(@"2026-03-18\s+1,546\.27\s+2,500\.00\s+35\.00\s+−988\.73\s+11", text);
        Assert.All(SomeReport.Table.Rows, row => Assert.Contains(row.Cells[0], text, StringComparison.Ordinal));
        Assert.Matches(@"Total\s+[\d,]+\.\d\d", text);
    }

    [Fact]
    public void Xlsx_Should_HoldLargeAmounts_AndPrintItsHeaderOnEachPage()
    {
        var title = $"Sales & refunds of {new string('ö', 100)}";
        using var file = new MemoryStream(XlsxExport.Write(SomeReport.Of(Large, title), Large));
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;

        Assert.Empty(new OpenXmlValidator().Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        Assert.All(sheet.Descendants<Column>().Skip(1).Take(2), column => Assert.True(column.Width! > "−12,345,678,901,234.56".Length));
        Assert.Equal("Revenue!$4:$4", document.WorkbookPart.Workbook.Descendants<DefinedName>().Single(name => name.Name == "_xlnm.Print_Titles").Text);
        Assert.True(sheet.Descendants<PageSetupProperties>().Single().FitToPage!.Value);
        Assert.Equal(("A1:F1", true), (sheet.Descendants<MergeCell>().Single().Reference!.Value, sheet.Descendants<Row>().First().Height! > 40));
        Assert.Equal($"&LSales && refunds of {new string('ö', 100)}&RPage &P of &N", sheet.Descendants<OddFooter>().Single().Text);
    }

    [FactWithPdfTools]
    public async Task Pdf_Should_HoldLongTitlesAndLargeAmounts_WithTheHeaderAndANumberOnEachPage()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "report.pdf");
        var title = $"Every sale of {new string('W', 60)} and of the harbour in the north";
        await File.WriteAllBytesAsync(file, PdfExport.Write(SomeReport.Of(Large, title), Large));

        var pages = (await ReadAsync("pdftotext", "-layout", file, "-")).Split('\f', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Enumerable.Range(1, 9).Select(number => $"{number} of 9"), pages.Select(page => page.TrimEnd().Split("  ")[^1].Trim()));
        Assert.All(pages, page => Assert.Matches(@"Date\s+Revenue\s+Refunds\s+Fees\s+Net revenue\s+Payments", page));
        Assert.StartsWith(title.Replace(" ", "", StringComparison.Ordinal), string.Concat(pages[0].Split([' ', '\n'])), StringComparison.Ordinal);
        Assert.Contains("Revenue by month", pages[0], StringComparison.Ordinal);
        Assert.Matches(@"2025-03-31\s+12,345,678,901,234\.56\s+24,691,357,802,469\.12\s+0\.00\s+−12,345,678,901,234\.56\s+1\n\s*Total\s+12,345,678,901,234\.56", pages[^1]);
    }

    /// <summary>A year of nothing, and then one day of very much.</summary>
    private static ReportTable Large { get; } = ReportTable.Of(
        ReportKind.Revenue, new DaySpan(new DateOnly(2024, 4, 1), new DateOnly(2025, 3, 31)), SomeReport.Usd,
        [
            new RevenueDay
            {
                OrganizationId = "org_1", Day = new DateOnly(2025, 3, 31), Currency = SomeReport.Usd, Source = "PAYMENT", RevenueMinor = 1_234_567_890_123_456, RefundsMinor = 2_469_135_780_246_912,
                EntryCount = 1,
            },
        ]);

    private static async Task<string> ReadAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, await errors));
        return text;
    }

    private sealed class FactWithPdfToolsAttribute : FactAttribute
    {
        public FactWithPdfToolsAttribute()
        {
            var hasTools = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "pdftotext")));
            Skip = hasTools && PdfExport.IsAvailable ? null : "Needs poppler-utils and fonts-dejavu-core.";
        }
    }
}
