using System.Globalization;

namespace FinFlow.Analytics;

/// <summary>A cell as people read it.</summary>
internal static class PrintedCell
{
    internal static bool IsNumber(ReportColumnType type) => type is ReportColumnType.Money or ReportColumnType.Count;

    /// <summary>Numbers with thousands apart, and with a minus as long as a digit is wide: −1,234.50.</summary>
    internal static string Of(string cell, ReportColumnType type) => IsNumber(type) ? Number(cell) : cell;

    internal static string Number(string number)
    {
        var unsigned = number.TrimStart('-');
        var point = unsigned.IndexOf('.', StringComparison.Ordinal);
        var whole = decimal.Parse(point < 0 ? unsigned : unsigned[..point], CultureInfo.InvariantCulture).ToString("#,##0", CultureInfo.InvariantCulture);
        return $"{(number.StartsWith('-') ? "−" : "")}{whole}{(point < 0 ? "" : unsigned[point..])}";
    }
}
