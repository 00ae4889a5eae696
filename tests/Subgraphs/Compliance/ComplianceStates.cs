using System.Text.Json;
using FinFlow.Compliance;
using FinFlow.Hosting;
using FinFlow.Messaging;
using FinFlow.Subgraph;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A compliance subgraph in which there is one of everything that a mutation can meet: open, ended, spent, somebody else's.</summary>
public sealed class ComplianceStates : IAsyncLifetime, IDisposable
{
    private const string List = "id,type,name,aliases,birthDate,country\\n1,PERSON,Viktor Anatoljevitch Boutov,,,RU\\n";
    private const string Rectify = "type: RECTIFICATION, details: \"my address is wrong\"";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2025, 9, 13, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph compliance = null!;

    /// <summary>What a case may call by name.</summary>
    internal Dictionary<string, string> Ids { get; } = new() { ["LONG"] = new string('x', 3_000) };

    internal string Merchant => Token("usr_1", "org_1", Roles.Merchant);

    internal string Officer => Token("usr_9", "org_9", Roles.ComplianceOfficer);

    internal string Accountant => Token("usr_8", "org_1", Roles.Accountant);

    /// <summary>An officer's, of long ago.</summary>
    internal string Expired { get; private set; } = "";

    public async Task InitializeAsync()
    {
        compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);
        Expired = Officer;
        Ids["OVERDUE"] = await RequestAsync("usr_1", "org_1", Rectify);
        Ids["EXPIRED"] = await ConsentAsync("validDays: 1");
        Ids["OLD"] = await ConsentAsync("validDays: 90");
        clock.Now = clock.Now.AddDays(89);
        await MakeAsync("renewConsent", $"id: \"{Ids["OLD"]}\", validDays: 90", "consent", Merchant);

        // It is the tenth of March; OLD can be prolonged by two days more.
        clock.Now = clock.Now.AddDays(89);
        Ids["VALID"] = await ConsentAsync("validDays: 30");
        Ids["REVOKED"] = await ConsentAsync("validDays: 30");
        await MakeAsync("revokeConsent", $"id: \"{Ids["REVOKED"]}\"", "consent", Merchant);
        Ids["SPENT"] = await ConsentAsync("frequencyPerDay: 1");
        await MakeAsync("useConsent", $"consentId: \"{Ids["SPENT"]}\", thirdParty: \"Bank\", accountId: \"acc_1\", scope: BALANCES", "consent", Merchant);
        Ids["RECEIVED"] = await RequestAsync("usr_1", "org_1", Rectify);
        Ids["EXTENDED"] = await RequestAsync("usr_1", "org_1", Rectify);
        await MakeAsync("extendDataRequest", $"id: \"{Ids["EXTENDED"]}\", reason: \"many\"", "dataRequest", Officer);
        Ids["ANSWERED"] = await RequestAsync("usr_1", "org_1", Rectify);
        await MakeAsync("answerDataRequest", $"id: \"{Ids["ANSWERED"]}\", decision: COMPLETE, answer: \"done\"", "dataRequest", Officer);
        Ids["ACCESS"] = await RequestAsync("usr_1", "org_1", "type: ACCESS");
        Ids["FOREIGN"] = await RequestAsync("usr_2", "org_2", "type: RESTRICTION");
        await MakeAsync("importWatchlist", $"format: CSV, name: \"Test list\", content: \"{List}\"", "watchlist", Officer);
        Ids["HIT"] = await MakeAsync("screenEntity", "name: \"Viktor Anatolyevich Boutov\"", "screening", Merchant);
        Ids["NO HIT"] = await MakeAsync("screenEntity", "name: \"Jane Doe\"", "screening", Merchant);
        await compliance.TellAsync(clock, new UserRegistered("usr_2", "org_2", "b@shop.example", "Berta", [Roles.Merchant], clock.Now));

        // What follows from all this by events is awaited, so that afterwards nothing moves by itself.
        await Telling.UntilAsync(() => CountAsync("data_request_parts", where: "IsLast"), count => count == 2);
        await Telling.UntilAsync(() => CountAsync("risk_assessments"), count => count == 1);
        await Telling.UntilAsync(() => CountAsync("restricted_users"), count => count == 1);
        await compliance.RunPeriodicJobsAsync();
    }

    public async Task DisposeAsync() => await compliance.DisposeAsync();

    public void Dispose() => folder.Dispose();

    internal Task<JsonElement> SendAsync(string document, string? token) => compliance.SendAsync(document, null, token);

    internal string Token(string userId, string organizationId, params string[] roles) => compliance.TokenFor(userId, organizationId, roles);

    /// <summary>
    /// Every row of every table, and how many events were ever told; but for the trace of a refused permission, which is meant to be left, and
    /// what moves such a trace.
    /// </summary>
    /// <param name="permissionsRefused">So many since the other moment that this one is compared with.</param>
    internal string Rows(int permissionsRefused = 0)
    {
        var (file, rows) = (folder.File("compliance.db"), new List<string>());
        foreach (var table in TestDatabase.Tables(file).Except(["inbox", "outbox"]))
        {
            rows.AddRange(TestDatabase.Rows(file, $"SELECT * FROM \"{table}\"").Where(row => !row.Contains("permission.refused", StringComparison.Ordinal)).Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        }

        return string.Join('\n', rows.Where(row => !row.StartsWith("audit_entries", StringComparison.Ordinal)))
            + $"\n{rows.Count(row => row.StartsWith("audit_entries", StringComparison.Ordinal))} traces"
            + $"\n{TestDatabase.EventsTold(file) - permissionsRefused} events told";
    }

    private Task<string> ConsentAsync(string more)
        => MakeAsync("createConsent", $"thirdParty: \"Bank\", accountIds: [\"acc_1\"], scopes: [BALANCES], {more}", "consent", Merchant);

    private Task<string> RequestAsync(string userId, string organizationId, string input)
        => MakeAsync("createDataRequest", input, "dataRequest", Token(userId, organizationId, Roles.Merchant));

    private async Task<string> MakeAsync(string mutation, string input, string made, string token)
    {
        var payload = (await compliance.DataAsync($"mutation {{ {mutation}(input: {{ {input} }}) {{ {made} {{ id }} errors {{ ... on Error {{ message }} }} }} }}", null, token)).GetProperty(mutation);
        Assert.True(payload.GetProperty(made).ValueKind == JsonValueKind.Object, $"{payload}");
        return payload.GetProperty(made).GetProperty("id").GetString()!;
    }

    private Task<int> CountAsync(string table, string where = "TRUE")
        => Task.FromResult(int.Parse(
            TestDatabase.Value(folder.File("compliance.db"), $"SELECT COUNT(*) FROM {table} WHERE {where}")!, System.Globalization.CultureInfo.InvariantCulture));
}
