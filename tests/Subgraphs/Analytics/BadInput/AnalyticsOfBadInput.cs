using System.Text.Json;
using FinFlow.Analytics;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What a client sends, and what it is told: the code, if there is one, and the whole message.</summary>
/// <param name="Token">The caller's; null for Ada's, empty for none.</param>
internal sealed record BadCase(string Input, string Told, string? Token = null);

/// <summary>An organisation with a metric, a report and two schedules, none of which bad input may change.</summary>
public sealed class AnalyticsOfBadInput : IAsyncLifetime
{
    /// <summary>An id of ours that was never given.</summary>
    internal const string Nothing = "019300a1b2c37d4e8f5061728394a5b6";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph analytics = null!;

    internal string Metric { get; private set; } = "";

    internal string Report { get; private set; } = "";

    internal string Schedule { get; private set; } = "";

    internal string Cancelled { get; private set; } = "";

    /// <summary>Somebody who may do everything, in another organisation.</summary>
    internal string Stranger => analytics.TokenFor("usr_2", "org_2", Roles.Merchant);

    /// <summary>What no id can be: empty, another kind's, another's spelling, an attempt at SQL or at a file, control characters, endless.</summary>
    internal IEnumerable<string> NoIds { get; } =
    [
        $"met_{Nothing}", $"rep_{Nothing}", $"sch_{Nothing}", $"pay_{Nothing}", "met_", "rep_", "sch_", "", " ", "1", "' or 1=1 --", "\0", "\r\n", "../../etc/passwd",
        $"MET_{Nothing.ToUpperInvariant()}", "ü💶", new('9', 300),
    ];

    public async Task InitializeAsync()
    {
        analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path, clock);
        Metric = await MakeAsync("defineMetric", """{ "name": "Sales", "expression": "revenue" }""", "metric");
        Report = await MakeAsync("generateReport", """{ "kind": "REVENUE" }""", "report");
        Schedule = await MakeAsync("scheduleReport", ScheduleBadInputTests.With("title", "Week"), "schedule");
        Cancelled = await MakeAsync("scheduleReport", ScheduleBadInputTests.With("title", "Month"), "schedule");
        await MakeAsync("cancelReportSchedule", IdOf(Cancelled), "schedule");
    }

    public async Task DisposeAsync()
    {
        await analytics.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>What the GraphQL specification has said before anything runs.</summary>
    /// <param name="why">The value, where it stands, and what is wrong with it.</param>
    internal static string Invalid(string why) => $"Variable \"$input\" got invalid value {why}";

    internal static string IdOf(string id) => JsonSerializer.Serialize(new { id });

    /// <summary>An input that is good, from nobody, from somebody without a role, and from those whose role does not allow it.</summary>
    internal BadCase[] Callers(string input, params string[] roles)
    {
        const string Refusal = "The current user is not authorized to access this resource.";
        return
        [
            new(input, $"AUTH_NOT_AUTHENTICATED: {Refusal}", ""),
            new(input, $"AUTH_NOT_AUTHORIZED: {Refusal}", analytics.TokenFor("usr_3", "org_1")),
            new(input, $"AUTH_NOT_AUTHORIZED: {Refusal}", analytics.TokenFor("usr_3", "org_1", "OWNER")),
            .. roles.Select(role => new BadCase(input, $"AUTH_NOT_AUTHORIZED: {Refusal}", analytics.TokenFor("usr_3", "org_1", role))),
        ];
    }

    internal async Task RefusesAsync(string mutation, params BadCase[] cases)
    {
        Assert.True(cases.Length >= 10);
        var before = StoredRows.Of(folder.File("analytics.db"));
        foreach (var (input, told, token) in cases)
        {
            var answer = await SendAsync(mutation, input, "__typename", token switch { null => Ada, "" => null, _ => token });
            Assert.Equal((input, told), (input, ToldBy(answer, mutation)));
        }

        var permissionsRefused = cases.Count(bad => bad.Told.StartsWith("AUTH_NOT_AUTHORIZED", StringComparison.Ordinal));
        Assert.Equal(before, StoredRows.Of(folder.File("analytics.db"), permissionsRefused: permissionsRefused));
    }

    private string Ada => analytics.TokenFor("usr_1", "org_1", Roles.Merchant);

    private static string ToldBy(JsonElement answer, string mutation)
    {
        if (!answer.TryGetProperty("errors", out var errors))
        {
            var refusal = answer.GetProperty("data").GetProperty(mutation).GetProperty("errors")[0];
            return $"{refusal.GetProperty("code").GetString()}: {refusal.GetProperty("message").GetString()}";
        }

        var message = errors[0].GetProperty("message").GetString()!;
        return errors[0].TryGetProperty("extensions", out var extensions) ? $"{extensions.GetProperty("code").GetString()}: {message}" : message;
    }

    private Task<JsonElement> SendAsync(string mutation, string input, string selection, string? token) => analytics.SendAsync(
        $$"""
        mutation($input: {{char.ToUpperInvariant(mutation[0])}}{{mutation[1..]}}Input!) { {{mutation}}(input: $input) { {{selection}} errors { ... on Error { code message } } } }
        """,
        new { input = JsonDocument.Parse(input).RootElement },
        token);

    private async Task<string> MakeAsync(string mutation, string input, string what)
        => (await SendAsync(mutation, input, $"{what} {{ id }}", Ada)).GetProperty("data").GetProperty(mutation).GetProperty(what).GetProperty("id").GetString()!;
}

/// <summary>Nothing is written, so all tables of bad input share one organisation.</summary>
[CollectionDefinition(Name)]
public sealed class AnalyticsBadInputCollection : ICollectionFixture<AnalyticsOfBadInput>
{
    internal const string Name = "bad input of analytics";
}
