using System.Net;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A merchant writes a report of what was sold, and sends it away as a file.</summary>
public sealed class ReportTests(SharedDeployment shared) : IClassFixture<SharedDeployment>
{
    [Fact]
    public async Task Report_Should_BeGenerated_And_DownloadedInEveryFormat()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.UntilPaymentIsAsync(await business.PayAsync(await business.AddPaymentMethodAsync(), "120.00"), "CAPTURED");
        await Eventually.GetAsync(
            async () => (await business.Client.DataAsync("{ dashboard { revenue { amount } } }")).Text("dashboard.revenue.amount"), revenue => revenue == "120.00");

        var report = (await business.Client.DataAsync(
            "mutation { generateReport(input: { kind: REVENUE, range: LAST_7_DAYS }) { report { id totals: table { totals { cells } } } errors { ... on Error { code message } } } }"))
            .Value("generateReport.report");

        Assert.Equal("120.00", report.Value("totals.totals.cells")[1].GetString());
        foreach (var (format, begins) in new[] { ("CSV", "Date,Revenue"), ("XLSX", "PK"), ("PDF", "%PDF-1.7") })
        {
            var url = await ExportAsync(business, report.Text("id"), format);
            using var anybody = new HttpClient { BaseAddress = shared.Deployment.Address };
            Assert.StartsWith(begins, await anybody.GetStringAsync(new Uri(url, UriKind.Relative)), StringComparison.Ordinal);
            using var wrong = await anybody.GetAsync(new Uri(url.Replace("/exports/A", "/exports/B", StringComparison.Ordinal), UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        }
    }

    [Fact]
    public async Task Stranger_Should_SeeNoReport()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        var id = (await business.Client.DataAsync("mutation { generateReport(input: { kind: PAYMENTS }) { report { id } } }")).Text("generateReport.report.id");

        var seen = await stranger.Client.DataAsync("query($id: ID!) { report(id: $id) { id } node(id: $id) { id } reports { totalCount } }", new { id });

        Assert.Equal(JsonValueKind.Null, seen.GetProperty("report").ValueKind);
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("node").ValueKind);
        Assert.Equal(0, seen.Value("reports.totalCount").GetInt32());
    }

    private static async Task<string> ExportAsync(Business business, string reportId, string format)
        => (await business.Client.DataAsync(
            "mutation($input: ExportReportInput!) { exportReport(input: $input) { export { url expiresAt } errors { ... on Error { code message } } } }",
            new { input = new { reportId, format } })).Text("exportReport.export.url");
}
