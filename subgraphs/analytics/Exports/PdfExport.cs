using System.Globalization;

namespace FinFlow.Analytics;

/// <summary>A report for paper: the totals, a chart of the first figure, then every row, with the header on each page.</summary>
public static class PdfExport
{
    private const double Margin = 48;
    private const double RowHeight = 15;
    private const double ChartHeight = 110;
    private const double TitleSize = 18;
    private const int BarsMax = 100;

    /// <summary>Of 2026-03 in 2026-03-10.</summary>
    private const int MonthLength = 7;

    private const double Right = PdfPage.Width - Margin;
    private const double Bottom = PdfPage.Height - Margin - 16;

    /// <summary>Where it is looked for, in this order.</summary>
    public static IReadOnlyList<string> FontPaths { get; } =
        ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/dejavu/DejaVuSans.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf"];

    private static readonly Lazy<TrueTypeFont?> Font = new(() => FontPaths.FirstOrDefault(File.Exists) is { } path ? new TrueTypeFont(File.ReadAllBytes(path)) : null);

    /// <summary>Whether the font is installed: Debian's fonts-dejavu-core, or the same elsewhere.</summary>
    public static bool IsAvailable => Font.Value is not null;

    /// <exception cref="InvalidOperationException">The font is not installed; ask <see cref="IsAvailable"/> first.</exception>
    public static byte[] Write(Report report, ReportTable table)
    {
        var document = new PdfDocument(Font.Value ?? throw new InvalidOperationException("The font is not installed."));
        var columns = PdfColumns.Of(table, document.Typeface, Margin, Right);
        var page = document.AddPage();
        var pages = new List<PdfPage> { page };
        var top = DrawTitle(page, report, document.Typeface);
        top = DrawChart(page, table, top);
        top = DrawHeader(page, table, columns, top);
        foreach (var (row, index) in table.Rows.Append(table.Totals).Select((row, index) => (row, index)))
        {
            // The last row and the totals stay together: totals alone on a page say nothing.
            if (top + (RowHeight * (index == table.Rows.Count - 1 ? 2 : 1)) > Bottom)
            {
                page = document.AddPage();
                pages.Add(page);
                top = DrawHeader(page, table, columns, Margin);
            }

            DrawRow(page, table, columns, row, top, index);
            top += RowHeight;
        }

        foreach (var (footed, index) in pages.Select((footed, index) => (footed, index)))
        {
            DrawFooter(footed, report, index + 1, pages.Count);
        }

        return document.ToBytes(report.Title);
    }

    private static double DrawTitle(PdfPage page, Report report, TrueTypeFont font)
    {
        page.Area(Margin, Margin - 4, 28, 4, PdfColor.Accent);
        var baseline = Margin + 2;
        foreach (var line in PdfLines.Of(report.Title, font, TitleSize, Right - Margin))
        {
            baseline += TitleSize * 1.22;
            page.Text(Margin, baseline, TitleSize, line, PdfColor.Ink, bold: true);
        }

        page.Text(
            Margin, baseline + 18, 9.5, string.Create(CultureInfo.InvariantCulture, $"{report.From:d MMMM yyyy} – {report.To:d MMMM yyyy} (UTC) · amounts in {report.Currency.Code}"), PdfColor.Muted);
        return baseline + 40;
    }

    // Bars of the first column after the date. Doubles are good enough for what is a few millimetres high.
    private static double DrawChart(PdfPage page, ReportTable table, double top)
    {
        var bars = BarsOf(table);
        var largest = bars.Max(bar => bar.Value);
        var (high, low) = (Math.Max((double)largest, 0), Math.Min((double)bars.Min(bar => bar.Value), 0));
        if (high - low == 0)
        {
            return top;
        }

        page.Text(Margin, top, 8, $"{table.Columns[1].Name} by {(bars.Count == table.Rows.Count ? "day" : "month")}", PdfColor.Muted);
        page.TextRight(Right, top, 8, $"highest {PrintedCell.Number(largest.ToString(CultureInfo.InvariantCulture))}", PdfColor.Muted);
        var (ceiling, scale, step) = (top + 8, ChartHeight / (high - low), (Right - Margin) / bars.Count);
        var zero = ceiling + (high * scale);
        for (var index = 0; index < bars.Count; index++)
        {
            var value = (double)bars[index].Value;
            var height = Math.Abs(value) * scale;
            page.Area(Margin + (index * step), value < 0 ? zero : zero - height, step * 0.75, height, PdfColor.Accent);
        }

        page.Line(Margin, zero, Right, zero, PdfColor.Rule);
        page.Text(Margin, ceiling + ChartHeight + 11, 7.5, bars[0].Name, PdfColor.Muted);
        page.TextRight(Right, ceiling + ChartHeight + 11, 7.5, bars[^1].Name, PdfColor.Muted);
        return ceiling + ChartHeight + 30;
    }

    /// <summary>Days, or months of the calendar where days would be too thin to tell apart.</summary>
    private static List<(string Name, decimal Value)> BarsOf(ReportTable table)
    {
        var days = table.Rows.Select(row => (Day: row.Cells[0], Value: decimal.Parse(row.Cells[1], CultureInfo.InvariantCulture))).ToList();
        return days.Count <= BarsMax ? days : [.. days.GroupBy(day => day.Day[..MonthLength]).Select(month => (month.Key, month.Sum(day => day.Value)))];
    }

    private static double DrawHeader(PdfPage page, ReportTable table, PdfColumns columns, double top)
    {
        DrawCells(page, table, columns, table.Columns.Select(column => column.Name), top, PdfColor.Muted, bold: true);
        page.Line(Margin, top + RowHeight, Right, top + RowHeight, PdfColor.Ink, 0.8);
        return top + RowHeight + 1;
    }

    private static void DrawRow(PdfPage page, ReportTable table, PdfColumns columns, ReportRow row, double top, int index)
    {
        var isTotal = ReferenceEquals(row, table.Totals);
        if (isTotal)
        {
            page.Line(Margin, top, Right, top, PdfColor.Ink, 0.8);
        }
        else if (index % 2 == 1)
        {
            page.Area(Margin, top, Right - Margin, RowHeight, PdfColor.Shade);
        }

        DrawCells(page, table, columns, row.Cells.Zip(table.Columns, (cell, column) => PrintedCell.Of(cell, column.Type)), top, PdfColor.Ink, isTotal);
    }

    // Numbers stand right, so that their digits stand below each other.
    private static void DrawCells(PdfPage page, ReportTable table, PdfColumns columns, IEnumerable<string> cells, double top, PdfColor color, bool bold)
    {
        foreach (var (cell, index) in cells.Select((cell, index) => (cell, index)))
        {
            if (PrintedCell.IsNumber(table.Columns[index].Type))
            {
                page.TextRight(columns.Edges[index + 1] - 3, top + 10.5, columns.Size, cell, color, bold);
            }
            else
            {
                page.Text(columns.Edges[index] + 3, top + 10.5, columns.Size, cell, color, bold);
            }
        }
    }

    private static void DrawFooter(PdfPage page, Report report, int number, int count)
    {
        var baseline = PdfPage.Height - Margin + 8;
        page.Line(Margin, baseline - 12, Right, baseline - 12, PdfColor.Rule);
        page.Text(
            Margin, baseline, 7.5, string.Create(CultureInfo.InvariantCulture, $"FinFlow · generated {report.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC · {report.Id}"), PdfColor.Muted);
        page.TextRight(Right, baseline, 7.5, string.Create(CultureInfo.InvariantCulture, $"{number} of {count}"), PdfColor.Muted);
    }
}
