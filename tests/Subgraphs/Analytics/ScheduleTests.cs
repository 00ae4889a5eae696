using System.Text.Json;
using FinFlow.Analytics;
using FinFlow.Messaging;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Reports come by themselves: each moment once, over changes of the clocks and restarts, and people are told by mail.</summary>
public sealed class ScheduleTests : IAsyncLifetime
{
    private const string Schedule =
        """
        mutation($input: ScheduleReportInput!) {
          scheduleReport(input: $input) {
            schedule { id title frequency time timeZone nextRunAt lastRunAt recipients scheduledBy { id } }
            errors { __typename ... on Error { code message } }
          }
        }
        """;

    private const string Reports =
        "{ reports(order: [{ dueAt: ASC }]) { nodes { id title from to dueAt schedule { id } notices { recipient sentAt attempts } } } }";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 27, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph analytics = null!;

    private string Ada => analytics.TokenFor("usr_1", "org_1", "MERCHANT");

    public async Task InitializeAsync() => analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, clock);

    [Theory]
    [InlineData("2026-03-27", "2026-03-28T01:30 2026-03-29T01:00 2026-03-30T00:30")]
    [InlineData("2026-10-23", "2026-10-24T00:30 2026-10-25T00:30 2026-10-26T01:30")]
    public async Task EachMoment_Should_GiveOneReport_WhenTheClocksChange_And_OverRestarts(string start, string moments)
    {
        clock.Now = DateTimeOffset.Parse($"{start}T12:00Z", System.Globalization.CultureInfo.InvariantCulture);
        await AddAsync(new { kind = "REVENUE", range = "LAST_7_DAYS", frequency = "DAILY", time = "02:30", timeZone = "Europe/Berlin", format = "CSV", recipients = new[] { "ada@shop.example" } });

        // Every quarter of an hour for three days; the process ends and starts again in the middle of each night.
        for (var quarter = 0; quarter < 3 * 96; quarter++)
        {
            clock.Now = clock.Now.AddMinutes(15);
            if (quarter % 96 == 50)
            {
                await RestartAsync();
            }

            await analytics.RunPeriodicJobsAsync();
        }

        var reports = await ReportsAsync();
        Assert.Equal(moments, string.Join(' ', reports.Select(report => report.GetProperty("dueAt").GetString()![..16])));
        Assert.Equal(3, Mails().Count);
    }

    [Fact]
    public async Task MomentsThatPassedWhileNothingRan_Should_BeMadeUp_EachWithItsOwnDays()
    {
        await AddAsync(new { kind = "REVENUE", range = "LAST_7_DAYS", title = "Week", frequency = "WEEKLY", weekday = "MONDAY", time = "07:30", timeZone = "Europe/Berlin", recipients = new[] { "a@shop.example", "b@shop.example" }, format = "XLSX" });
        clock.Now = clock.Now.AddDays(15);

        await RestartAsync();
        await analytics.RunPeriodicJobsAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => analytics.RunPeriodicJobsAsync()));

        // The run that the start itself began may still be handing mails over.
        await SomeEvents.UntilAsync(async () => (await ReportsAsync()).SelectMany(report => report.GetProperty("notices").EnumerateArray())
            .Count(notice => notice.GetProperty("sentAt").ValueKind == JsonValueKind.String) == 4);
        var reports = await ReportsAsync();
        Assert.Equal(
            ["Week 2026-03-23 2026-03-29 2026-03-30T05:30", "Week 2026-03-30 2026-04-05 2026-04-06T05:30"],
            reports.Select(report => $"{report.GetProperty("title").GetString()} {report.GetProperty("from").GetString()} {report.GetProperty("to").GetString()} {report.GetProperty("dueAt").GetString()![..16]}"));
        Assert.All(reports, report => Assert.Equal(
            ["a@shop.example 1 2026-04-11", "b@shop.example 1 2026-04-11"],
            report.GetProperty("notices").EnumerateArray().Select(notice =>
                $"{notice.GetProperty("recipient").GetString()} {notice.GetProperty("attempts").GetInt32()} {notice.GetProperty("sentAt").GetString()![..10]}")));
        Assert.Equal(4, Mails().Count);
    }

    [Fact]
    public async Task Mail_Should_TellTheTotals_And_WhereTheFileIs()
    {
        await AddAsync(new { kind = "REVENUE", range = "LAST_7_DAYS", title = "Café", frequency = "MONTHLY", dayOfMonth = 31, time = "00:00", timeZone = "UTC", format = "CSV", recipients = new[] { "ada@shop.example" } });
        clock.Now = new DateTimeOffset(2026, 3, 30, 12, 0, 0, TimeSpan.Zero);
        await analytics.TellAsync(clock, new JournalPosted(
            "je_1", "org_1", null, "PAYMENT", null, new DateOnly(2026, 3, 29),
            [new PostedLine("acc_1", "1010", "ASSET", 123_456, 0, "USD"), new PostedLine("acc_2", "4000", "REVENUE", 0, 123_456, "USD")], clock.Now));
        await SomeEvents.UntilAsync(async () => (await analytics.DataAsync("{ dashboard { updatedAt } }", token: Ada)).GetProperty("dashboard").GetProperty("updatedAt").ValueKind == JsonValueKind.String);
        clock.Now = new DateTimeOffset(2026, 3, 31, 0, 0, 1, TimeSpan.Zero);
        await analytics.RunPeriodicJobsAsync();

        var mail = Assert.Single(Mails());
        var id = (await ReportsAsync())[0].GetProperty("schedule").GetProperty("id").GetString();
        Assert.Equal(("ada@shop.example", "Café, 2026-03-24 to 2026-03-30"), (mail.GetProperty("to").GetString(), mail.GetProperty("subject").GetString()));
        Assert.Matches(
            $"""
            ^Café, 2026-03-24 to 2026-03-30 \(UTC\)

            Revenue      1234.56 USD
            Refunds      0.00 USD
            Fees         0.00 USD
            Net revenue  1234.56 USD
            Payments     1

            The whole report as CSV, until 2026-04-07 00:00 UTC:
            http://localhost:8080/exports/[A-Za-z0-9_-]{"{78}"}

            Whoever has this address can read the report. You get this mail because a FinFlow user put you on schedule {id}.
            $
            """,
            mail.GetProperty("text").GetString()!);
    }

    [Fact]
    public async Task Cancelled_Should_RunNoMore_And_EndWithItsOwnersRights()
    {
        var input = new { kind = "PAYMENTS", frequency = "DAILY", time = "08:00", timeZone = "UTC", format = "CSV", recipients = new[] { "ada@shop.example" } };
        var (first, second, third) = (await AddAsync(input), await AddAsync(input, analytics.TokenFor("usr_2", "org_1", "MERCHANT")), await AddAsync(input, analytics.TokenFor("usr_3", "org_1", "MERCHANT")));

        Assert.Equal("SCHEDULE_NOT_FOUND", await CancelAsync(first, analytics.TokenFor("usr_9", "org_9", "MERCHANT")));
        Assert.Null(await CancelAsync(first, Ada));
        Assert.Equal("SCHEDULE_ALREADY_CANCELLED", await CancelAsync(first, Ada));
        await analytics.TellAsync(clock, new UserDeactivated("usr_2", "org_1", clock.Now), new RoleChanged("usr_3", "org_1", ["COMPLIANCE_OFFICER"], clock.Now));
        await SomeEvents.UntilAsync(async () => (await analytics.DataAsync("{ reportSchedules { nodes { id nextRunAt } } }", token: Ada))
            .GetProperty("reportSchedules").GetProperty("nodes").EnumerateArray().All(schedule => schedule.GetProperty("nextRunAt").ValueKind == JsonValueKind.Null));
        clock.Now = clock.Now.AddDays(3);
        await analytics.RunPeriodicJobsAsync();

        Assert.Empty(await ReportsAsync());
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
    }

    [Fact]
    public async Task ScheduleThatCannotBeRun_Should_HoldUpNoOther_AndBeMadeUpOnceItCan()
    {
        var input = new { kind = "PAYMENTS", frequency = "DAILY", time = "08:00", timeZone = "Europe/Berlin", format = "CSV", recipients = new[] { "ada@shop.example" } };
        var (newer, unknown, good) = (await AddAsync(input with { time = "07:00" }), await AddAsync(input), await AddAsync(input with { time = "09:00" }));
        Store($"UPDATE report_schedules SET TimeZone = 'Mars/Olympus_Mons' WHERE Id = '{unknown}'");
        Store($"UPDATE report_schedules SET Frequency = 'HOURLY' WHERE Id = '{newer}'");
        clock.Now = clock.Now.AddDays(1);

        await analytics.RunPeriodicJobsAsync();
        await analytics.RunPeriodicJobsAsync();

        Assert.Equal([good], (await ReportsAsync()).Select(report => report.GetProperty("schedule").GetProperty("id").GetString()));
        Assert.Single(Mails());

        Store("UPDATE report_schedules SET TimeZone = 'Europe/Berlin', Frequency = 'DAILY'");
        await analytics.RunPeriodicJobsAsync();

        Assert.Equal(
            new[] { unknown, newer, good }.Order(StringComparer.Ordinal),
            (await ReportsAsync()).Select(report => report.GetProperty("schedule").GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(3, Mails().Count);
    }

    [Fact]
    public async Task MailThatCannotBeRead_Should_HoldUpNoOther()
    {
        await AddAsync(new { kind = "PAYMENTS", frequency = "DAILY", time = "08:00", timeZone = "UTC", format = "CSV", recipients = new[] { "ada@shop.example", "bob@shop.example" } });
        clock.Now = clock.Now.AddDays(1);
        await analytics.RunPeriodicJobsAsync();
        Assert.Equal(2, Mails().Count);
        Store($"UPDATE report_notices SET SentAt = NULL, NextAttemptAt = NextAttemptAt - {(TestDatabase.IsPostgres ? "interval '1 day'" : "86400000000")}");
        var ids = TestDatabase.Rows(folder.File("analytics.db"), "SELECT Id FROM report_notices ORDER BY Id");
        Store($"UPDATE report_notices SET Format = 'PAPYRUS' WHERE Id = '{ids[0]}'");

        await analytics.RunPeriodicJobsAsync();

        Assert.Equal([ids[1]], TestDatabase.Rows(folder.File("analytics.db"), "SELECT Id FROM report_notices WHERE SentAt IS NOT NULL"));
    }

    [Fact]
    public void Log_Should_SayWhichScheduleWaitsAndWhy_AndNotSayItEveryTime()
    {
        var log = new Lines();
        var stuck = new StuckSchedules(clock, log);

        stuck.Tell("sch_1", new TimeZoneUnknown());
        stuck.Tell("sch_1", new TimeZoneUnknown());
        stuck.Tell("sch_2", new AnalyticsBusy());
        Assert.Equal(
            ["Error: Schedule sch_1 is due and waits: TIME_ZONE_UNKNOWN. The time zone must be a name of the IANA database, such as Europe/Berlin. " +
                "Mend it, give this machine the time zones (tzdata), or cancel the schedule."],
            log.Written);

        clock.Now = clock.Now.AddHours(6);
        stuck.Tell("sch_1", new TimeZoneUnknown());
        Assert.Equal(2, log.Written.Count);
    }

    [Fact]
    public async Task ErasureOfTheOwner_Should_EndTheSchedule_AndTakeItsMailsBack()
    {
        var input = new { kind = "PAYMENTS", frequency = "DAILY", time = "08:00", timeZone = "UTC", format = "CSV", recipients = new[] { "ada@shop.example", "books@shop.example" } };
        await AddAsync(input);
        await AddAsync(input with { recipients = ["grace@shop.example"] }, analytics.TokenFor("usr_2", "org_1", "MERCHANT"));
        clock.Now = clock.Now.AddDays(1);
        await analytics.RunPeriodicJobsAsync();
        Assert.Equal(3, Mails().Count);

        await analytics.TellAsync(clock, new ErasureRequested("gdr_1", "org_1", "usr_1", clock.Now));
        await SomeEvents.UntilAsync(() => Task.FromResult(Mails().Count == 1));
        clock.Now = clock.Now.AddDays(1);
        await SomeEvents.UntilAsync(async () => (await analytics.DataAsync("{ reportSchedules { totalCount } }", token: Ada)).GetProperty("reportSchedules").GetProperty("totalCount").GetInt32() == 1);
        await analytics.RunPeriodicJobsAsync();

        Assert.Equal(["grace@shop.example", "grace@shop.example"], Mails().Select(mail => mail.GetProperty("to").GetString()));
        Assert.Equal(["grace@shop.example", "grace@shop.example"], (await ReportsAsync()).SelectMany(report => report.GetProperty("notices").EnumerateArray()).Select(notice => notice.GetProperty("recipient").GetString()));
    }

    public async Task DisposeAsync()
    {
        await analytics.DisposeAsync();
        folder.Dispose();
    }

    private void Store(string sql) => TestDatabase.Rows(folder.File("analytics.db"), sql);

    private async Task RestartAsync()
    {
        await analytics.DisposeAsync();
        analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, clock);
    }

    private async Task<string> AddAsync(object input, string? token = null)
    {
        var payload = (await analytics.DataAsync(Schedule, new { input }, token ?? Ada)).GetProperty("scheduleReport");
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        return payload.GetProperty("schedule").GetProperty("id").GetString()!;
    }

    private async Task<string?> CancelAsync(string id, string token)
        => (await analytics.DataAsync(
            "mutation($input: CancelReportScheduleInput!) { cancelReportSchedule(input: $input) { schedule { id } errors { ... on Error { code } } } }", new { input = new { id } }, token))
            .GetProperty("cancelReportSchedule").GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    private async Task<JsonElement[]> ReportsAsync()
        => [.. (await analytics.DataAsync(Reports, token: Ada)).GetProperty("reports").GetProperty("nodes").EnumerateArray()];

    private IReadOnlyList<JsonElement> Mails()
        => Directory.Exists(Path.Combine(folder.Path, "outbox", "mail"))
            ? [.. Directory.EnumerateFiles(Path.Combine(folder.Path, "outbox", "mail"), "*.json").Order(StringComparer.Ordinal).Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)]
            : [];

    private sealed class Lines : ILogger<StuckSchedules>
    {
        internal List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Written.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
