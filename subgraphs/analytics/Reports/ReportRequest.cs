namespace FinFlow.Analytics;

/// <summary>What a client wants reported: checked here before anything is read.</summary>
/// <param name="Range">Counts when neither <paramref name="From"/> nor <paramref name="To"/> is given.</param>
/// <param name="Title">The kind's own when null.</param>
internal sealed record ReportRequest(ReportKind Kind, AnalyticsRange Range, DateOnly? From, DateOnly? To, Currency? Currency, string? Title)
{
    /// <summary>Five years, leap days included: more rows than this nobody reads on paper.</summary>
    internal const int DaysMax = 1827;

    internal const int TitleLengthMax = 120;

    public Result<DaySpan> PeriodAt(DateOnly today) => (From, To) switch
    {
        _ when Title is not null && !IsTitle(Title) => new ReportTitleInvalid(TitleLengthMax),
        (null, null) => DaySpan.Of(Range, today),
        ({ } from, { } to) when from > to => new ReportPeriodBackwards(from, to),
        (_, { } to) when to > today => new ReportPeriodInFuture(today),
        ({ } from, { } to) when to.DayNumber - from.DayNumber >= DaysMax => new ReportPeriodTooLong(DaysMax),
        ({ } from, { } to) => new DaySpan(from, to),
        _ => new ReportPeriodIncomplete(),
    };

    internal static string TitleOf(ReportKind kind) => $"{kind} report";

    internal static bool IsTitle(string title)
        => !string.IsNullOrWhiteSpace(title) && title.Length <= TitleLengthMax && !title.Any(char.IsControl);
}
