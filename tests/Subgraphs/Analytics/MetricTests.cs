using System.Text.Json;
using FinFlow.Analytics;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>An organisation defines figures of its own, and reads them by day from then on.</summary>
public sealed class MetricTests : IAsyncLifetime
{
    private const string Define =
        """
        mutation($input: DefineMetricInput!) {
          defineMetric(input: $input) {
            metric { id name description expression type currency definedOn definedBy { id } series { days { date value } } }
            errors { __typename ... on Error { code message } ... on MetricExpressionInvalidError { position expected found } }
          }
        }
        """;

    private const string Read =
        "query($id: ID!, $range: AnalyticsRange!) { metric(id: $id) { series(range: $range) { from to total totalAmount { amount currency } days { date value amount { amount } } } } }";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph analytics = null!;

    private string Ada => analytics.TokenFor("usr_1", "org_1", "MERCHANT");

    public async Task InitializeAsync() => analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, clock);

    [Fact]
    public async Task Metric_Should_HaveAValueForEveryDay_FromItsDefinitionOn()
    {
        await SellAsync("je_0", "2026-01-30", 99_900, 0);
        await SellAsync("je_1", "2026-01-31", 10_000, 2_500);
        var metric = await DefineAsync(new { name = "Refund ratio", description = "What comes back.", expression = "refunds / revenue" });
        Assert.Equal(
            """{"name":"Refund ratio","description":"What comes back.","expression":"refunds / revenue","type":"NUMBER","currency":"USD","definedOn":"2026-01-31"}""",
            JsonSerializer.Serialize(metric.EnumerateObject().Where(field => field.Name is not ("id" or "definedBy" or "series")).ToDictionary(field => field.Name, field => field.Value)));
        Assert.Equal("""[{"date":"2026-01-31","value":"0.25"}]""", metric.GetProperty("series").GetProperty("days").ToString());

        // A late entry still counts on its own day; the day after January's last is February's first; a quiet day has no ratio.
        clock.Now = clock.Now.AddDays(2);
        await SellAsync("je_2", "2026-01-31", 10_000, 0);
        await SellAsync("je_3", "2026-02-02", 20_000, 2_500);
        var series = await SeriesAsync(metric, "LAST_7_DAYS");

        Assert.Equal(("2026-01-31", "2026-02-02", "0.125"), (series.GetProperty("from").GetString(), series.GetProperty("to").GetString(), series.GetProperty("total").GetString()));
        Assert.Equal(
            """[{"date":"2026-01-31","value":"0.125","amount":null},{"date":"2026-02-01","value":null,"amount":null},{"date":"2026-02-02","value":"0.125","amount":null}]""",
            series.GetProperty("days").ToString());
        Assert.Equal(JsonValueKind.Null, series.GetProperty("totalAmount").ValueKind);
    }

    [Theory]
    [InlineData("LAST_7_DAYS", 7)]
    [InlineData("LAST_30_DAYS", 30)]
    [InlineData("LAST_90_DAYS", 90)]
    [InlineData("LAST_YEAR", 365)]
    public async Task Series_Should_FillEveryDayOfItsRange(string range, int count)
    {
        var metric = await DefineAsync(new { name = "Average", expression = "revenue / paymentCount" });
        clock.Now = clock.Now.AddYears(2);
        await SellAsync("je_1", "2028-01-31", 1_001, 0);
        await SellAsync("je_2", "2028-01-31", 1_000, 0);
        await SellAsync("je_3", "2028-01-30", 500, 0);

        var series = await SeriesAsync(metric, range);

        Assert.Equal(count, series.GetProperty("days").GetArrayLength());
        Assert.Equal("""{"amount":"8.34","currency":"USD"}""", series.GetProperty("totalAmount").ToString());
        Assert.Equal("""{"date":"2028-01-31","value":"10.00","amount":{"amount":"10.00"}}""", series.GetProperty("days")[count - 1].ToString());
    }

    [Fact]
    public async Task Metrics_Should_BelongToTheirOrganisation()
    {
        var id = (await DefineAsync(new { name = "Sales", expression = "revenue" })).GetProperty("id").GetString();
        var stranger = analytics.TokenFor("usr_2", "org_2", "MERCHANT");

        var seen = await analytics.DataAsync("query($id: ID!) { metric(id: $id) { id } metrics { totalCount } }", new { id }, stranger);
        var removed = await RemoveAsync(id, stranger);
        var officer = await analytics.SendAsync(Define, new { input = new { name = "x", expression = "revenue" } }, analytics.TokenFor("usr_3", "org_1", "COMPLIANCE_OFFICER"));

        Assert.Equal("""{"metric":null,"metrics":{"totalCount":0}}""", seen.ToString());
        Assert.Equal("METRIC_NOT_FOUND", removed.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal("AUTH_NOT_AUTHORIZED", officer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(1, await CountAsync());
        Assert.Equal(id, (await RemoveAsync(id, Ada)).GetProperty("metric").GetProperty("id").GetString());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Organisation_Should_HaveAHundredMetricsAtMost()
    {
        for (var number = 1; number <= 100; number++)
        {
            await DefineAsync(new { name = $"Metric {number}", expression = "revenue" });
        }

        await AssertRefusedAsync("""{ "name": "One more", "expression": "revenue" }""", "METRIC_LIMIT_REACHED", 100);
    }

    [Fact]
    public async Task NameAndMistake_Should_BeToldAsFields()
    {
        await DefineAsync(new { name = "Sales", expression = "revenue" });

        var taken = await analytics.DataAsync(Define, new { input = new { name = "Sales", expression = "fees" } }, Ada);
        var wrong = await analytics.DataAsync(Define, new { input = new { name = "b", expression = "revenue - 5" } }, Ada);

        Assert.Equal(
            """[{"__typename":"MetricNameTakenError","code":"METRIC_NAME_TAKEN","message":"There is a metric \"Sales\" already."}]""",
            taken.GetProperty("defineMetric").GetProperty("errors").ToString());
        Assert.Equal(
            """[{"__typename":"MetricExpressionInvalidError","code":"METRIC_EXPRESSION_INVALID","message":"At position 11: expected an amount, but found a number.","position":11,"expected":"an amount","found":"a number"}]""",
            wrong.GetProperty("defineMetric").GetProperty("errors").ToString());
    }

    public async Task DisposeAsync()
    {
        await analytics.DisposeAsync();
        folder.Dispose();
    }

    private async Task<JsonElement> DefineAsync(object input)
    {
        var payload = (await analytics.DataAsync(Define, new { input }, Ada)).GetProperty("defineMetric");
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        return payload.GetProperty("metric");
    }

    private async Task<JsonElement> RemoveAsync(string? id, string token)
        => (await analytics.DataAsync(
            "mutation($input: RemoveMetricInput!) { removeMetric(input: $input) { metric { id } errors { ... on Error { code } } } }", new { input = new { id } }, token))
            .GetProperty("removeMetric");

    private async Task<JsonElement> SeriesAsync(JsonElement metric, string range)
        => (await analytics.DataAsync(Read, new { id = metric.GetProperty("id").GetString(), range }, Ada)).GetProperty("metric").GetProperty("series");

    private async Task<int> CountAsync() => (await analytics.DataAsync("{ metrics { totalCount } }", token: Ada)).GetProperty("metrics").GetProperty("totalCount").GetInt32();

    private async Task AssertRefusedAsync(string input, string? code, int count)
    {
        var response = await analytics.SendAsync(Define, new { input = JsonDocument.Parse(input).RootElement }, Ada);
        if (code is null)
        {
            Assert.True(response.GetProperty("errors").GetArrayLength() > 0);
        }
        else
        {
            Assert.Equal(code, response.GetProperty("data").GetProperty("defineMetric").GetProperty("errors")[0].GetProperty("code").GetString());
        }

        Assert.Equal(count, await CountAsync());
    }

    private async Task SellAsync(string id, string day, long minor, long refundMinor)
    {
        await analytics.TellAsync(clock, new JournalPosted(
            id, "org_1", null, "PAYMENT", null, DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            [new PostedLine("acc_1", "1010", "ASSET", minor - refundMinor, 0, "USD"), new PostedLine("acc_2", "4000", "REVENUE", refundMinor, minor, "USD")], clock.Now));
        await SomeEvents.UntilAsync(async () => (await analytics.DataAsync("{ dashboard { updatedAt } }", token: Ada)).GetProperty("dashboard").GetProperty("updatedAt") is
            { ValueKind: JsonValueKind.String } updated && updated.GetDateTimeOffset() == clock.Now);
        clock.Now = clock.Now.AddSeconds(1);
    }
}
