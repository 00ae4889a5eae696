using System.Text.Json;
using FinFlow.Analytics;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ten bad inputs and more for each mutation of analytics: each gets its own refusal, and nothing is written.</summary>
public sealed class AnalyticsBadInputTests : IAsyncLifetime
{
    /// <summary>A standard GraphQL error, before anything runs.</summary>
    private const string Malformed = "(malformed)";

    private static readonly string[] NoIds =
    [
        "met_019300a1b2c37d4e8f5061728394a5b6", "rep_019300a1b2c37d4e8f5061728394a5b6", "sch_019300a1b2c37d4e8f5061728394a5b6", "met_", "sch_", "", "1",
        "' or 1=1 --", "\0", "../../etc/passwd", "MET_019300A1B2C37D4E8F5061728394A5B6", "ü💶",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph analytics = null!;
    private string metric = "";
    private string report = "";
    private string schedule = "";
    private string cancelled = "";

    private string Ada => analytics.TokenFor("usr_1", "org_1", "MERCHANT");

    private string Stranger => analytics.TokenFor("usr_2", "org_2", "MERCHANT");

    public async Task InitializeAsync()
    {
        analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, clock);
        metric = await MakeAsync("defineMetric", """{ "name": "Sales", "expression": "revenue" }""", "metric");
        report = await MakeAsync("generateReport", """{ "kind": "REVENUE" }""", "report");
        schedule = await MakeAsync("scheduleReport", ScheduleOf("title", "\"Week\""), "schedule");
        cancelled = await MakeAsync("scheduleReport", ScheduleOf("title", "\"Month\""), "schedule");
        await MakeAsync("cancelReportSchedule", IdOf(cancelled), "schedule");
    }

    [Fact]
    public Task DefineMetric_Should_Refuse() => RefusesAsync(
        "defineMetric",
        [
            new("""{ "name": "", "expression": "revenue" }""", "METRIC_NAME_INVALID"),
            new("""{ "name": "  ", "expression": "revenue" }""", "METRIC_NAME_INVALID"),
            new("""{ "name": "a\nb", "expression": "revenue" }""", "METRIC_NAME_INVALID"),
            new("""{ "name": "a\u0000b", "expression": "revenue" }""", "METRIC_NAME_INVALID"),
            new("""{ "name": "012345678901234567890123456789012345678901234567890123456789012345678901234567890", "expression": "revenue" }""", "METRIC_NAME_INVALID"),
            new("""{ "name": "a", "description": "", "expression": "revenue" }""", "METRIC_DESCRIPTION_INVALID"),
            new("""{ "name": "a", "description": "a\u0007", "expression": "revenue" }""", "METRIC_DESCRIPTION_INVALID"),
            new("""{ "name": "a", "expression": "" }""", "METRIC_EXPRESSION_INVALID"),
            new("""{ "name": "a", "expression": "revenue +" }""", "METRIC_EXPRESSION_INVALID"),
            new("""{ "name": "a", "expression": "revenue + paymentCount" }""", "METRIC_EXPRESSION_INVALID"),
            new("""{ "name": "a", "expression": "password" }""", "METRIC_EXPRESSION_INVALID"),
            new("""{ "name": "a", "expression": "1" }""", "METRIC_EXPRESSION_INVALID"),
            new("""{ "name": "a", "expression": "revenue", "currency": "XXQ" }""", Malformed),
            new("""{ "name": "a", "expression": "revenue", "currency": 7 }""", Malformed),
            new("""{ "name": "a", "expression": 7 }""", Malformed),
            new("""{ "name": "a" }""", Malformed),
            new("""{ "expression": "revenue" }""", Malformed),
            new("""{ "name": null, "expression": "revenue" }""", Malformed),
            new("""{ "name": "a", "expression": "revenue", "from": "2020-01-01" }""", Malformed),
            new("""{ "name": "Sales", "expression": "fees" }""", "METRIC_NAME_TAKEN"),
            .. Callers("""{ "name": "a", "expression": "revenue" }"""),
        ]);

    [Fact]
    public Task RemoveMetric_Should_Refuse() => RefusesAsync(
        "removeMetric",
        [.. NoIds.Select(id => new Bad(IdOf(id), "METRIC_NOT_FOUND")), new(IdOf(report), "METRIC_NOT_FOUND"), new(IdOf(metric), "METRIC_NOT_FOUND", Stranger), .. Callers(IdOf(metric))]);

