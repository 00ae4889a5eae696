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
    private const int RecipientsMax = 10;

    /// <summary>RFC 5321 §4.5.3.1.</summary>
    private const int AddressLengthMax = 254;

    internal Result<Recurrence> Check()
    {
        if (Title is not null && !ReportRequest.IsTitle(Title))
        {
            return new ReportTitleInvalid(ReportRequest.TitleLengthMax);
        }

        if (!Recurrence.Of(Frequency, Weekday, DayOfMonth, Time, TimeZone).TryGet(out var recurrence, out var refusal))
        {
            return refusal;
        }

        if (Recipients.Count is 0 or > RecipientsMax || Recipients.Distinct(StringComparer.OrdinalIgnoreCase).Count() != Recipients.Count)
        {
            return new RecipientsInvalid(RecipientsMax);
        }

        return Recipients.Select((address, index) => (address, index)).FirstOrDefault(entry => !IsAddress(entry.address), (null!, -1)) is (not null, var wrong)
            ? new RecipientAddressInvalid(wrong)
            : recurrence;
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
