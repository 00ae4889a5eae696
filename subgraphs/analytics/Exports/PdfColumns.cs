namespace FinFlow.Analytics;

/// <summary>Where a table's columns stand: each as wide as its widest cell, what is left shared by all, in the largest size at which they fit.</summary>
/// <param name="Edges">The left edge of each column, and the right edge of the last.</param>
internal sealed record PdfColumns(double Size, IReadOnlyList<double> Edges)
{
    private const double Gap = 8;

    private static readonly double[] Sizes = [8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5];

    internal static PdfColumns Of(ReportTable table, TrueTypeFont font, double left, double right)
    {
        var widest = table.Columns
            .Select((column, index) => table.Rows.Append(table.Totals)
                .Select(row => PrintedCell.Of(row.Cells[index], column.Type)).Append(column.Name)
                .Max(text => font.WidthOf(text, 1)))
            .ToList();
        double WidthAt(double size) => widest.Sum(width => (width * size) + Gap);
        var size = Sizes.FirstOrDefault(size => WidthAt(size) <= right - left, Sizes[^1]);
        var spare = (right - left - WidthAt(size)) / widest.Count;
        var edges = new List<double> { left };
        widest.ForEach(width => edges.Add(edges[^1] + (width * size) + Gap + spare));
        return new PdfColumns(size, edges);
    }
}
