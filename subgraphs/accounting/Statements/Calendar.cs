namespace FinFlow.Accounting;

/// <summary>Days of the book, which are days in UTC.</summary>
internal static class Calendar
{
    extension(TimeProvider clock)
    {
        public DateOnly Today => clock.GetUtcNow().UtcDay;
    }

    extension(DateTimeOffset time)
    {
        public DateOnly UtcDay => DateOnly.FromDateTime(time.UtcDateTime);
    }
}

/// <summary>A span of days, both included.</summary>
public readonly record struct Period(DateOnly From, DateOnly To)
{
    /// <summary>The period asked for; what is absent comes from the calendar year.</summary>
    public static Result<Period> Of(DateOnly? from, DateOnly? to, DateOnly today)
    {
        var year = (from ?? to ?? today).Year;
        var period = new Period(from ?? new DateOnly(year, 1, 1), to ?? new DateOnly(year, 12, 31));
        return period.From <= period.To ? period : new PeriodInvalid(period.From, period.To);
    }
}

/// <summary>A period ends on or after the day on which it begins.</summary>
public sealed record PeriodInvalid(DateOnly From, DateOnly To) : Refusal($"The period begins on {From:yyyy-MM-dd}, after it ends on {To:yyyy-MM-dd}.");
