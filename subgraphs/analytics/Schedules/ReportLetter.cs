using System.Globalization;
using System.Text;

namespace FinFlow.Analytics;

/// <summary>What a mail says about a report: the totals, and where the file is.</summary>
internal static class ReportLetter
{
    internal static Letter Write(ReportNotice notice, Report report, ReportTable table, ReportExport export, string publicUrl)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{report.Title}, {report.From:O} to {report.To:O} (UTC)\n\n");
        var width = table.Columns.Skip(1).Max(column => column.Name.Length) + 2;
        foreach (var (column, cell) in table.Columns.Zip(table.Totals.Cells).Skip(1))
        {
            text.Append(CultureInfo.InvariantCulture, $"{column.Name.PadRight(width)}{cell}{(column.Type is ReportColumnType.Money ? $" {report.Currency.Code}" : "")}\n");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"""

            The whole report as {export.Format.ToString().ToUpperInvariant()}, until {export.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC:
            {publicUrl}{export.Url}

            Whoever has this address can read the report. You get this mail because a FinFlow user put you on schedule {report.ScheduleId}.

            """);
        return new Letter(
            notice.Id, notice.Recipient, string.Create(CultureInfo.InvariantCulture, $"{report.Title}, {report.From:O} to {report.To:O}"), text.ToString(), report.UserId);
    }
}