    [Fact]
    public Task GenerateReport_Should_Refuse() => RefusesAsync(
        "generateReport",
        [
            new("""{ "kind": "REVENUE", "from": "2026-03-01" }""", "REPORT_PERIOD_INCOMPLETE"),
            new("""{ "kind": "REVENUE", "to": "2026-03-01" }""", "REPORT_PERIOD_INCOMPLETE"),
            new("""{ "kind": "REVENUE", "from": "2026-03-02", "to": "2026-03-01" }""", "REPORT_PERIOD_BACKWARDS"),
            new("""{ "kind": "REVENUE", "from": "2026-03-02", "to": "2026-03-11" }""", "REPORT_PERIOD_IN_FUTURE"),
            new("""{ "kind": "REVENUE", "from": "0001-01-01", "to": "9999-12-31" }""", "REPORT_PERIOD_IN_FUTURE"),
            new("""{ "kind": "REVENUE", "from": "0001-01-01", "to": "2026-03-10" }""", "REPORT_PERIOD_TOO_LONG"),
            new("""{ "kind": "REVENUE", "from": "2021-03-10", "to": "2026-03-11" }""", "REPORT_PERIOD_IN_FUTURE"),
            new("""{ "kind": "REVENUE", "from": "2021-03-09", "to": "2026-03-10" }""", "REPORT_PERIOD_TOO_LONG"),
            new("""{ "kind": "REVENUE", "title": "" }""", "REPORT_TITLE_INVALID"),
            new("""{ "kind": "REVENUE", "title": "  " }""", "REPORT_TITLE_INVALID"),
            new("""{ "kind": "REVENUE", "title": "a\nb" }""", "REPORT_TITLE_INVALID"),
            new("""{ "kind": "REVENUE", "title": "a\u0000b" }""", "REPORT_TITLE_INVALID"),
            new("""{ "kind": "SHOES" }""", Malformed),
            new("""{ "kind": "REVENUE", "range": "LAST_DECADE" }""", Malformed),
            new("""{ "kind": "REVENUE", "currency": "XXQ" }""", Malformed),
            new("""{ "kind": "REVENUE", "from": "2026-02-30", "to": "2026-03-01" }""", Malformed),
            new("""{ }""", Malformed),
            .. Callers("""{ "kind": "REVENUE" }"""),
        ]);

    [Fact]
    public Task ExportReport_Should_Refuse() => RefusesAsync(
        "exportReport",
        [
            new(ExportOf("rep_019300a1b2c37d4e8f5061728394a5b6", "CSV"), "REPORT_NOT_FOUND"),
            new(ExportOf("rep_019300a1b2c37d4e8f5061728394a5b6", "PDF"), "REPORT_NOT_FOUND"),
            new(ExportOf("pay_019300a1b2c37d4e8f5061728394a5b6", "XLSX"), "REPORT_NOT_FOUND"),
            new(ExportOf("", "CSV"), "REPORT_NOT_FOUND"),
            new(ExportOf("1", "CSV"), "REPORT_NOT_FOUND"),
            new(ExportOf("../../etc/passwd", "CSV"), "REPORT_NOT_FOUND"),
            new(ExportOf("rep_'; drop table reports; --", "CSV"), "REPORT_NOT_FOUND"),
            new(ExportOf("rep_\u0000", "CSV"), "REPORT_NOT_FOUND"),
            new(ExportOf("rep_019300a1b2c37d4e8f5061728394a5b6", "DOCX"), Malformed),
            new(ExportOf("rep_019300a1b2c37d4e8f5061728394a5b6", "csv"), Malformed),
            new(ExportOf("rep_019300a1b2c37d4e8f5061728394a5b6", null), Malformed),
            new(ExportOf(schedule, "CSV"), "REPORT_NOT_FOUND"),
            new(ExportOf(report, "CSV"), "REPORT_NOT_FOUND", Stranger),
            .. Callers(ExportOf(report, "CSV")),
        ]);

