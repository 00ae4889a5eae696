using System.Globalization;
using System.Text.Json.Serialization;

namespace FinFlow.Analytics;

/// <summary>What a column's cells are, and so how they are written: dates as 2026-03-10, money as 12.50, counts as 1234.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportColumnType>))]
public enum ReportColumnType
{
    Date,
    Text,
    Count,

    /// <summary>In major units of the report's currency.</summary>
    Money,
}

public sealed record ReportColumn(string Name, ReportColumnType Type);

/// <param name="Cells">One for each column, in their order.</param>
public sealed record ReportRow(IReadOnlyList<string> Cells);

/// <param name="Rows">One for each day, oldest first, also for those on which nothing happened.</param>
/// <param name="Totals">The sums of the rows.</param>
public sealed record ReportTable(IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows, ReportRow Totals)
{
    private static readonly IReadOnlyList<Figure> Revenue =
    [
        Figure.Money("Revenue", days => days.OfType<RevenueDay>().Sum(day => day.RevenueMinor)),
        Figure.Money("Refunds", days => days.OfType<RevenueDay>().Sum(day => day.RefundsMinor)),
        Figure.Money("Fees", days => days.OfType<RevenueDay>().Sum(day => day.FeesMinor)),
        Figure.Money("Net revenue", days => days.OfType<RevenueDay>().Sum(day => day.RevenueMinor - day.RefundsMinor - day.FeesMinor)),
        Figure.Count("Payments", days => days.OfType<RevenueDay>().Where(day => day.Source == "PAYMENT").Sum(day => day.EntryCount)),
    ];

    private static readonly IReadOnlyList<Figure> Payments =
    [
        Figure.Count("Authorized", days => days.OfType<PaymentDay>().Sum(day => day.AuthorizedCount)),
        Figure.Count("Captured", days => days.OfType<RevenueDay>().Where(day => day.Source == "PAYMENT").Sum(day => day.EntryCount)),
        Figure.Money("Captured amount", days => days.OfType<RevenueDay>().Where(day => day.Source == "PAYMENT").Sum(day => day.RevenueMinor)),
        Figure.Count("Held", days => days.OfType<PaymentDay>().Sum(day => day.HeldCount)),
        Figure.Count("Failed", days => days.OfType<PaymentDay>().Sum(day => day.FailedCount)),
        Figure.Count("Voided", days => days.OfType<PaymentDay>().Sum(day => day.VoidedCount)),
        Figure.Count("Refunds", days => days.OfType<PaymentDay>().Sum(day => day.RefundCount)),
        Figure.Count("Disputes", days => days.OfType<PaymentDay>().Sum(day => day.DisputeCount)),
    ];

    private static readonly IReadOnlyList<Figure> Transactions =
    [
        Figure.Count("Judged", days => days.OfType<TransactionDay>().Sum(day => day.JudgedCount)),
        Figure.Money("Volume", days => days.OfType<TransactionDay>().Sum(day => day.JudgedMinor)),
        OfLevel("Low risk", "LOW"),
        OfLevel("Medium", "MEDIUM"),
        OfLevel("High", "HIGH"),
        OfLevel("Critical", "CRITICAL"),
        Figure.Count("Held", days => days.OfType<TransactionDay>().Sum(day => day.HeldCount)),
        Figure.Count("Released", days => days.OfType<TransactionDay>().Sum(day => day.ReleasedCount)),
        Figure.Count("Rejected", days => days.OfType<TransactionDay>().Sum(day => day.RejectedCount)),
        Figure.Count("Completed", days => days.OfType<TransactionDay>().Sum(day => day.CompletedCount)),
    ];

    /// <summary>The table of a kind over a period. Figures of other kinds are passed over.</summary>
    public static ReportTable Of(ReportKind kind, DaySpan period, Currency currency, IReadOnlyCollection<IDayOfFigures> figures)
    {
        var columns = kind switch
        {
            ReportKind.Payments => Payments,
            ReportKind.Transactions => Transactions,
            _ => Revenue,
        };
        var byDay = figures.ToLookup(figure => figure.Day);
        ReportRow Row(string name, IEnumerable<IDayOfFigures> days) => new([name, .. columns.Select(column => column.Write(column.Sum(days), currency))]);
        return new ReportTable(
            [new ReportColumn("Date", ReportColumnType.Date), .. columns.Select(column => new ReportColumn(column.Name, column.Type))],
            [.. period.Days.Select(day => Row(day.ToString("O", CultureInfo.InvariantCulture), byDay[day]))],
            Row("Total", figures));
    }

    private static Figure OfLevel(string name, string level)
        => Figure.Count(name, days => days.OfType<TransactionDay>().Where(day => day.RiskLevel == level).Sum(day => day.JudgedCount));

    private sealed record Figure(string Name, ReportColumnType Type, Func<IEnumerable<IDayOfFigures>, long> Sum)
    {
        internal static Figure Money(string name, Func<IEnumerable<IDayOfFigures>, long> sum) => new(name, ReportColumnType.Money, sum);

        internal static Figure Count(string name, Func<IEnumerable<IDayOfFigures>, long> sum) => new(name, ReportColumnType.Count, sum);

        internal string Write(long value, Currency currency)
            => Type is ReportColumnType.Money ? new Money(value, currency).ToAmountText() : value.ToString(CultureInfo.InvariantCulture);
    }
}
