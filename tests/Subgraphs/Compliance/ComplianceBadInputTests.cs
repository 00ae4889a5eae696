using System.Text.Json;
using FinFlow.Compliance;
using FinFlow.Hosting;
using Microsoft.Data.Sqlite;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Bad input for every mutation: an error of a known kind, and nothing written.</summary>
public sealed class ComplianceBadInputTests : IAsyncLifetime, IDisposable
{
    private const string Header = "id,type,name,aliases,birthDate,country\\n";
    private static readonly string Long = new('x', 3_000);

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph compliance = null!;

    public async Task InitializeAsync() => compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);

    public async Task DisposeAsync() => await compliance.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("createDataRequest", "DETAILS_TOO_LONG", "type: ACCESS, details: \"$long\"")]
    [InlineData("createDataRequest", "CORRECTION_INVALID", "type: ACCESS, correctName: \"Ada\"", "type: ERASURE, correctName: \"Ada\"", "type: RECTIFICATION, correctName: \"\"", "type: RECTIFICATION, correctName: \"123\"", "type: RECTIFICATION, correctName: \"$long\"", "type: RECTIFICATION, correctName: \"A\\nB\"")]
    [InlineData("createDataRequest", "CORRECTION_REQUIRED", "type: RECTIFICATION", "type: RECTIFICATION, details: \"  \"")]
    [InlineData("createDataRequest", "", "", "type: FORGET", "type: \"ACCESS\"", "type: null")]
    [InlineData("extendDataRequest", "DATA_REQUEST_NOT_FOUND", "id: \"gdr_1\", reason: \"many\"", "id: \"\", reason: \"many\"", "id: \"cns_1\", reason: \"many\"", "id: \"$long\", reason: \"many\"")]
    [InlineData("extendDataRequest", "", "", "id: \"gdr_1\"", "reason: \"many\"", "id: null, reason: \"many\"", "id: \"gdr_1\", reason: null", "id: \"gdr_1\", reason: 1")]
    [InlineData("answerDataRequest", "DATA_REQUEST_NOT_FOUND", "id: \"gdr_1\", decision: COMPLETE, answer: \"done\"", "id: \"\", decision: REFUSE, answer: \"no\"", "id: \"$long\", decision: REFUSE, answer: \"no\"")]
    [InlineData("answerDataRequest", "", "", "id: \"gdr_1\"", "id: \"gdr_1\", decision: COMPLETE", "id: \"gdr_1\", decision: MAYBE, answer: \"x\"", "decision: COMPLETE, answer: \"x\"", "id: \"gdr_1\", decision: null, answer: \"x\"", "id: [], decision: COMPLETE, answer: \"x\"")]
    [InlineData("liftRestriction", "DATA_REQUEST_NOT_FOUND", "id: \"gdr_1\"", "id: \"\"", "id: \"$long\"", "id: \"scr_1\"", "id: \"gdr_01\"")]
    [InlineData("liftRestriction", "", "", "id: null", "id: [\"a\", \"b\"]", "id: {}", "ids: \"gdr_1\"")]
    [InlineData("createConsent", "THIRD_PARTY_INVALID", "thirdParty: \"\", accountIds: [\"acc_1\"], scopes: [BALANCES]", "thirdParty: \"$long\", accountIds: [\"acc_1\"], scopes: [BALANCES]")]
    [InlineData("createConsent", "CONSENT_ACCOUNTS_INVALID", "thirdParty: \"B\", accountIds: [], scopes: [BALANCES]", "thirdParty: \"B\", accountIds: [\"\"], scopes: [BALANCES]", "thirdParty: \"B\", accountIds: [\"$long\"], scopes: [BALANCES]")]
    [InlineData("createConsent", "CONSENT_SCOPES_REQUIRED", "thirdParty: \"B\", accountIds: [\"acc_1\"], scopes: []")]
    [InlineData("createConsent", "CONSENT_VALIDITY_OUT_OF_RANGE", "thirdParty: \"B\", accountIds: [\"acc_1\"], scopes: [BALANCES], validDays: 0", "thirdParty: \"B\", accountIds: [\"acc_1\"], scopes: [BALANCES], validDays: 91", "thirdParty: \"B\", accountIds: [\"acc_1\"], scopes: [BALANCES], validDays: -2147483648")]
    [InlineData("createConsent", "CONSENT_FREQUENCY_OUT_OF_RANGE", "thirdParty: \"B\", accountIds: [\"acc_1\"], scopes: [BALANCES], frequencyPerDay: 0", "thirdParty: \"B\", accountIds: [\"acc_1\"], scopes: [BALANCES], frequencyPerDay: 5")]
    [InlineData("createConsent", "", "thirdParty: \"B\", accountIds: [\"acc_1\"], scopes: [ALL]", "thirdParty: \"B\", accountIds: [null], scopes: [BALANCES]")]
    [InlineData("renewConsent", "CONSENT_NOT_FOUND", "id: \"cns_1\", validDays: 10", "id: \"\", validDays: 10", "id: \"$long\", validDays: 10", "id: \"cns_1\", validDays: 0", "id: \"cns_1\", validDays: 91")]
    [InlineData("renewConsent", "", "", "id: \"cns_1\"", "validDays: 1", "id: \"cns_1\", validDays: 1.5", "id: \"cns_1\", validDays: 99999999999", "id: null, validDays: 1")]
    [InlineData("useConsent", "CONSENT_NOT_FOUND", "consentId: \"cns_1\", thirdParty: \"B\", accountId: \"acc_1\", scope: BALANCES", "consentId: \"\", thirdParty: \"\", accountId: \"\", scope: PAYMENTS", "consentId: \"$long\", thirdParty: \"B\", accountId: \"acc_1\", scope: BALANCES", "consentId: \"gdr_1\", thirdParty: \"B\", accountId: \"acc_1\", scope: BALANCES, userPresent: true")]
    [InlineData("useConsent", "", "", "consentId: \"cns_1\"", "consentId: \"cns_1\", thirdParty: \"B\", accountId: \"acc_1\"", "consentId: \"cns_1\", thirdParty: \"B\", accountId: \"acc_1\", scope: ALL", "consentId: \"cns_1\", thirdParty: 1, accountId: \"acc_1\", scope: BALANCES", "consentId: \"cns_1\", thirdParty: \"B\", accountId: \"acc_1\", scope: BALANCES, userPresent: \"yes\"")]
    [InlineData("revokeConsent", "CONSENT_NOT_FOUND", "id: \"cns_1\"", "id: \"\"", "id: \"$long\"", "id: \"acc_1\"", "id: \"cns_\"")]
    [InlineData("revokeConsent", "", "", "id: null", "id: {}", "id: [\"a\", \"b\"]", "consentId: \"cns_1\"")]
    [InlineData("screenEntity", "NAME_INVALID", "name: \"\"", "name: \"   \"", "name: \"123\"", "name: \"$long\"", "name: \"?!\"")]
    [InlineData("screenEntity", "TOO_MANY_IDENTIFIERS", "name: \"A\", identifiers: [$many]")]
    [InlineData("screenEntity", "", "", "name: null", "name: \"A\", type: ROBOT", "name: \"A\", birthDate: \"1967-13-01\"", "name: \"A\", country: \"NK\"", "name: \"A\", identifiers: [null]")]
    [InlineData("reviewScreening", "SCREENING_NOT_FOUND", "id: \"scr_1\", decision: CLEAR, reason: \"x\"", "id: \"\", decision: BLOCK, reason: \"x\"", "id: \"$long\", decision: CLEAR, reason: \"x\"", "id: \"cns_1\", decision: CLEAR, reason: \"\"")]
    [InlineData("reviewScreening", "", "", "id: \"scr_1\"", "id: \"scr_1\", decision: CLEAR", "id: \"scr_1\", decision: MAYBE, reason: \"x\"", "decision: CLEAR, reason: \"x\"", "id: \"scr_1\", decision: CLEAR, reason: null")]
    [InlineData("scheduleRescreening", "RESCREENING_INTERVAL_OUT_OF_RANGE", "everyDays: 0", "everyDays: -1", "everyDays: 366", "everyDays: 2147483647")]
    [InlineData("scheduleRescreening", "RESCREENING_START_INVALID", "everyDays: 1, firstRunAt: \"2026-03-10T08:59:59Z\"", "everyDays: 1, firstRunAt: \"1900-01-01T00:00:00Z\"", "everyDays: 1, firstRunAt: \"2028-01-01T00:00:00Z\"")]
    [InlineData("scheduleRescreening", "", "everyDays: 1.5", "everyDays: \"7\"", "everyDays: 1, firstRunAt: \"tomorrow\"")]
    [InlineData("importWatchlist", "WATCHLIST_NAME_INVALID", "format: CSV, name: \"\", content: \"x\"", "format: CSV, name: \"$long\", content: \"x\"")]
    [InlineData("importWatchlist", "WATCHLIST_EMPTY", "format: CSV, name: \"l\", content: \"" + Header + "\"", "format: OFAC_SDN, name: \"l\", content: \"\"")]
    [InlineData("importWatchlist", "WATCHLIST_MALFORMED", "format: CSV, name: \"l\", content: \"x\"", "format: CSV, name: \"l\", content: \"" + Header + "1,PERSON,A,,,NK\"", "format: CSV, name: \"l\", content: \"" + Header + "1,ROBOT,A,,,\"", "format: UN, name: \"l\", content: \"<a>\"", "format: UN, name: \"l\", content: \"<a/>\"", "format: OFAC_SDN, name: \"l\", content: \"1,2\"")]
    [InlineData("importWatchlist", "", "", "format: XLSX, name: \"l\", content: \"x\"")]
    [InlineData("assessRisk", "RISK_SUBJECT_NOT_FOUND", "", "userId: \"usr_2\"", "userId: \"\"", "userId: \"$long\"", "country: KP")]
    [InlineData("assessRisk", "", "country: \"NK\"", "country: \"XX\"", "country: \"USA\"", "country: 1", "userId: {}")]
    [InlineData("exportAuditTrail", "AUDIT_PERIOD_INVALID", "format: CSV, from: \"2026-03-10T09:00:00Z\"", "format: JSON, from: \"2027-01-01T00:00:00Z\"", "format: CSV, from: \"2026-01-02T00:00:00Z\", to: \"2026-01-01T00:00:00Z\"", "format: CSV, from: \"2026-01-01T00:00:00Z\", to: \"2026-01-01T00:00:00Z\"")]
    [InlineData("exportAuditTrail", "", "", "format: CSV", "format: PDF, from: \"2026-01-01T00:00:00Z\"", "format: CSV, from: \"yesterday\"", "format: CSV, from: \"2026-02-30T00:00:00Z\"", "from: \"2026-01-01T00:00:00Z\"")]
    public async Task BadInput_Should_BeRefused_AndWriteNothing(string mutation, string code, params string[] inputs)
    {
        var before = await RowsAsync();
        foreach (var input in inputs.Select(Filled))
        {
            var answer = await compliance.SendAsync($"mutation {{ m: {mutation}(input: {{ {input} }}) {{ errors {{ ... on Error {{ code message }} }} }} }}", null, Officer);

            // An empty code: the schema itself refuses, before anything runs.
            Assert.True(code.Length > 0 ? CodeOf(answer) == code : answer.TryGetProperty("errors", out _) && !answer.TryGetProperty("data", out _), $"{input}: {answer}");
        }

        Assert.Equal(before, await RowsAsync());
    }

    private string Officer => compliance.TokenFor("usr_9", "org_9", Roles.ComplianceOfficer);

    private static string Filled(string input)
        => input.Replace("$long", Long, StringComparison.Ordinal).Replace("$many", string.Join(',', Enumerable.Range(0, 21).Select(number => $"\"{number}\"")), StringComparison.Ordinal);

    private static string? CodeOf(JsonElement answer)
        => answer.TryGetProperty("data", out var data) && data.GetProperty("m").GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    private async Task<string> RowsAsync()
    {
        await using var database = new SqliteConnection($"Data Source={folder.File("compliance.db")}");
        await database.OpenAsync();
        var counts = new List<string>();
        foreach (var table in new[] { "data_requests", "consents", "screenings", "dismissals", "rescreening_schedules", "watchlists", "watchlist_entries", "risk_assessments", "audit_entries", "outbox" })
        {
            await using var count = database.CreateCommand();
            count.CommandText = $"SELECT COUNT(*) FROM {table}";
            counts.Add($"{table} {await count.ExecuteScalarAsync()}");
        }

        return string.Join(", ", counts);
    }
}
