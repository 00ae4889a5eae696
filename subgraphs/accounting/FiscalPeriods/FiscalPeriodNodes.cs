namespace FinFlow.Accounting;

[ObjectType<FiscalPeriod>]
public static class FiscalPeriodNode
{
    public static async Task<FiscalYear> GetFiscalYearAsync(
        [Parent] FiscalPeriod period, IFiscalYearByIdDataLoader years, CancellationToken cancellationToken)
        => await years.LoadRequiredAsync(period.FiscalYearId, cancellationToken);

    /// <summary>Who closed it.</summary>
    public static User? GetClosedBy([Parent] FiscalPeriod period) => period.ClosedByUserId is { } id ? new User(id) : null;
}

[ObjectType<FiscalYear>]
public static class FiscalYearNode
{
    /// <summary>Its twelve months in order.</summary>
    public static async Task<IReadOnlyList<FiscalPeriod>> GetPeriodsAsync(
        [Parent] FiscalYear year, IPeriodsByFiscalYearIdDataLoader periods, CancellationToken cancellationToken)
        => await periods.LoadAsync(year.Id, cancellationToken) ?? [];
}

public static class FiscalPeriodLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, FiscalPeriod>> GetFiscalPeriodByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.FiscalPeriods.AsNoTracking().Where(period => ids.Contains(period.Id)).ToDictionaryAsync(period => period.Id, cancellationToken);

    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, FiscalYear>> GetFiscalYearByIdAsync(
        IReadOnlyList<string> ids, AccountingDbContext db, CancellationToken cancellationToken)
        => await db.FiscalYears.AsNoTracking().Where(year => ids.Contains(year.Id)).ToDictionaryAsync(year => year.Id, cancellationToken);

    [DataLoader]
    public static async Task<ILookup<string, FiscalPeriod>> GetPeriodsByFiscalYearIdAsync(
        IReadOnlyList<string> yearIds, AccountingDbContext db, CancellationToken cancellationToken)
        => (await db.FiscalPeriods.AsNoTracking()
            .Where(period => yearIds.Contains(period.FiscalYearId))
            .OrderBy(period => period.From)
            .ToListAsync(cancellationToken)).ToLookup(period => period.FiscalYearId);
}
