using System.Globalization;
using System.Text;

namespace FinFlow.Analytics;

/// <summary>A page of A4. Lengths are points of 1/72 inch, measured from the top left, as one reads.</summary>
internal sealed class PdfPage(PdfDocument document)
{
    internal const double Width = 595;
    internal const double Height = 842;

    private readonly StringBuilder content = new();

    internal string Content => content.ToString();

    internal void Text(double left, double baseline, double size, string text, PdfColor color, bool bold = false)
    {
        // The one font is made bold by a thin outline of the same colour.
        var weight = bold ? $"2 Tr {N(size * 0.035)} w {color.Stroke} " : "0 Tr ";
        content.Append(CultureInfo.InvariantCulture, $"BT /F {N(size)} Tf {color.Fill} {weight}{N(left)} {N(Height - baseline)} Td <{document.Encode(text)}> Tj ET\n");
    }

    internal void TextRight(double right, double baseline, double size, string text, PdfColor color, bool bold = false)
        => Text(right - document.Typeface.WidthOf(text, size), baseline, size, text, color, bold);

    internal void Area(double left, double top, double width, double height, PdfColor color)
        => content.Append(CultureInfo.InvariantCulture, $"{color.Fill} {N(left)} {N(Height - top - height)} {N(width)} {N(height)} re f\n");

    internal void Line(double left, double top, double right, double bottom, PdfColor color, double width = 0.5)
        => content.Append(CultureInfo.InvariantCulture, $"{color.Stroke} {N(width)} w {N(left)} {N(Height - top)} m {N(right)} {N(Height - bottom)} l S\n");

    private static string N(double value) => PdfDocument.Number(value);
}

/// <param name="Red">From 0 to 1, as the others.</param>
internal readonly record struct PdfColor(double Red, double Green, double Blue)
{
    internal static readonly PdfColor Ink = new(0.10, 0.13, 0.18);
    internal static readonly PdfColor Muted = new(0.40, 0.44, 0.50);
    internal static readonly PdfColor Rule = new(0.80, 0.83, 0.87);
    internal static readonly PdfColor Shade = new(0.955, 0.965, 0.975);
    internal static readonly PdfColor Accent = new(0.07, 0.40, 0.55);

    internal string Fill => $"{Channels} rg";

    internal string Stroke => $"{Channels} RG";

    private string Channels => string.Create(CultureInfo.InvariantCulture, $"{Red:0.###} {Green:0.###} {Blue:0.###}");
}
