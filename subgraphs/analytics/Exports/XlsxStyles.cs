using DocumentFormat.OpenXml.Spreadsheet;

namespace FinFlow.Analytics;

/// <summary>How cells look. The numbers are positions in the list of cell formats.</summary>
internal static class XlsxStyles
{
    internal const uint Plain = 0;
    internal const uint Title = 1;
    internal const uint Header = 2;
    internal const uint HeaderRight = 3;
    internal const uint Date = 4;
    internal const uint Count = 5;
    internal const uint Money = 6;
    internal const uint TotalText = 7;
    internal const uint TotalCount = 8;
    internal const uint TotalMoney = 9;

    // Formats below 164 are the program's own.
    private const uint DateFormat = 164;
    private const uint CountFormat = 165;
    private const uint MoneyFormat = 166;

    internal static uint HeaderOf(ReportColumnType type) => type is ReportColumnType.Date or ReportColumnType.Text ? Header : HeaderRight;

    internal static Stylesheet Of(Currency currency) => new(
        new NumberingFormats(
            Format(DateFormat, "yyyy-mm-dd"),
            Format(CountFormat, "#,##0"),
            Format(MoneyFormat, Negative(currency.MinorDigits == 0 ? "#,##0" : $"#,##0.{new string('0', currency.MinorDigits)}"))),
        new Fonts(FontOf(10, bold: false), FontOf(16, bold: true), FontOf(10, bold: true)),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE6EEF5" }) { PatternType = PatternValues.Solid })),
        new Borders(
            new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
            new Border(new LeftBorder(), new RightBorder(), new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder(), new DiagonalBorder())),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { FontId = 1, ApplyFont = true, ApplyAlignment = true },
            new CellFormat { FontId = 2, FillId = 2, ApplyFont = true, ApplyFill = true },
            new CellFormat(new Alignment { Horizontal = HorizontalAlignmentValues.Right }) { FontId = 2, FillId = 2, ApplyFont = true, ApplyFill = true, ApplyAlignment = true },
            new CellFormat(new Alignment { Horizontal = HorizontalAlignmentValues.Left }) { NumberFormatId = DateFormat, ApplyNumberFormat = true, ApplyAlignment = true },
            new CellFormat { NumberFormatId = CountFormat, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = MoneyFormat, ApplyNumberFormat = true },
            TotalOf(0),
            TotalOf(CountFormat),
            TotalOf(MoneyFormat)));

    /// <summary>A merged cell does not grow with its text, so its height, in points, is reckoned: with bold letters a good half wider than the digits that widths count.</summary>
    internal static double TitleHeight(string title, double width) => 22 * Math.Max(1, Math.Ceiling(title.Length * 1.7 / width));

    // What went out is seen at a glance, and without colours by its minus.
    private static string Negative(string format) => $"{format};[Red]-{format}";

    private static NumberingFormat Format(uint id, string code) => new() { NumberFormatId = id, FormatCode = code };

    // Arial, because every program has it or a font of the same measures; what stands in for others differs from weight to weight.
    private static Font FontOf(double size, bool bold)
    {
        var font = new Font(new FontSize { Val = size }, new FontName { Val = "Arial" }, new FontFamilyNumbering { Val = 2 });
        if (bold)
        {
            font.PrependChild(new Bold());
        }

        return font;
    }

    private static CellFormat TotalOf(uint format)
        => new() { NumberFormatId = format, FontId = 2, BorderId = 1, ApplyNumberFormat = true, ApplyFont = true, ApplyBorder = true };
}
