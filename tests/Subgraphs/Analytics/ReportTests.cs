using System.Text.Json;
using FinFlow.Analytics;
using FinFlow.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A report is kept as it was, belongs to its organisation, and leaves by signed addresses that expire.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private const string Generate =
        """
        mutation($input: GenerateReportInput!) {
          generateReport(input: $input) {
            report { id kind title from to currency rowCount table { columns { name type } rows { cells } totals { cells } } generatedBy { id } }
            errors { __typename ... on Error { code message } }
          }
        }
        """;

    private const string Export =
        """
        mutation($input: ExportReportInput!) {
          exportReport(input: $input) { export { url format fileName expiresAt } errors { __typename ... on Error { code message } } }
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph analytics = null!;

    private string Ada => analytics.TokenFor("usr_1", "org_1", "MERCHANT");

    public async Task InitializeAsync() => analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, clock);

    [Fact]
    public async Task Report_Should_StayAsItWas()
    {
        await SellAsync("je_1", 10_000);
        var generated = await GenerateAsync(new { kind = "REVENUE", range = "LAST_7_DAYS", title = "Week" });
        await SellAsync("je_2", 700);

        var report = (await analytics.DataAsync(
            "query($id: ID!) { report(id: $id) { title rowCount table { rows { cells } totals { cells } } } reports(where: { kind: { eq: REVENUE } }) { totalCount nodes { id } } }",
            new { id = generated.GetProperty("id").GetString() }, Ada));

        Assert.Equal(7, report.GetProperty("report").GetProperty("rowCount").GetInt32());
        Assert.Equal(["Total", "100.00", "0.00", "0.00", "100.00", "1"], Cells(report.GetProperty("report").GetProperty("table").GetProperty("totals")));
        Assert.Equal(["2026-03-04", "0.00", "0.00", "0.00", "0.00", "0"], Cells(report.GetProperty("report").GetProperty("table").GetProperty("rows")[0]));
        Assert.Equal(1, report.GetProperty("reports").GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData("PAYMENTS", "Date,Authorized,Captured,Captured amount,Held,Failed,Voided,Refunds,Disputes")]
    [InlineData("TRANSACTIONS", "Date,Judged,Volume,Low risk,Medium,High,Critical,Held,Released,Rejected,Completed")]
    [InlineData("REVENUE", "Date,Revenue,Refunds,Fees,Net revenue,Payments")]
    public async Task Report_Should_HaveTheColumnsOfItsKind(string kind, string columns)
    {
        var report = await GenerateAsync(new { kind, from = "2026-02-27", to = "2026-03-02", currency = "JPY" });

        Assert.Equal(columns.Split(','), report.GetProperty("table").GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        Assert.Equal(
            ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"], report.GetProperty("table").GetProperty("rows").EnumerateArray().Select(row => Cells(row)[0]));
        Assert.Equal(("JPY", "usr_1"), (report.GetProperty("currency").GetString(), report.GetProperty("generatedBy").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Stranger_Should_NeitherReadNorExport()
    {
        var id = (await GenerateAsync(new { kind = "REVENUE" })).GetProperty("id").GetString();
        var stranger = analytics.TokenFor("usr_2", "org_2", "MERCHANT");

        var seen = await analytics.DataAsync("query($id: ID!) { report(id: $id) { id } reports { nodes { id } } }", new { id }, stranger);

        Assert.Equal(JsonValueKind.Null, seen.GetProperty("report").ValueKind);
        Assert.Empty(seen.GetProperty("reports").GetProperty("nodes").EnumerateArray());
        AssertRefused(await analytics.SendAsync(Export, new { input = new { reportId = id, format = "CSV" } }, stranger), "exportReport", "REPORT_NOT_FOUND");
        AssertRefused(await analytics.SendAsync(Generate, new { input = new { kind = "REVENUE" } }, analytics.TokenFor("usr_3", "org_1", "COMPLIANCE_OFFICER")), "generateReport", null);
    }

    [Theory]
    [InlineData("CSV", "text/csv; charset=utf-8; header=present", "revenue-2026-02-09-2026-03-10.csv")]
    [InlineData("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "revenue-2026-02-09-2026-03-10.xlsx")]
    public async Task Address_Should_GiveTheFile_UntilItExpires(string format, string type, string name)
    {
        var id = (await GenerateAsync(new { kind = "REVENUE" })).GetProperty("id").GetString();
        var export = (await analytics.DataAsync(Export, new { input = new { reportId = id, format } }, Ada)).GetProperty("exportReport").GetProperty("export");
        var url = export.GetProperty("url").GetString()!;

        var file = await GetAsync(url);
        Assert.Equal((200, type, $"attachment; filename=\"{name}\""), (file.StatusCode, file.ContentType, file.Headers.ContentDisposition.ToString()));
        Assert.Equal(file.ContentLength, file.Body.Length);
        Assert.Equal("private, no-store", file.Headers.CacheControl);

        var (last, first) = ($"{url[..^1]}{(url[^1] == 'A' ? 'E' : 'A')}", url.Replace("/exports/A", "/exports/B", StringComparison.Ordinal));
        foreach (var foreign in (string[])[last, first, $"{url}A", url[..^1], "/exports/x", $"/exports/{new string('A', 78)}", "/exports/%2e%2e%2fanalytics.db"])
        {
            Assert.Equal((foreign, 404), (foreign, (await GetAsync(foreign)).StatusCode));
        }

        clock.Now = export.GetProperty("expiresAt").GetDateTimeOffset().AddSeconds(-1);
        Assert.Equal(200, (await GetAsync(url)).StatusCode);
        clock.Now = export.GetProperty("expiresAt").GetDateTimeOffset();
        Assert.Equal((410, "This address has expired. Export the report again.\n"), await RefusalAsync(url));
        Assert.Equal((404, "There is no export at this address.\n"), await RefusalAsync(last));
    }

    public async Task DisposeAsync()
    {
        await analytics.DisposeAsync();
        folder.Dispose();
    }

    private async Task<JsonElement> GenerateAsync(object input)
        => (await analytics.DataAsync(Generate, new { input }, Ada)).GetProperty("generateReport").GetProperty("report");

    private async Task SellAsync(string id, long minor)
    {
        var before = await RevenueAsync();
        await analytics.TellAsync(clock, new JournalPosted(
            id, "org_1", null, "PAYMENT", null, new DateOnly(2026, 3, 10),
            [new PostedLine("acc_1", "1010", "ASSET", minor, 0, "USD"), new PostedLine("acc_2", "4000", "INCOME", 0, minor, "USD")], clock.Now));
        await SomeEvents.UntilAsync(async () => await RevenueAsync() != before);
    }

    private async Task<string> RevenueAsync()
        => (await analytics.DataAsync("{ dashboard { revenue { amount } } }", token: Ada)).GetProperty("dashboard").GetProperty("revenue").GetProperty("amount").GetString()!;

    /// <summary>What the endpoint answers, without a server.</summary>
    private async Task<HttpResponse> GetAsync(string path)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        analytics.MapEndpoints(app);
        var context = new DefaultHttpContext { Request = { Path = path }, Response = { Body = new MemoryStream() } };
        context.Request.RouteValues["token"] = Uri.UnescapeDataString(path["/exports/".Length..]);
        await ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Single().RequestDelegate!(context);
        return context.Response;
    }

    private async Task<(int, string)> RefusalAsync(string path)
    {
        var response = await GetAsync(path);
        return (response.StatusCode, System.Text.Encoding.UTF8.GetString(((MemoryStream)response.Body).ToArray()));
    }

    private static void AssertRefused(JsonElement response, string mutation, string? code)
    {
        if (code is null)
        {
            Assert.True(response.GetProperty("errors").GetArrayLength() > 0);
            return;
        }

        Assert.Equal(code, response.GetProperty("data").GetProperty(mutation).GetProperty("errors")[0].GetProperty("code").GetString());
    }

    private static string[] Cells(JsonElement row) => [.. row.GetProperty("cells").EnumerateArray().Select(cell => cell.GetString()!)];
}
