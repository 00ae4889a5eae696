namespace FinFlow.Credit;

/// <summary>How the days of a month count as a part of the year.</summary>
public enum DayCount
{
    /// <summary>Every month is a twelfth of the year.</summary>
    Thirty360,

    /// <summary>A month is its days over 365, in leap years too.</summary>
    Actual365,
}

/// <summary>One payment of a schedule.</summary>
/// <param name="Number">From 1.</param>
internal sealed record ScheduledPayment(int Number, DateOnly DueDate, Money Principal, Money Interest)
{
    public Money Amount => Principal + Interest;
}

/// <summary>
/// Equal monthly payments (an annuity), exact to the minor unit: interest is rounded once each month (half to even), and the last payment
/// takes what rounding has left, so that the principal parts add up to the loan.
/// </summary>
internal static class LoanSchedule
{
    private const int YearMonths = 12;
    private const decimal YearDays = 365m;

    /// <param name="annualRatePercent">4.5 is 4.5 % a year.</param>
    /// <param name="start">The day of disbursement; payments fall due on the same day of each month after it, or on the month's last.</param>
    public static IReadOnlyList<ScheduledPayment> Of(Money principal, decimal annualRatePercent, int termMonths, DayCount dayCount, DateOnly start)
    {
        var periods = Enumerable.Range(1, termMonths)
            .Select(number => (Number: number, Due: start.AddMonths(number), Rate: RateOf(annualRatePercent / 100m, start.AddMonths(number - 1), start.AddMonths(number), dayCount)))
            .ToList();
        var payment = Payment(principal, periods.Select(period => period.Rate));
        var balance = principal;
        var schedule = new List<ScheduledPayment>(termMonths);
        foreach (var (number, due, rate) in periods)
        {
            var interest = balance.Multiply(rate);
            var part = number == termMonths ? balance : Money.Max(Money.Zero(principal.Currency), Money.Min(payment - interest, balance));
            schedule.Add(new ScheduledPayment(number, due, part, interest));
            balance -= part;
        }

        return schedule;
    }

    /// <summary>The equal payment: the principal over the sum of what one unit at each due date is worth today.</summary>
    public static Money Payment(Money principal, decimal annualRatePercent, int termMonths)
        => Payment(principal, Enumerable.Repeat(annualRatePercent / 100m / YearMonths, termMonths));

    private static Money Payment(Money principal, IEnumerable<decimal> rates)
    {
        var (growth, worthToday) = (1m, 0m);
        foreach (var rate in rates)
        {
            growth *= 1m + rate;
            worthToday += 1m / growth;
        }

        return principal.Multiply(1m / worthToday);
    }

    private static decimal RateOf(decimal annual, DateOnly from, DateOnly to, DayCount dayCount) => dayCount switch
    {
        DayCount.Thirty360 => annual / YearMonths,
        _ => annual * (to.DayNumber - from.DayNumber) / YearDays,
    };
}
