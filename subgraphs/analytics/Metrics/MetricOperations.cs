using System.Runtime.InteropServices;

namespace FinFlow.Analytics;

[QueryType]
public static class MetricQueries
{
    /// <summary>A metric of the caller's organisation; null when there is none with this id.</summary>
    [Lookup, NodeResolver, Authorize(Permissions.AnalyticsRead)]
    public static async Task<Metric?> GetMetricAsync([ID<Metric>] string id, Caller caller, IMetricByIdDataLoader metrics, CancellationToken cancellationToken)
        => await metrics.LoadAsync(id, cancellationToken) is { } metric && metric.OrganizationId == caller.OrganizationId ? metric : null;

    /// <summary>The organisation's metrics, the newest first unless ordered otherwise.</summary>
    [Authorize(Permissions.AnalyticsRead), UsePaging(IncludeTotalCount = true), UseFiltering, UseSorting]
    public static async Task<Connection<Metric>?> GetMetricsAsync(
        PagingArguments paging, QueryContext<Metric> query, Caller caller, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Metrics.AsNoTracking()
            .Where(metric => metric.OrganizationId == caller.OrganizationId)
            .With(query, sort => sort.IfEmpty(newest => newest.AddDescending(metric => metric.CreatedAt)).AddDescending(metric => metric.Id))
            .ToPageAsync(paging, cancellationToken)
            .ToConnectionAsync();
}

[MutationType]
public static class MetricMutations
{
    /// <summary>Defines a figure of one's own. It has a value for every day from today on.</summary>
    /// <param name="name">1 to 80 characters, unlike those of the organisation's other metrics.</param>
    /// <param name="description">What it is good for, 1 to 500 characters.</param>
    /// <param name="expression">
    /// At most 500 characters of numbers, `+ - * /`, parentheses, `min(a, b)`, `max(a, b)` and fields. Fields that are amounts: revenue, refunds,
    /// fees, netRevenue, capturedAmount, transactionVolume. Fields that are counts: paymentCount, authorizedCount, heldCount, failedCount,
    /// voidedCount, refundCount, disputeCount, transactionCount, transactionHeldCount, transactionRejectedCount, highRiskCount, actionCount,
    /// activeUserCount. Amounts are added to amounts and counts to counts; an amount by an amount is a number. Example: `refunds / revenue`.
    /// </param>
    /// <param name="currency">Whose figures it is computed from; the base currency when absent.</param>
    [Authorize(Permissions.AnalyticsDefine)]
    [Error<MetricNameInvalid>, Error<MetricDescriptionInvalid>, Error<MetricExpressionInvalid>, Error<MetricExpressionTooLong>]
    [Error<MetricNameTaken>, Error<MetricLimitReached>, Error<AnalyticsBusy>]
    public static Task<Result<Metric>> DefineMetricAsync(
        string name, string? description, string expression, Currency? currency, Caller caller, MetricStore metrics, CancellationToken cancellationToken)
        => metrics.DefineAsync(new MetricStore.Definition(name, description, expression, currency), caller, cancellationToken);

    /// <summary>Forgets a metric. The figures that it was computed from stay.</summary>
    [Authorize(Permissions.AnalyticsDefine)]
    [Error<MetricNotFound>, Error<AnalyticsBusy>]
    public static Task<Result<Metric>> RemoveMetricAsync([ID<Metric>] string id, Caller caller, MetricStore metrics, CancellationToken cancellationToken)
        => metrics.RemoveAsync(id, caller, cancellationToken);
}

[ObjectType<Metric>]
public static class MetricNode
{
    /// <summary>Its values by day.</summary>
    /// <param name="range">Days up to today.</param>
    public static async Task<MetricSeries> GetSeriesAsync(
        [Parent] Metric metric,
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        IFiguresBySpanDataLoader figures,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var span = DaySpan.Of(range, clock.Today);
        return MetricSeries.Of(
            metric, range, span, await figures.LoadRequiredAsync(new FiguresKey(metric.OrganizationId, span, metric.Currency), cancellationToken));
    }

    /// <summary>Who defined it.</summary>
    public static User GetDefinedBy([Parent] Metric metric) => new(metric.UserId);
}

/// <summary>Which days of figures: the metrics of a page mostly share them.</summary>
public readonly record struct FiguresKey(string OrganizationId, DaySpan Span, Currency Currency);

internal static class MetricLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<string, Metric>> GetMetricByIdAsync(
        IReadOnlyList<string> ids, AnalyticsDbContext db, CancellationToken cancellationToken)
        => await db.Metrics.AsNoTracking().Where(metric => ids.Contains(metric.Id)).ToDictionaryAsync(metric => metric.Id, cancellationToken);

    /// <summary>Four statements for each key.</summary>
    [DataLoader]
    public static async Task<IReadOnlyDictionary<FiguresKey, IReadOnlyCollection<IDayOfFigures>>> GetFiguresBySpanAsync(
        IReadOnlyList<FiguresKey> keys, AnalyticsDbContext db, CancellationToken cancellationToken)
    {
        var figures = new Dictionary<FiguresKey, IReadOnlyCollection<IDayOfFigures>>();
        foreach (var key in keys)
        {
            figures[key] = await db.FiguresAsync(key.OrganizationId, key.Span, key.Currency, cancellationToken);
        }

        return figures;
    }
}
