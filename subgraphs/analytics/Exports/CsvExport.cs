using System.Text;

namespace FinFlow.Analytics;

/// <summary>Comma-separated values: https://www.rfc-editor.org/rfc/rfc4180. A header, a record for each row, and the totals last.</summary>
public static class CsvExport
{
    public static byte[] Write(ReportTable table)
    {
        var text = new StringBuilder();
        AppendRecord(text, table.Columns.Select(column => Neutral(column.Name)));
        foreach (var row in table.Rows.Append(table.Totals))
        {
            AppendRecord(text, row.Cells.Zip(table.Columns, (cell, column) => column.Type is ReportColumnType.Text ? Neutral(cell) : cell));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendRecord(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Quote)).Append("\r\n");

    private static string Quote(string field)
        => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A spreadsheet runs what begins like a formula. Numbers are ours and may be negative; text may be anybody's.
    private static string Neutral(string field) => field is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{field}" : field;
}
