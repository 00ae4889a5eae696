using FinFlow.Analytics;
using FinFlow.Finance;

namespace FinFlow.Subgraphs.Tests;

internal static class SomeReport
{
    internal static readonly Currency Usd = Currency.Of("USD");

    /// <summary>A month of sales with a quiet day, a day of refunds and a loss.</summary>
    internal static IReadOnlyList<RevenueDay> Month { get; } =
    [
        .. Enumerable.Range(0, 31).Where(day => day != 11).Select(day => new RevenueDay
        {
            OrganizationId = "org_1", Day = new DateOnly(2026, 3, 1).AddDays(day), Currency = Usd, Source = "PAYMENT",
            RevenueMinor = 120_000 + (day * 7_331 % 90_000), FeesMinor = 3_500, RefundsMinor = day == 17 ? 250_000 : 0, EntryCount = 10 + (day % 4),
        }),
    ];

    internal static ReportTable Table { get; } =
        ReportTable.Of(ReportKind.Revenue, new DaySpan(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31)), Usd, Month);

    internal static Report Of(ReportTable table, string title = "Sales of “Ada’s Café” – März 2026 €") => new()
    {
        Id = "rep_019300a1b2c37d4e8f5061728394a5b6", OrganizationId = "org_1", UserId = "usr_1", Kind = ReportKind.Revenue, Title = title,
        From = new DateOnly(2026, 3, 1), To = new DateOnly(2026, 3, 31), Currency = Usd, RowCount = table.Rows.Count,
        CreatedAt = new DateTimeOffset(2026, 4, 1, 6, 30, 0, TimeSpan.Zero),
    };

    internal static ReportTable OfTexts(params string[] texts) => new(
        [new ReportColumn("Name", ReportColumnType.Text), new ReportColumn("Amount", ReportColumnType.Money)],
        [.. texts.Select(text => new ReportRow([text, "-1.00"]))],
        new ReportRow(["Total", "-1.00"]));
}
