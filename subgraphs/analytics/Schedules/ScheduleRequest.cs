using System.Globalization;

namespace FinFlow.Analytics;

/// <summary>What a client wants to get regularly: checked here before anything is written.</summary>
internal sealed record ScheduleRequest(
    ReportKind Kind,
    AnalyticsRange Range,
    Currency? Currency,
    string? Title,
    ScheduleFrequency Frequency,
    DayOfWeek? Weekday,
    int? DayOfMonth,
    string Time,
    string TimeZone,
    ExportFormat Format,
    IReadOnlyList<string> Recipients)
{
    internal const string TimeFormat = "HH:mm";

    private const int RecipientsMax = 10;

    /// <summary>RFC 5321 §4.5.3.1.</summary>
    private const int AddressLengthMax = 254;

    internal Result<Recurrence> Check()
    {
        if (Title is not null && !ReportRequest.IsTitle(Title))
        {
            return new ReportTitleInvalid(ReportRequest.TitleLengthMax);
        }

        if (!TimeOnly.TryParseExact(Time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return new ScheduleTimeInvalid();
        }

        if (!TryFindZone(TimeZone, out var zone))
        {
            return new TimeZoneUnknown();
        }

        if (Frequency is ScheduleFrequency.Weekly != Weekday is not null || Frequency is ScheduleFrequency.Monthly != DayOfMonth is not null || DayOfMonth is < 1 or > 31)
        {
            return new ScheduleDayInvalid();
        }

        if (Recipients.Count is 0 or > RecipientsMax || Recipients.Distinct(StringComparer.OrdinalIgnoreCase).Count() != Recipients.Count)
        {
            return new RecipientsInvalid(RecipientsMax);
        }

        return Recipients.Select((address, index) => (address, index)).FirstOrDefault(entry => !IsAddress(entry.address), (null!, -1)) is (not null, var wrong)
            ? new RecipientAddressInvalid(wrong)
            : new Recurrence(Frequency, Weekday, DayOfMonth, time, zone);
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

    // Whether the mailbox exists only a mail can tell, so the check is about what can never be one.
    private static bool IsAddress(string text)
        => text.Length <= AddressLengthMax
            && text.IndexOf('@', StringComparison.Ordinal) is > 0 and <= 64 and var at
            && text.AsSpan(at + 1) is { Length: > 2 } domain
            && !domain.Contains('@')
            && domain[1..^1].Contains('.')
            && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '<' or '>' or ',' or ';' or '"' or '(' or ')' or ':' or '\\');
}
