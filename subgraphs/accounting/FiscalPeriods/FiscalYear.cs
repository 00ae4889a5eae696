namespace FinFlow.Accounting;

/// <summary>Twelve months of a book. Fiscal years follow one another without a gap.</summary>
public sealed record FiscalYear
{
    private const int NameCharactersMax = 50;
    private const int YearMin = 1970;

    /// <summary>A year is opened when it is planned for, not for a far future that a typing mistake names.</summary>
    private const int YearsAheadMax = 2;

    private const int MonthsInYear = 12;

    /// <summary>The id, with the prefix <c>fy_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    public required string Name { get; init; }

    /// <summary>Its first day, the first of a month.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Its last day.</summary>
    public required DateOnly To { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <param name="last">The last day of the book's latest fiscal year; null when there is none.</param>
    public static Result<FiscalYear> Open(string id, string organizationId, DateOnly from, string? name, DateOnly? last, DateTimeOffset now) => from switch
    {
        { Day: not 1 } => new FiscalYearStartInvalid(from),
        { Year: < YearMin } => new FiscalYearStartInvalid(from),
        _ when from.Year > now.Year + YearsAheadMax => new FiscalYearStartInvalid(from),
        _ when name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > NameCharactersMax || name.Any(char.IsControl))
            => new FiscalYearNameInvalid(NameCharactersMax),
        _ when last is { } end && from != end.AddDays(1) => new FiscalYearNotNext(end.AddDays(1)),
        _ => new FiscalYear
        {
            Id = id,
            OrganizationId = organizationId,
            Name = name?.Trim() ?? NameOf(from),
            From = from,
            To = from.AddMonths(MonthsInYear).AddDays(-1),
            OpenedAt = now,
        },
    };

    /// <summary>Its months.</summary>
    internal IEnumerable<FiscalPeriod> Periods(Func<string> newId)
        => Enumerable.Range(0, MonthsInYear).Select(month => new FiscalPeriod
        {
            Id = newId(),
            OrganizationId = OrganizationId,
            FiscalYearId = Id,
            From = From.AddMonths(month),
            To = From.AddMonths(month + 1).AddDays(-1),
        });

    private static string NameOf(DateOnly from) => from.Month == 1 ? $"{from:yyyy}" : $"{from:yyyy}/{from.AddYears(1):yy}";
}
