namespace FinFlow.Analytics;

/// <summary>How often a schedule falls due.</summary>
public enum ScheduleFrequency
{
    Daily,

    /// <summary>On one day of the week.</summary>
    Weekly,

    /// <summary>On one day of the month, or on the last one where the month is shorter.</summary>
    Monthly,
}

/// <summary>A wall clock's time on certain days: each of them has exactly one moment at which it falls due, also when the clocks change.</summary>
/// <param name="Weekday">With weekly ones.</param>
/// <param name="DayOfMonth">With monthly ones.</param>
public sealed record Recurrence(ScheduleFrequency Frequency, DayOfWeek? Weekday, int? DayOfMonth, TimeOnly Time, TimeZoneInfo Zone)
{
    /// <summary>The first moment later than <paramref name="after"/>.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        // A moment may lie on the day after its date where the clocks skip midnight, so the search begins the day before.
        var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, Zone).DateTime).AddDays(-1);
        while (!IsDue(date) || On(date) <= after)
        {
            date = date.AddDays(1);
        }

        return On(date);
    }

    /// <summary>The moment of a date, in UTC.</summary>
    public DateTimeOffset On(DateOnly date)
    {
        var local = date.ToDateTime(Time);
        // A time that the clocks jump over falls due when they have jumped.
        while (Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // A time that comes twice falls due the first time, when the clocks are still further ahead of UTC.
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private bool IsDue(DateOnly date) => Frequency switch
    {
        ScheduleFrequency.Weekly => date.DayOfWeek == Weekday,
        ScheduleFrequency.Monthly => date.Day == Math.Min(DayOfMonth!.Value, DateTime.DaysInMonth(date.Year, date.Month)),
        _ => true,
    };
}