    [Fact]
    public Task ScheduleReport_Should_Refuse() => RefusesAsync(
        "scheduleReport",
        [
            new(ScheduleOf("time", "\"24:00\""), "SCHEDULE_TIME_INVALID"),
            new(ScheduleOf("time", "\"7:30\""), "SCHEDULE_TIME_INVALID"),
            new(ScheduleOf("time", "\"\""), "SCHEDULE_TIME_INVALID"),
            new(ScheduleOf("time", "\"07:30:00\""), "SCHEDULE_TIME_INVALID"),
            new(ScheduleOf("timeZone", "\"Europe/Atlantis\""), "TIME_ZONE_UNKNOWN"),
            new(ScheduleOf("timeZone", "\"\""), "TIME_ZONE_UNKNOWN"),
            new(ScheduleOf("timeZone", "\"../../etc/passwd\""), "TIME_ZONE_UNKNOWN"),
            new(ScheduleOf("timeZone", "\"W. Europe Standard Time\""), "TIME_ZONE_UNKNOWN"),
            new(ScheduleOf("weekday", "\"MONDAY\""), "SCHEDULE_DAY_INVALID"),
            new(ScheduleOf("dayOfMonth", "5"), "SCHEDULE_DAY_INVALID"),
            new(ScheduleOf("frequency", "\"WEEKLY\""), "SCHEDULE_DAY_INVALID"),
            new(ScheduleOf("frequency", "\"MONTHLY\""), "SCHEDULE_DAY_INVALID"),
            new(ScheduleOf("title", "\"\""), "REPORT_TITLE_INVALID"),
            new(ScheduleOf("title", "\"a\\r\\nBcc: x@y.example\""), "REPORT_TITLE_INVALID"),
            new(ScheduleOf("recipients", "[]"), "RECIPIENTS_INVALID"),
            new(ScheduleOf("recipients", "[\"a@b.example\", \"A@b.example\"]"), "RECIPIENTS_INVALID"),
            new(ScheduleOf("recipients", "[\"1@b.example\",\"2@b.example\",\"3@b.example\",\"4@b.example\",\"5@b.example\",\"6@b.example\",\"7@b.example\",\"8@b.example\",\"9@b.example\",\"10@b.example\",\"11@b.example\"]"), "RECIPIENTS_INVALID"),
            new(ScheduleOf("recipients", "[\"nobody\"]"), "RECIPIENT_ADDRESS_INVALID"),
            new(ScheduleOf("recipients", "[\"a@b.example\", \"a b@c.example\"]"), "RECIPIENT_ADDRESS_INVALID"),
            new(ScheduleOf("recipients", "[\"a@b\"]"), "RECIPIENT_ADDRESS_INVALID"),
            new(ScheduleOf("recipients", "[\"Ada <a@b.example>\"]"), "RECIPIENT_ADDRESS_INVALID"),
            new(ScheduleOf("recipients", "[\"a@b.example\\r\\nBcc: c@d.example\"]"), "RECIPIENT_ADDRESS_INVALID"),
            new(ScheduleOf("recipients", "null"), Malformed),
            new(ScheduleOf("frequency", "\"HOURLY\""), Malformed),
            new(ScheduleOf("kind", "\"SHOES\""), Malformed),
            new(ScheduleOf("currency", "\"XXQ\""), Malformed),
            new(ScheduleOf("dayOfMonth", "\"last\""), Malformed),
            .. Callers(ScheduleOf("title", "\"Another\"")),
        ]);

    [Fact]
    public Task CancelReportSchedule_Should_Refuse() => RefusesAsync(
        "cancelReportSchedule",
        [
            .. NoIds.Select(id => new Bad(IdOf(id), "SCHEDULE_NOT_FOUND")), new(IdOf(metric), "SCHEDULE_NOT_FOUND"),
            new(IdOf(cancelled), "SCHEDULE_ALREADY_CANCELLED"), new(IdOf(schedule), "SCHEDULE_NOT_FOUND", Stranger), .. Callers(IdOf(schedule)),
        ]);

    public async Task DisposeAsync()
    {
        await analytics.DisposeAsync();
        folder.Dispose();
    }

    private static string IdOf(string id) => JsonSerializer.Serialize(new { id });

    private static string ExportOf(string reportId, string? format) => JsonSerializer.Serialize(new { reportId, format });

    private static string ScheduleOf(string field, string value) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["kind"] = "REVENUE", ["frequency"] = "DAILY", ["time"] = "07:30", ["timeZone"] = "Europe/Berlin", ["format"] = "CSV", ["recipients"] = new[] { "ada@shop.example" },
        [field] = JsonDocument.Parse(value).RootElement,
    });

    /// <summary>An input that is good, from those who may not give it.</summary>
    private Bad[] Callers(string input) =>
    [
        new(input, "AUTH_NOT_AUTHENTICATED", ""),
        new(input, "AUTH_NOT_AUTHORIZED", analytics.TokenFor("usr_3", "org_1")),
    ];

    private async Task RefusesAsync(string mutation, params Bad[] cases)
    {
        Assert.True(cases.Length >= 10);
        var before = StoredRows.Of(folder.File("analytics.db"));
        foreach (var (input, code, token) in cases)
        {
            Assert.Equal((input, code), (input, CodeOf(await SendAsync(mutation, input, "__typename", token switch { null => Ada, "" => null, _ => token }), mutation)));
        }

        Assert.Equal(before, StoredRows.Of(folder.File("analytics.db")));
    }

    private static string? CodeOf(JsonElement response, string mutation)
        => !response.TryGetProperty("errors", out var errors)
            ? response.GetProperty("data").GetProperty(mutation).GetProperty("errors")[0].GetProperty("code").GetString()
            : response.TryGetProperty("data", out _) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : Malformed;

    private Task<JsonElement> SendAsync(string mutation, string input, string selection, string? token) => analytics.SendAsync(
        $$"""
        mutation($input: {{char.ToUpperInvariant(mutation[0])}}{{mutation[1..]}}Input!) { {{mutation}}(input: $input) { {{selection}} errors { ... on Error { code message } } } }
        """,
        new { input = JsonDocument.Parse(input).RootElement },
        token);

    private async Task<string> MakeAsync(string mutation, string input, string what)
        => (await SendAsync(mutation, input, $"{what} {{ id }}", Ada)).GetProperty("data").GetProperty(mutation).GetProperty(what).GetProperty("id").GetString()!;

    /// <param name="Token">The caller's; null for Ada's, empty for none.</param>
    private sealed record Bad(string Input, string Code, string? Token = null);
}
