using System.Globalization;

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
    internal const string TimeFormat = "HH:mm";

    /// <summary>From what a client asks for, or from what is stored: an older or newer machine may have stored a zone that this one does not know.</summary>
    internal static Result<Recurrence> Of(ScheduleFrequency frequency, DayOfWeek? weekday, int? dayOfMonth, string time, string timeZone)
    {
        if (!TimeOnly.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return new ScheduleTimeInvalid();
        }

        if (!TryFindZone(timeZone, out var zone))
        {
            return new TimeZoneUnknown();
        }

        return frequency is ScheduleFrequency.Weekly != weekday is not null || frequency is ScheduleFrequency.Monthly != dayOfMonth is not null || dayOfMonth is < 1 or > 31
            ? new ScheduleDayInvalid()
            : new Recurrence(frequency, weekday, dayOfMonth, parsed, zone);
    }

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

    // Only names of the IANA database: an id becomes a file's name in the search, and other names differ from system to system.
    private static bool TryFindZone(string id, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        return id.Length is > 0 and <= 64
            && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '+' or '-')
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone!)
            && zone.HasIanaId;
    }

    private bool IsDue(DateOnly date) => Frequency switch
    {
        ScheduleFrequency.Weekly => date.DayOfWeek == Weekday,
        ScheduleFrequency.Monthly => date.Day == Math.Min(DayOfMonth!.Value, DateTime.DaysInMonth(date.Year, date.Month)),
        _ => true,
    };
}
