using FinFlow.Analytics;
using FinFlow.Auth;
using FinFlow.Compliance;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Payments;
using Microsoft.EntityFrameworkCore;
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

        compliance.Multiply("inbox", "'EventId', 'evt_' || n");

        await compliance.AssertPlanOfAllAsync(
            "An event into the trail", ["inbox", "audit_entries"], ["PK_audit_entries"], () => compliance.ConsumeAsync(Captured(2)));
        compliance.AssertRecorded("trail");
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
        await analytics.AssertPlanOfAllAsync(
            "Counting events", ["inbox", "payment_days", "transaction_days", "revenue_days"], ["PK_payment_days", "PK_transaction_days", "PK_revenue_days"], () => analytics.ConsumeAsync(Authorized(2), Completed(2), Posted(2)));
        await analytics.AssertPlanAsync(
            "A dashboard", ["PK_payment_days", "PK_revenue_days"], "{ dashboard(range: LAST_30_DAYS) { paymentCount revenue { amount } } }", analytics.TokenFor(Roles.Merchant));
        analytics.AssertRecorded("dashboards");
    }

    [PostgresFact]
    public async Task Sessions_Should_BeFoundByIndex()
    {
        await using var auth = await PlannedSubgraph.StartAsync<AuthSubgraph>();
        var ada = await auth.RegisterAsync("ada@shop.example");
        auth.Multiply("users", "'Id', 'usr_' || n, 'OrganizationId', 'org_' || n % 100, 'Email', 'someone' || n, 'EmailIndex', 'someone' || n");
        auth.Multiply("sessions", "'Id', 'ses_' || n, 'UserId', 'usr_' || n % 1000");
        auth.Multiply("refresh_tokens", "'Hash', 'hash ' || n, 'SessionId', 'ses_' || n");

        await auth.AssertPlanAsync("A refresh", ["PK_refresh_tokens", "PK_sessions", "PK_users"], () => ada.RefreshAsync());
        auth.AssertRecorded("sessions");
    }

    [PostgresFact]
    public async Task Outbox_Should_BeTakenFromByIndex_HoweverMuchWaits()
    {
        await using var payments = await PlannedSubgraph.StartAsync<PaymentsSubgraph>();
        await using var db = payments.Context<PaymentsDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();

        // The turn is held from here on, so that the relay leaves alone what waits.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"finflow PaymentsDbContext outbox"}, 0))");
        payments.Execute(
            """
            INSERT INTO outbox ("Id", "Topic", "Key", "Envelope") SELECT 'evt_' || n, 'finflow.payments', 'pay_' || n % 100, repeat('x', 1000) FROM generate_series(1, 20000) AS n;
            ANALYZE outbox;
            """);

        await payments.AssertPlanAsync("Two hundred of twenty thousand that wait", ["PK_outbox"], async () =>
        {
            var taken = await db.TakeOutboxAsync(200, CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, 200).Select(number => $"evt_{number}"), taken.Select(message => message.Id));
        });
        payments.AssertRecorded("outbox");
        await db.Set<OutboxMessage>().ExecuteDeleteAsync();
        await transaction.CommitAsync();
    }

    private static PaymentCaptured Captured(int number) => SomeEvents.Captured($"pay_{number}", Clock.Now);

    private static PaymentAuthorized Authorized(int number) => new(SomeEvents.Payment($"pay_{number}", "org_1", 1_000), Clock.Now);

    private static TransactionCompleted Completed(int number)
        => new(new TransactionFacts($"txn_{number}", null, "org_1", "usr_1", "DEPOSIT", 1_000, "USD", "US", 0.1m, "LOW", []), Clock.Now);

    private static JournalPosted Posted(int number)
        => new($"je_{number}", "org_1", "usr_1", "MANUAL", null, new DateOnly(2026, 3, 10), [new PostedLine("acc_1", "4000", "REVENUE", 0, 100, "USD")], Clock.Now);
}
