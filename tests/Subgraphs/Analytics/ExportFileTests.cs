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
