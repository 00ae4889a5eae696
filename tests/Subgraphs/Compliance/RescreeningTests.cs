using System.Text.Json;
using FinFlow.Compliance;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Whoever is known is held against the lists again: in a rhythm, and whenever a list changes.</summary>
public sealed class RescreeningTests : IAsyncLifetime, IDisposable
{
    private const string Header = "id,type,name,aliases,birthDate,country\n";
    private const string Boutov = "1,PERSON,Viktor Anatoljevitch Boutov,,,RU\n";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph compliance = null!;

    // The clock is set further than a token lives, so each is new.
    private string Merchant => compliance.TokenFor("usr_1", "org_1", Roles.Merchant);

    private string Officer => compliance.TokenFor("usr_9", "org_9", Roles.ComplianceOfficer);

    public async Task InitializeAsync() => compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);

    public async Task DisposeAsync() => await compliance.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Schedule_Should_RunOncePerDueDate_AlsoAfterARestart()
    {
        await ScreenAsync("Jane Doe");
        var schedule = (await compliance.DataAsync("mutation { scheduleRescreening(input: { everyDays: 7 }) { schedule { everyDays nextRunAt } } }", null, Officer))
            .GetProperty("scheduleRescreening").GetProperty("schedule");
        Assert.Equal((7, "2026-03-17T09:00:00.000Z"), (schedule.GetProperty("everyDays").GetInt32(), Normal(schedule, "nextRunAt")));

        await compliance.RunPeriodicJobsAsync();
        Assert.Empty(await RunsAsync());
        clock.Now = clock.Now.AddDays(7);
        await compliance.RunPeriodicJobsAsync();
        await compliance.RunPeriodicJobsAsync();
        await compliance.DisposeAsync();
        compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);
        await compliance.RunPeriodicJobsAsync();
        Assert.Equal(["SCHEDULE due 2026-03-17, 1 known, 0 changed"], await RunsAsync());

        // Two dates and a half went by while nothing ran: one run makes up for them, and the rhythm stays.
        clock.Now = clock.Now.AddDays(17);
        await compliance.RunPeriodicJobsAsync();
        await compliance.RunPeriodicJobsAsync();
        Assert.Equal(["SCHEDULE due 2026-03-24, 1 known, 0 changed", "SCHEDULE due 2026-03-17, 1 known, 0 changed"], await RunsAsync());
        var next = (await compliance.DataAsync("{ rescreeningSchedule { nextRunAt lastRunAt } }", null, Officer)).GetProperty("rescreeningSchedule");
        Assert.Equal(("2026-04-07T09:00:00.000Z", "2026-04-03T09:00:00.000Z"), (Normal(next, "nextRunAt"), Normal(next, "lastRunAt")));
    }

    [Fact]
    public async Task CancelledSchedule_Should_RunNoMore_UntilItIsMadeAgain()
    {
        await compliance.DataAsync("mutation { scheduleRescreening(input: { everyDays: 1 }) { schedule { id } } }", null, Officer);

        var cancelled = (await compliance.DataAsync("mutation { cancelRescreening { schedule { everyDays } errors { ... on Error { code } } } }", null, Officer))
            .GetProperty("cancelRescreening");
        Assert.Equal(1, cancelled.GetProperty("schedule").GetProperty("everyDays").GetInt32());
        clock.Now = clock.Now.AddDays(2);
        await compliance.RunPeriodicJobsAsync();

        Assert.Empty(await RunsAsync());
        Assert.Equal(JsonValueKind.Null, (await compliance.DataAsync("{ rescreeningSchedule { id } }", null, Officer)).GetProperty("rescreeningSchedule").ValueKind);
        var trail = (await compliance.DataAsync("{ auditTrail(action: \"rescreening.cancelled\") { nodes { actorId } } }", null, Officer)).GetProperty("auditTrail").GetProperty("nodes");
        Assert.Equal("usr_9", trail[0].GetProperty("actorId").GetString());
        await compliance.DataAsync("mutation { scheduleRescreening(input: { everyDays: 1 }) { schedule { id } } }", null, Officer);
        clock.Now = clock.Now.AddDays(1);
        await compliance.RunPeriodicJobsAsync();
        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task TwoProcesses_Should_RunADueDateOnce()
    {
        await compliance.DataAsync("mutation { scheduleRescreening(input: { everyDays: 1 }) { schedule { id } } }", null, Merchant);
        clock.Now = clock.Now.AddDays(1);
        await using var other = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);

        await Task.WhenAll(compliance.RunPeriodicJobsAsync(), other.RunPeriodicJobsAsync());

        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task ChangedList_Should_ScreenAgainWhomItTouches()
    {
        await ImportAsync(Header + "2,COMPANY,Invented Trading FZE,,,AE\n");
        await compliance.RunPeriodicJobsAsync();
        var before = await ScreenAsync("Viktor Anatolyevich Boutov");
        await ScreenAsync("Jane Doe");
        await compliance.TellAsync(clock, new UserRegistered("usr_1", "org_1", "v@example.com", "Viktor Boutov", ["MERCHANT"], clock.Now));
        await Telling.UntilAsync(() => RiskAsync(), risk => risk == "LOW");

        await ImportAsync(Header + "2,COMPANY,Invented Trading FZE,,,AE\n" + Boutov);
        await compliance.RunPeriodicJobsAsync();
        await compliance.RunPeriodicJobsAsync();

        Assert.Equal("LIST_CHANGED due 2026-03-10, 3 known, 2 changed", (await RunsAsync())[0]);
        var now = (await ScreeningsAsync("BLOCKED")).Single(screening => screening.GetProperty("previousScreeningId").ValueKind == JsonValueKind.String);
        Assert.Equal((before, "Viktor Anatolyevich Boutov"), (now.GetProperty("previousScreeningId").GetString(), now.GetProperty("name").GetString()));
        Assert.NotEqual("LOW", await RiskAsync());

        await ImportAsync(Header + "2,COMPANY,Invented Trading FZE,,,AE\n");
        await compliance.RunPeriodicJobsAsync();
        Assert.Equal("LIST_CHANGED due 2026-03-10, 3 known, 2 changed", (await RunsAsync())[0]);
        Assert.Equal("LOW", await RiskAsync());
        var list = (await compliance.DataAsync("{ watchlists { revision addedCount removedCount } }", null, Merchant)).GetProperty("watchlists")[0];
        Assert.Equal((3, 0, 1), (list.GetProperty("revision").GetInt32(), list.GetProperty("addedCount").GetInt32(), list.GetProperty("removedCount").GetInt32()));
    }

    [Fact]
    public async Task DismissedMatch_Should_StayDismissed_WhenOtherEntriesChange()
    {
        await ImportAsync(Header + Boutov);
        await compliance.RunPeriodicJobsAsync();
        var id = await ScreenAsync("Viktor Anatolyevich Boutov");
        await compliance.DataAsync(
            "mutation($id: ID!) { reviewScreening(input: { id: $id, decision: CLEAR, reason: \"born elsewhere\" }) { screening { status } } }", new { id }, Officer);

        await ImportAsync(Header + Boutov + "3,PERSON,Viktor Anatolyevich Butov,,,UA\n");
        await compliance.RunPeriodicJobsAsync();

        var now = (await ScreeningsAsync(null)).Single(screening => screening.GetProperty("previousScreeningId").GetString() == id);
        Assert.Equal(
            ["Viktor Anatolyevich Butov: False", "Viktor Anatoljevitch Boutov: True"],
            now.GetProperty("matches").EnumerateArray().Select(match => $"{match.GetProperty("name")}: {match.GetProperty("dismissed").GetBoolean()}").OrderBy(match => match.Contains("True", StringComparison.Ordinal)));
    }

    private async Task ImportAsync(string content)
    {
        // Ids sort by their millisecond, and a clock that stands still would not tell a screening from the next.
        clock.Now = clock.Now.AddMinutes(1);
        await compliance.DataAsync(
            "mutation($content: String!) { importWatchlist(input: { format: CSV, name: \"Test list\", content: $content }) { watchlist { id } } }", new { content }, Officer);
    }

    private async Task<string> ScreenAsync(string name)
        => (await compliance.DataAsync("mutation($name: String!) { screenEntity(input: { name: $name, type: PERSON }) { screening { id } } }", new { name }, Merchant))
            .GetProperty("screenEntity").GetProperty("screening").GetProperty("id").GetString()!;

    private async Task<string?> RiskAsync()
        => (await compliance.DataAsync("{ riskAssessment(userId: \"usr_1\") { level } }", null, Merchant)).GetProperty("riskAssessment") is { ValueKind: JsonValueKind.Object } risk
            ? risk.GetProperty("level").GetString() : null;

    private async Task<List<JsonElement>> ScreeningsAsync(string? status)
        => [.. (await compliance.DataAsync(
            "query($status: ScreeningStatus) { screenings(status: $status) { nodes { name subjectId previousScreeningId matches { name dismissed } } } }", new { status }, Merchant))
            .GetProperty("screenings").GetProperty("nodes").EnumerateArray().Where(screening => screening.GetProperty("subjectId").ValueKind == JsonValueKind.Null)];

    private async Task<List<string>> RunsAsync()
        => [.. (await compliance.DataAsync("{ rescreeningRuns { nodes { cause dueAt subjectCount changedCount } } }", null, Officer)).GetProperty("rescreeningRuns").GetProperty("nodes")
            .EnumerateArray().Select(run => $"{run.GetProperty("cause")} due {run.GetProperty("dueAt").GetString()![..10]}, {run.GetProperty("subjectCount")} known, {run.GetProperty("changedCount")} changed")];

    private static string Normal(JsonElement element, string name)
        => element.GetProperty(name).GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
