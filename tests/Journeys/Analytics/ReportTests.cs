using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A merchant writes a report of what was sold, and sends it away as a file.</summary>
[Collection(AnalyticsCollection.Name)]
public sealed class ReportTests(SharedDeployment shared)
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
        }
    }

    [Fact]
    public async Task SignedAddress_Should_BeRefused_WhenItIsTamperedWith_OrHasExpired()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var other = await Business.RegisterAsync(shared.Deployment);
        var id = await GenerateAsync(business);
        var url = await ExportAsync(business, id, "CSV");
        var token = Base64Url.DecodeFromChars(url.AsSpan("/exports/".Length));

        // Each of these would read something else, or longer, if it counted.
        foreach (var (what, changed) in new (string, byte[])[]
        {
            ("the version", Changed(token, 0)), ("the format", Changed(token, 1)), ("the expiry", Changed(token, 9)), ("the report", Changed(token, 25)),
            ("the signature", Changed(token, token.Length - 1)), ("another's report", WithReport(token, await GenerateAsync(other))), ("less", token[..^1]), ("more", [.. token, 0]),
        })
        {
            var (status, text) = await FetchAsync(changed);
            Assert.Equal((what, HttpStatusCode.NotFound, "There is no export at this address.\n"), (what, status, text));
        }

        Assert.Equal(HttpStatusCode.Gone, (await FetchAsync(Signed(token, TimeProvider.System.GetUtcNow().AddSeconds(-1)))).Status);
        Assert.Equal("This address has expired. Export the report again.\n", (await FetchAsync(Signed(token, TimeProvider.System.GetUtcNow().AddDays(-400)))).Text);
        Assert.Equal(HttpStatusCode.OK, (await FetchAsync(Signed(token, TimeProvider.System.GetUtcNow().AddMinutes(1)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await FetchAsync(token)).Status);
    }

    [Fact]
    public async Task Schedule_Should_BeSetUp_ListedAndCancelled()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        var schedule = (await business.Client.DataAsync(
            "mutation($input: ScheduleReportInput!) { scheduleReport(input: $input) { schedule { id title nextRunAt cancelledAt } errors { ... on Error { code message } } } }",
            new
            {
                input = new
                {
                    kind = "TRANSACTIONS", frequency = "MONTHLY", dayOfMonth = 31, time = "07:30", timeZone = "Europe/Berlin", format = "XLSX", recipients = new[] { "books@shop.example" },
                },
            })).Value("scheduleReport.schedule");
        var id = schedule.Text("id");
        var due = TimeZoneInfo.ConvertTime(schedule.Value("nextRunAt").GetDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        Assert.Equal((new TimeSpan(7, 30, 0), DateTime.DaysInMonth(due.Year, due.Month)), (due.TimeOfDay, due.Day));
        Assert.InRange(due, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(32));

        const string Cancel = "mutation($id: ID!) { cancelReportSchedule(input: { id: $id }) { schedule { nextRunAt cancelledAt } errors { ... on Error { code message } } } }";
        Assert.Equal("There is no schedule with this id.", (await stranger.Client.DataAsync(Cancel, new { id })).Value("cancelReportSchedule.errors")[0].Text("message"));
        Assert.Equal(id, (await ListedAsync())[0].Text("id"));
        var cancelled = (await business.Client.DataAsync(Cancel, new { id })).Value("cancelReportSchedule.schedule");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.String), (cancelled.Value("nextRunAt").ValueKind, cancelled.Value("cancelledAt").ValueKind));
        Assert.Equal("SCHEDULE_ALREADY_CANCELLED", (await business.Client.DataAsync(Cancel, new { id })).Value("cancelReportSchedule.errors")[0].Text("code"));
        Assert.Equal(JsonValueKind.Null, (await ListedAsync())[0].Value("nextRunAt").ValueKind);

        async Task<JsonElement[]> ListedAsync()
            => [.. (await business.Client.DataAsync("{ reportSchedules { nodes { id nextRunAt } } }")).Value("reportSchedules.nodes").EnumerateArray()];
    }

    [Fact]
    public async Task Stranger_Should_SeeNoReport()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        var id = await GenerateAsync(business);

        var seen = await stranger.Client.DataAsync("query($id: ID!) { report(id: $id) { id } node(id: $id) { id } reports { totalCount } }", new { id });

        Assert.Equal(JsonValueKind.Null, seen.GetProperty("report").ValueKind);
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("node").ValueKind);
        Assert.Equal(0, seen.Value("reports.totalCount").GetInt32());
    }

    private static async Task<string> GenerateAsync(Business business)
        => (await business.Client.DataAsync("mutation { generateReport(input: { kind: PAYMENTS }) { report { id } } }")).Text("generateReport.report.id");

    private async Task<(HttpStatusCode Status, string Text)> FetchAsync(byte[] token)
    {
        using var anybody = new HttpClient();
        using var answer = await anybody.GetAsync(new Uri(shared.Deployment.Address, $"/exports/{Base64Url.EncodeToString(token)}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static byte[] Changed(byte[] token, int position)
    {
        var changed = token.ToArray();
        changed[position] ^= 1;
        return changed;
    }

    private static byte[] WithReport(byte[] token, string reportId) => [.. token[..10], .. Convert.FromHexString(reportId.AsSpan("rep_".Length)), .. token[26..]];

    /// <summary>As FinFlow itself signs one that expires then: nobody waits an hour for a test. The key is in its data folder, or told.</summary>
    private byte[] Signed(byte[] token, DateTimeOffset expiresAt)
    {
        var content = token[..26];
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(2), expiresAt.ToUnixTimeSeconds());
        var secret = shared.Deployment.Environment.TryGetValue("JWT_SECRET", out var told)
            ? System.Text.Encoding.UTF8.GetBytes(told)
            : File.ReadAllBytes(Path.Combine(shared.Deployment.Data, "jwt.key"));
        return [.. content, .. HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "finflow exports v1"u8.ToArray()), content)];
    }

    private static async Task<string> ExportAsync(Business business, string reportId, string format)
        => (await business.Client.DataAsync(
            "mutation($input: ExportReportInput!) { exportReport(input: $input) { export { url expiresAt } errors { ... on Error { code message } } } }",
            new { input = new { reportId, format } })).Text("exportReport.export.url");
}
