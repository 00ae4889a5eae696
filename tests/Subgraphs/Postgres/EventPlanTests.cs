using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Compliance;
using FinFlow.Hosting;
using FinFlow.Messaging;
using static FinFlow.Subgraphs.Tests.PlannedSubgraph;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// What is read most often by count is read for events: a payment tells some ten of them to each of six consumers. Beside those stand the dashboard,
/// which is asked for again and again, and the refresh of a session.
/// </summary>
public sealed class EventPlanTests
{
    [PostgresFact]
    public async Task EventsOfTheTrail_Should_BeFoundByIndex()
    {
        await using var compliance = await PlannedSubgraph.StartAsync<ComplianceSubgraph>();
        await compliance.ConsumeAsync(Captured(1));
        compliance.Multiply("audit_entries", "'Sequence', n + 1000, 'Id', 'aud_' || n, 'EventId', 'evt_' || n, 'OrganizationId', 'org_' || n % 100");

        await compliance.AssertPlanOfAllAsync(["PK_audit_entries"], () => compliance.ConsumeAsync(Captured(2)));
    }

    [PostgresFact]
    public async Task Dashboards_Should_BeFoundByIndex()
    {
        await using var analytics = await PlannedSubgraph.StartAsync<AnalyticsSubgraph>();
        await analytics.ConsumeAsync(Authorized(1), Completed(1), Posted(1));
        foreach (var table in new[] { "payment_days", "transaction_days", "revenue_days" })
        {
            analytics.Multiply(table, """'OrganizationId', 'org_' || n % 100, 'Day', r."Day" - n / 100""");
        }

        // What only counts reads none of them: the database adds by the key.
        await analytics.AssertPlanOfAllAsync([], () => analytics.ConsumeAsync(Authorized(2), Completed(2), Posted(2)));
        await analytics.AssertPlanAsync(
            ["PK_payment_days", "PK_revenue_days"], "{ dashboard(range: LAST_30_DAYS) { paymentCount revenue { amount } } }", analytics.TokenFor(Roles.Merchant));
    }

    [PostgresFact]
    public async Task Sessions_Should_BeFoundByIndex()
    {
        await using var auth = await PlannedSubgraph.StartAsync<AuthSubgraph>();
        var ada = await auth.RegisterAsync("ada@shop.example");
        auth.Multiply("users", "'Id', 'usr_' || n, 'OrganizationId', 'org_' || n % 100, 'Email', 'someone' || n, 'EmailIndex', 'someone' || n");
        auth.Multiply("sessions", "'Id', 'ses_' || n, 'UserId', 'usr_' || n % 1000");
        auth.Multiply("refresh_tokens", "'Hash', 'hash ' || n, 'SessionId', 'ses_' || n");

        await auth.AssertPlanAsync(["PK_refresh_tokens", "PK_sessions", "PK_users"], () => ada.RefreshAsync());
    }

    private static PaymentCaptured Captured(int number) => new(SomeEvents.Payment($"pay_{number}", "org_1", 1_000), 1_000, 0, Clock.Now);

    private static PaymentAuthorized Authorized(int number) => new(SomeEvents.Payment($"pay_{number}", "org_1", 1_000), Clock.Now);

    private static TransactionCompleted Completed(int number)
        => new(new TransactionFacts($"txn_{number}", null, "org_1", "usr_1", "DEPOSIT", 1_000, "USD", "US", 0.1m, "LOW", []), Clock.Now);

    private static JournalPosted Posted(int number)
        => new($"je_{number}", "org_1", "usr_1", "MANUAL", null, new DateOnly(2026, 3, 10), [new PostedLine("acc_1", "4000", "REVENUE", 0, 100, "USD")], Clock.Now);
}
