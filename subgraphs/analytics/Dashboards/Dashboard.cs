namespace FinFlow.Analytics;

/// <summary>The organisation's figures over a range of days, in one currency, counts too: amounts of different currencies are never added.</summary>
/// <param name="Revenue">What was credited to the sales account.</param>
/// <param name="Refunds">What went back to customers.</param>
/// <param name="Fees">What processors kept.</param>
/// <param name="PaymentCount">Payments in this currency that were captured.</param>
/// <param name="HeldCount">Payments in this currency that were held for a reviewer.</param>
/// <param name="FailedCount">Payments in this currency that were declined or failed.</param>
/// <param name="AveragePayment">Of the captured payments, to the nearest minor unit; null when there were none.</param>
/// <param name="Trend">Every day of the range, oldest first, also those on which nothing happened.</param>
/// <param name="UpdatedAt">When an event last changed one of the figures; null when none ever has.</param>
public sealed record Dashboard(
    AnalyticsRange Range,
    DateOnly From,
    DateOnly To,
    Currency Currency,
    Money Revenue,
    Money Refunds,
    Money Fees,
    int PaymentCount,
    int HeldCount,
    int FailedCount,
    Money? AveragePayment,
    IReadOnlyList<DashboardDay> Trend,
    DateTimeOffset? UpdatedAt)
{
    /// <summary>Revenue less refunds and fees.</summary>
    public Money NetRevenue => Revenue - Refunds - Fees;

    /// <summary>The same by months of the calendar, oldest first, also those in which nothing happened.</summary>
    public IReadOnlyList<DashboardMonth> Months => DashboardMonth.Of(Trend);

    public static Dashboard Of(
        AnalyticsRange range, DaySpan span, Currency currency, IReadOnlyCollection<RevenueDay> revenue, IReadOnlyCollection<PaymentDay> payments)
    {
        Money Sum(Func<RevenueDay, long> figure) => new(revenue.Sum(figure), currency);
        var captured = revenue.Where(day => day.Source == "PAYMENT").ToList();
        var paymentCount = captured.Sum(day => day.EntryCount);
        var byDay = revenue.ToLookup(day => day.Day);
        return new Dashboard(
            range,
            span.From,
            span.To,
            currency,
            Sum(day => day.RevenueMinor),
            Sum(day => day.RefundsMinor),
            Sum(day => day.FeesMinor),
            paymentCount,
            payments.Sum(day => day.HeldCount),
            payments.Sum(day => day.FailedCount),
            paymentCount == 0 ? null : new Money((long)decimal.Round((decimal)captured.Sum(day => day.RevenueMinor) / paymentCount), currency),
            [.. span.Days.Select(day => DashboardDay.Of(day, currency, [.. byDay[day]]))],
            revenue.Cast<IDayOfFigures>().Concat(payments).Select(day => (DateTimeOffset?)day.UpdatedAt).Max());
    }
}

/// <summary>A day of the trend, in UTC.</summary>
public sealed record DashboardDay(DateOnly Date, Money Revenue, Money Refunds, Money Fees, int PaymentCount)
{
    internal static DashboardDay Of(DateOnly date, Currency currency, IReadOnlyCollection<RevenueDay> figures) => new(
        date,
        new Money(figures.Sum(day => day.RevenueMinor), currency),
        new Money(figures.Sum(day => day.RefundsMinor), currency),
        new Money(figures.Sum(day => day.FeesMinor), currency),
        figures.Where(day => day.Source == "PAYMENT").Sum(day => day.EntryCount));
}

/// <summary>A month of the calendar, in UTC, as far as the range reaches into it.</summary>
/// <param name="From">The month's first day, or the range's where that is later.</param>
/// <param name="To">The month's last day, or the range's where that is earlier.</param>
public sealed record DashboardMonth(DateOnly From, DateOnly To, Money Revenue, Money Refunds, Money Fees, int PaymentCount)
{
    /// <summary>As 2026-03.</summary>
    public string Month => From.MonthText;

    /// <param name="trend">Without gaps and in order, as the months then are.</param>
    internal static IReadOnlyList<DashboardMonth> Of(IReadOnlyList<DashboardDay> trend)
    {
        return [.. trend.GroupBy(day => day.Date.MonthText).Select(OfMonth)];

        static DashboardMonth OfMonth(IEnumerable<DashboardDay> of)
        {
            var days = of.ToList();
            Money Sum(Func<DashboardDay, Money> figure) => new(days.Sum(day => figure(day).Minor), days[0].Revenue.Currency);
            return new DashboardMonth(
                days[0].Date, days[^1].Date, Sum(day => day.Revenue), Sum(day => day.Refunds), Sum(day => day.Fees), days.Sum(day => day.PaymentCount));
        }
    }
}
