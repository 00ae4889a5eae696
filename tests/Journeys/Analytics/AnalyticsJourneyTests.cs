using System.Globalization;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What analytics promises a merchant: figures that are the ledger's, figures of one's own, and reports that come by themselves.</summary>
[Collection(AnalyticsCollection.Name)]
public sealed class AnalyticsJourneyTests(SharedDeployment shared)
{
    [Fact]
    public async Task Dashboard_Should_EqualTheLedger()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();
        var payments = new List<string>();
        foreach (var amount in (string[])["120.00", "0.99", "19.95"])
        {
            payments.Add(await business.PayAsync(method, amount));
            await business.UntilPaymentIsAsync(payments[^1], "CAPTURED");
        }

        await business.Client.DataAsync(
            "mutation($input: RefundPaymentInput!) { refundPayment(input: $input) { payment { id } errors { ... on Error { code message } } } }",
            new { input = new { id = payments[0], amount = new { amount = "20.01", currency = "USD" }, idempotencyKey = "refund 1" } });
        var manual = await PostAsync(business, "1000", "4000", "55.55");
        await PostAsync(business, "6000", "1000", "1.11");
        await ReverseAsync(business, manual);
        await PostAsync(business, "1000", "4000", "7.07");

        var today = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var figures = await Eventually.GetAsync(
            () => business.Client.DataAsync(
                """
                query($today: Date!) {
                  dashboard(range: LAST_7_DAYS) { revenue { amount } refunds { amount } fees { amount } netRevenue { amount } trend { date revenue { amount } } }
                  revenueAnalytics(range: LAST_7_DAYS) { revenue { amount } refunds { amount } fees { amount } }
                  incomeStatement(from: $today, to: $today) {
                    revenue { lines { account { code } balance { amount } } } expenses { lines { account { code } balance { amount } } } netIncome { amount }
                  }
                }
                """,
                new { today }),
            data => data.Amount("dashboard.refunds.amount") == 20.01m && data.Amount("incomeStatement.netIncome.amount") == data.Amount("dashboard.netRevenue.amount")
                && data.Amount("dashboard.revenue.amount") == 148.01m);

