namespace FinFlow.Analytics;

/// <summary>Reads dashboards: two statements each, over rows of days.</summary>
public sealed class DashboardReader(IDbContextFactory<AnalyticsDbContext> contexts, FinFlowConfiguration configuration, TimeProvider clock)
{
    /// <param name="currency">The base currency when null.</param>
    public async Task<Dashboard> ReadAsync(string organizationId, AnalyticsRange range, Currency? currency, CancellationToken cancellationToken)
    {
        var span = DaySpan.Of(range, clock.Today);
        var shown = currency ?? configuration.BaseCurrency;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var revenue = await db.RevenueAsync(organizationId, span, shown, cancellationToken);
        var payments = await db.PaymentsAsync(organizationId, span, shown, cancellationToken);
        return Dashboard.Of(range, span, shown, revenue, payments);
    }
}
