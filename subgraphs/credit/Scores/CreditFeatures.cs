namespace FinFlow.Credit;

/// <summary>What a score is computed from. Stored with it, so that it can be explained and computed again.</summary>
/// <param name="Income">Taken in during the last 12 months, in major units of the base currency.</param>
/// <param name="MonthlyCashFlow">Income less expenses, mean of the months since the business began, at most 12.</param>
/// <param name="Delinquencies">In the last 24 months: installments paid late or not at all, and payments that were disputed.</param>
/// <param name="TenureMonths">Whole months since the business registered.</param>
/// <param name="IncomeVolatility">Standard deviation of monthly income over its mean, last 12 months; 0 without income.</param>
/// <param name="RefundRate">Refunded over captured, last 12 months, 0 to 1.</param>
/// <param name="FailureRate">Failed over all attempted payments, last 12 months, 0 to 1.</param>
/// <param name="InvoicesIssued">In the last 12 months.</param>
/// <param name="InvoicesOverdue">In the last 12 months: the customers' delay, not the business's.</param>
/// <param name="LoansRepaid">Loans that were paid back in full.</param>
/// <param name="LoansOpen">Loans that are being paid back.</param>
public sealed record CreditFeatures(
    decimal Income,
    decimal MonthlyCashFlow,
    int Delinquencies,
    int TenureMonths,
    decimal IncomeVolatility,
    decimal RefundRate,
    decimal FailureRate,
    int InvoicesIssued,
    int InvoicesOverdue,
    int LoansRepaid,
    int LoansOpen)
{
    private const int YearMonths = 12;
    private const int Digits = 4;

    public static CreditFeatures Of(CreditHistory history, Currency currency, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var thisMonth = MonthlyActivity.MonthOf(now);
        var began = history.Since is { } since ? MonthlyActivity.MonthOf(since) : history.Months.Select(month => month.Month).DefaultIfEmpty(thisMonth).Min();
        var monthsOfBusiness = Math.Clamp(MonthsBetween(began, thisMonth) + 1, 1, YearMonths);
        var year = history.Months.Where(month => month.Month > thisMonth.AddMonths(-YearMonths)).ToList();
        var (captured, income) = (year.Sum(month => month.CapturedMinor), year.Sum(month => month.IncomeMinor));
        var (attempts, failures) = (year.Sum(month => month.Captures + month.Failures), year.Sum(month => month.Failures));
        return new CreditFeatures(
            Income: Major(income, currency),
            MonthlyCashFlow: decimal.Round(Major(income - year.Sum(month => month.ExpensesMinor), currency) / monthsOfBusiness, Digits),
            Delinquencies: history.Installments.Count(installment => installment.IsLateOn(today)) + history.Months.Sum(month => month.Disputes),
            TenureMonths: history.Since is { } from ? WholeMonths(DateOnly.FromDateTime(from.UtcDateTime), today) : 0,
            IncomeVolatility: Volatility(year, monthsOfBusiness),
            RefundRate: Ratio(year.Sum(month => month.RefundedMinor), captured),
            FailureRate: Ratio(failures, attempts),
            InvoicesIssued: year.Sum(month => month.InvoicesIssued),
            InvoicesOverdue: year.Sum(month => month.InvoicesOverdue),
            LoansRepaid: history.Loans.Count(loan => loan.Status is LoanStatus.Repaid),
            LoansOpen: history.Loans.Count(loan => loan.Status is LoanStatus.Active or LoanStatus.Overdue));
    }

    // A method and no property, so that it is no field of the schema.
    internal bool HasHistory() => Income != 0 || MonthlyCashFlow != 0 || InvoicesIssued + LoansRepaid + LoansOpen + Delinquencies > 0;

    private static decimal Major(long minor, Currency currency) => new Money(minor, currency).ToDecimal();

    private static decimal Ratio(decimal part, decimal whole) => whole <= 0 ? 0m : decimal.Round(Math.Clamp(part / whole, 0m, 1m), Digits);

    // Months without any activity are months of no income, and make it more volatile.
    private static decimal Volatility(List<MonthlyActivity> months, int monthsOfBusiness)
    {
        var incomes = months.Select(month => (double)month.IncomeMinor).Concat(Enumerable.Repeat(0d, Math.Max(0, monthsOfBusiness - months.Count))).ToList();
        var mean = incomes.Average();
        return mean <= 0 ? 0m : decimal.Round((decimal)(Math.Sqrt(incomes.Average(income => Math.Pow(income - mean, 2))) / mean), Digits);
    }

    private static int MonthsBetween(DateOnly from, DateOnly to) => ((to.Year - from.Year) * YearMonths) + to.Month - from.Month;

    private static int WholeMonths(DateOnly from, DateOnly to) => Math.Max(0, MonthsBetween(from, to) - (to.Day < from.Day ? 1 : 0));
}