        Assert.Equal(LineOf(figures, "revenue", "4000"), figures.Amount("dashboard.revenue.amount") - figures.Amount("dashboard.refunds.amount"));
        Assert.Equal(LineOf(figures, "expenses", "6000"), figures.Amount("dashboard.fees.amount"));
        Assert.Equal(figures.Value("dashboard.revenue").ToString(), figures.Value("revenueAnalytics.revenue").ToString());
        Assert.Equal(148.01m, figures.Value("dashboard.trend").EnumerateArray().Sum(day => day.Amount("revenue.amount")));
    }

    [Fact]
    public async Task Metric_Should_FollowTheBusiness_FromItsDefinitionOn_UntilItIsRemoved()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var wrong = await business.Client.DataAsync(
            """mutation { defineMetric(input: { name: "Wrong", expression: "revenue + heldCount" }) { metric { id } errors { ... on Error { code message } ... on MetricExpressionInvalidError { position expected } } } }""");
        var id = (await business.Client.DataAsync(
            """mutation { defineMetric(input: { name: "Average", expression: "revenue / paymentCount" }) { metric { id definedOn } errors { ... on Error { code message } } } }"""))
            .Text("defineMetric.metric.id");
        var method = await business.AddPaymentMethodAsync();
        await business.PayAsync(method, "10.00");
        await business.PayAsync(method, "30.00");

        var metric = await Eventually.GetAsync(
            async () => (await business.Client.DataAsync(
                "query($id: ID!) { metric(id: $id) { series(range: LAST_YEAR) { from total days { date value } } definedOn } node(id: $id) { id } }", new { id })),
            data => data.Value("metric.series.total").GetString() == "20.00");

        Assert.Equal("At position 11: expected an amount, but found a number.", wrong.Value("defineMetric.errors")[0].Text("message"));
        Assert.Equal((11, "an amount"), (wrong.Value("defineMetric.errors")[0].Value("position").GetInt32(), wrong.Value("defineMetric.errors")[0].Text("expected")));
        Assert.Equal(metric.Text("metric.definedOn"), Assert.Single(metric.Value("metric.series.days").EnumerateArray()).Text("date"));
        Assert.Equal(id, metric.Text("node.id"));
        Assert.Equal("20.00", metric.Value("metric.series.days")[0].Text("value"));

        const string Remove = "mutation($id: ID!) { removeMetric(input: { id: $id }) { metric { name } errors { ... on Error { code message } } } }";
        Assert.Equal("Average", (await business.Client.DataAsync(Remove, new { id })).Text("removeMetric.metric.name"));
        Assert.Equal("There is no metric with this id.", (await business.Client.DataAsync(Remove, new { id })).Value("removeMetric.errors")[0].Text("message"));
        var after = await business.Client.DataAsync("query($id: ID!) { metric(id: $id) { id } metrics { totalCount } dashboard { paymentCount } }", new { id });
        Assert.Equal("""{"metric":null,"metrics":{"totalCount":0},"dashboard":{"paymentCount":2}}""", after.ToString());
    }

    [Fact]
    public async Task ScheduledReport_Should_ComeOnce_ByMail_AlsoOverACrash()
    {
        await using var deployment = await Deployment.StartAsync(Shape.OneProcess);
        using var business = await Business.RegisterAsync(deployment);
        // Due at the next minute that begins, so that the journey waits a minute at most.
        var due = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1);
        await business.Client.DataAsync(
            "mutation($input: ScheduleReportInput!) { scheduleReport(input: $input) { schedule { id nextRunAt } errors { ... on Error { code message } } } }",
            new
            {
                input = new
                {
                    kind = "REVENUE", title = "Morning figures", frequency = "DAILY", time = due.ToString("HH:mm", CultureInfo.InvariantCulture), timeZone = "UTC", format = "CSV",
                    recipients = new[] { "owner@shop.example" },
                },
            });
        await deployment.KillAsync();
        var wait = new DateTime(due.Year, due.Month, due.Day, due.Hour, due.Minute, 0, DateTimeKind.Utc) - TimeProvider.System.GetUtcNow().UtcDateTime;
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        await deployment.KillAndRestartAsync();

        // It was due while nothing ran; it is made up at the start, once, and not again after another crash.
        await Eventually.GetAsync(async () => (await ReportsAsync(business)).Count(report => report.Value("notices")[0].Value("sentAt").ValueKind == JsonValueKind.String), sent => sent == 1);
        await deployment.KillAndRestartAsync();
        var mail = Assert.Single(deployment.MailsTo("owner@shop.example"));

        Assert.StartsWith("Morning figures, ", mail.Text("subject"), StringComparison.Ordinal);
        Assert.Single(await ReportsAsync(business));
        var address = new Uri(mail.Text("text").Split('\n').Single(line => line.Contains("/exports/", StringComparison.Ordinal)));
        using var anybody = new HttpClient { BaseAddress = deployment.Address };
        Assert.StartsWith("Date,Revenue", await anybody.GetStringAsync(new Uri(address.AbsolutePath, UriKind.Relative)), StringComparison.Ordinal);
    }

    private static decimal LineOf(JsonElement figures, string section, string code)
        => figures.Value($"incomeStatement.{section}.lines").EnumerateArray().Single(line => line.Text("account.code") == code).Amount("balance.amount");

    private static async Task<string> PostAsync(Business business, string debit, string credit, string amount)
        => (await business.Client.DataAsync(
            "mutation($input: PostJournalEntryInput!) { postJournalEntry(input: $input) { journalEntry { id } errors { ... on Error { code message } } } }",
            new
            {
                input = new
                {
                    description = "by hand", idempotencyKey = $"{Guid.CreateVersion7()}",
                    lines = new object[]
                    {
                        new { accountCode = debit, debit = new { amount, currency = "USD" } },
                        new { accountCode = credit, credit = new { amount, currency = "USD" } },
                    },
                },
            })).Text("postJournalEntry.journalEntry.id");

    private static async Task ReverseAsync(Business business, string id)
        => Assert.Equal(JsonValueKind.Null, (await business.Client.DataAsync(
            "mutation($input: ReverseJournalEntryInput!) { reverseJournalEntry(input: $input) { journalEntry { id } errors { ... on Error { code message } } } }",
            new { input = new { id, reason = "a mistake", idempotencyKey = $"reverse {id}" } })).Value("reverseJournalEntry.errors").ValueKind);

    private static async Task<JsonElement[]> ReportsAsync(Business business)
    {
        await business.LoginAsync();
        return [.. (await business.Client.DataAsync("{ reports { nodes { id notices { recipient sentAt } } } }")).Value("reports.nodes").EnumerateArray()];
    }
}
