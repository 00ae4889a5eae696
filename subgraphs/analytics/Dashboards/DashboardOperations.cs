using System.Runtime.InteropServices;

namespace FinFlow.Analytics;

[QueryType]
public static class DashboardQueries
{
    /// <summary>The figures of the caller's organisation. They equal the ledger's, a moment after it has posted.</summary>
    /// <param name="range">Days up to today.</param>
    /// <param name="currency">The base currency when absent.</param>
    [Authorize(Permissions.AnalyticsRead)]
    public static async Task<Dashboard?> GetDashboardAsync(
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        Currency? currency,
        Caller caller,
        DashboardReader dashboards,
        CancellationToken cancellationToken)
        => await dashboards.ReadAsync(caller.OrganizationId, range, currency, cancellationToken);
}

[SubscriptionType]
public static class DashboardSubscriptions
{
    /// <summary>The dashboard as it is now, and again, whole, whenever it has changed; at most ten times a second.</summary>
    /// <param name="range">Days up to today.</param>
    /// <param name="currency">The base currency when absent.</param>
    [Subscribe(With = nameof(SubscribeToDashboardUpdated)), Joinable(Latest = true), Authorize(Permissions.AnalyticsRead)]
    public static Dashboard DashboardUpdated(
        [EventMessage] Dashboard dashboard,
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        Currency? currency)
        => dashboard;

    internal static IAsyncEnumerable<Dashboard> SubscribeToDashboardUpdated(
        [Optional, DefaultParameterValue(AnalyticsRange.Last30Days)] AnalyticsRange range,
        Currency? currency,
        Caller caller,
        DashboardUpdates updates,
        CancellationToken cancellationToken)
        => updates.ReadAsync(caller.OrganizationId, range, currency, cancellationToken);
}
