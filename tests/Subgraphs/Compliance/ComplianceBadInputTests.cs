using System.Text.Json;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ten bad inputs and more for each mutation of compliance: each gets its own refusal, and nothing is written.</summary>
public sealed class ComplianceBadInputTests(ComplianceStates states) : IClassFixture<ComplianceStates>
{
    private const string Header = "id,type,name,aliases,birthDate,country\\n";
    private const string Bank = "thirdParty: \"Bank\", accountIds: [\"acc_1\"], scopes: [BALANCES]";
    private const string Use = "thirdParty: \"Bank\", accountId: \"acc_1\", scope: BALANCES";
    private const string Unauthorized = "AUTH_NOT_AUTHORIZED";
    private const string Unauthenticated = "AUTH_NOT_AUTHENTICATED";

    private static string[] NoIds => ["", "x", "usr_1", "' OR 1=1 --", "gdr_", "cns_0", "a\\u0000b", "LONG"];

    [Fact]
    public Task CreateDataRequest_Should_Refuse() => RefusesAsync("createDataRequest", states.Merchant,
        ("type: ACCESS, details: \"LONG\"", "DETAILS_TOO_LONG"),
        ("type: ACCESS, details: \"a\\u0000b\"", "DETAILS_INVALID"),
        ("type: ACCESS, correctName: \"Ada\"", "CORRECTION_INVALID"),
        ("type: RECTIFICATION, correctName: \"\"", "CORRECTION_INVALID"),
        ("type: RECTIFICATION, correctName: \"123\"", "CORRECTION_INVALID"),
        ("type: RECTIFICATION, correctName: \"LONG\"", "CORRECTION_INVALID"),
        ("type: RECTIFICATION, correctName: \"A\\nB\"", "CORRECTION_INVALID"),
        ("type: ERASURE, correctEmail: \"a@b.example\"", "CORRECT_EMAIL_INVALID"),
        ("type: RECTIFICATION, correctEmail: \"\"", "CORRECT_EMAIL_INVALID"),
        ("type: RECTIFICATION, correctEmail: \"nobody\"", "CORRECT_EMAIL_INVALID"),
        ("type: RECTIFICATION, correctEmail: \"a b@c.example\"", "CORRECT_EMAIL_INVALID"),
        ("type: RECTIFICATION, correctEmail: \"a@LONG\"", "CORRECT_EMAIL_INVALID"),
        ("type: RECTIFICATION", "CORRECTION_REQUIRED"),
        ("type: RECTIFICATION, details: \"  \"", "CORRECTION_REQUIRED"),
        ("type: ACCESS", "DATA_REQUEST_OPEN_ALREADY"),
        ("", null), ("type: FORGET", null), ("type: \"ACCESS\"", null), ("type: null", null), ("type: ACCESS, details: 1", null));

    [Fact]
    public Task ExtendDataRequest_Should_Refuse() => RefusesAsync("extendDataRequest", states.Officer,
        [
            .. NoIds.Select(id => ($"id: \"{id}\", reason: \"many\"", (string?)"DATA_REQUEST_NOT_FOUND")),
            ("id: \"RECEIVED\", reason: \"\"", "REASON_REQUIRED"), ("id: \"RECEIVED\", reason: \"LONG\"", "REASON_REQUIRED"), ("id: \"RECEIVED\", reason: \"a\\u0007b\"", "REASON_REQUIRED"),
            ("id: \"ANSWERED\", reason: \"many\"", "DATA_REQUEST_NOT_OPEN"), ("id: \"EXTENDED\", reason: \"many\"", "DATA_REQUEST_EXTENDED_ALREADY"),
            ("id: \"OVERDUE\", reason: \"many\"", "DATA_REQUEST_OVERDUE"), ("id: \"RECEIVED\"", null), ("id: null, reason: \"many\"", null), ("id: \"RECEIVED\", reason: 1", null),
        ]);

    [Fact]
    public Task AnswerDataRequest_Should_Refuse() => RefusesAsync("answerDataRequest", states.Officer,
        [
            .. NoIds.Select(id => ($"id: \"{id}\", decision: COMPLETE, answer: \"done\"", (string?)"DATA_REQUEST_NOT_FOUND")),
            ("id: \"RECEIVED\", decision: REFUSE, answer: \" \"", "REASON_REQUIRED"), ("id: \"RECEIVED\", decision: REFUSE, answer: \"LONG\"", "REASON_REQUIRED"),
            ("id: \"ANSWERED\", decision: REFUSE, answer: \"no\"", "DATA_REQUEST_NOT_OPEN"), ("id: \"ACCESS\", decision: COMPLETE, answer: \"by hand\"", "DATA_REQUEST_NOT_OPEN"),
            ("id: \"RECEIVED\", decision: MAYBE, answer: \"x\"", null), ("id: \"RECEIVED\", decision: COMPLETE", null), ("id: [], decision: COMPLETE, answer: \"x\"", null),
        ]);

    [Fact]
    public Task LiftRestriction_Should_Refuse() => RefusesAsync("liftRestriction", states.Merchant,
        [
            .. NoIds.Select(id => ($"id: \"{id}\"", (string?)"DATA_REQUEST_NOT_FOUND")),
            ("id: \"FOREIGN\"", "DATA_REQUEST_NOT_FOUND"), ("id: \"ACCESS\"", "RESTRICTION_NOT_IN_FORCE"), ("id: \"ANSWERED\"", "RESTRICTION_NOT_IN_FORCE"),
            ("id: null", null), ("id: {}", null), ("ids: \"gdr_1\"", null),
        ]);

    [Fact]
    public Task CreateConsent_Should_Refuse() => RefusesAsync("createConsent", states.Merchant,
        ("thirdParty: \"\", accountIds: [\"acc_1\"], scopes: [BALANCES]", "THIRD_PARTY_INVALID"),
        ("thirdParty: \"LONG\", accountIds: [\"acc_1\"], scopes: [BALANCES]", "THIRD_PARTY_INVALID"),
        ("thirdParty: \"a\\u001bb\", accountIds: [\"acc_1\"], scopes: [BALANCES]", "THIRD_PARTY_INVALID"),
        ("thirdParty: \"Bank\", accountIds: [], scopes: [BALANCES]", "CONSENT_ACCOUNTS_INVALID"),
        ("thirdParty: \"Bank\", accountIds: [\" \"], scopes: [BALANCES]", "CONSENT_ACCOUNTS_INVALID"),
        ("thirdParty: \"Bank\", accountIds: [\"LONG\"], scopes: [BALANCES]", "CONSENT_ACCOUNTS_INVALID"),
        ("thirdParty: \"Bank\", accountIds: [\"a\\u0000\"], scopes: [BALANCES]", "CONSENT_ACCOUNTS_INVALID"),
        ("thirdParty: \"Bank\", accountIds: [\"acc_1\"], scopes: []", "CONSENT_SCOPES_REQUIRED"),
        ($"{Bank}, validDays: 0", "CONSENT_VALIDITY_OUT_OF_RANGE"), ($"{Bank}, validDays: 91", "CONSENT_VALIDITY_OUT_OF_RANGE"),
        ($"{Bank}, frequencyPerDay: 0", "CONSENT_FREQUENCY_OUT_OF_RANGE"), ($"{Bank}, frequencyPerDay: 5", "CONSENT_FREQUENCY_OUT_OF_RANGE"),
        ("thirdParty: \"Bank\", accountIds: [\"acc_1\"], scopes: [ALL]", null), ("thirdParty: \"Bank\", accountIds: [null], scopes: [BALANCES]", null), ($"{Bank}, validDays: 1.5", null));

    [Fact]
    public Task RenewConsent_Should_Refuse() => RefusesAsync("renewConsent", states.Merchant,
        [
            .. NoIds.Select(id => ($"id: \"{id}\", validDays: 1", (string?)"CONSENT_NOT_FOUND")),
            ("id: \"REVOKED\", validDays: 1", "CONSENT_NOT_VALID"), ("id: \"EXPIRED\", validDays: 1", "CONSENT_NOT_VALID"), ("id: \"VALID\", validDays: 0", "CONSENT_VALIDITY_OUT_OF_RANGE"),
            ("id: \"VALID\", validDays: 91", "CONSENT_VALIDITY_OUT_OF_RANGE"), ("id: \"OLD\", validDays: 3", "STRONG_AUTHENTICATION_REQUIRED"),
            ("id: \"VALID\"", null), ("id: \"VALID\", validDays: 99999999999", null), ("id: null, validDays: 1", null),
        ]);

    [Fact]
    public Task UseConsent_Should_Refuse() => RefusesAsync("useConsent", states.Merchant,
        [
            .. NoIds.Select(id => ($"consentId: \"{id}\", {Use}", (string?)"CONSENT_NOT_FOUND")),
            ($"consentId: \"REVOKED\", {Use}", "CONSENT_DENIED"), ($"consentId: \"EXPIRED\", {Use}", "CONSENT_DENIED"), ($"consentId: \"SPENT\", {Use}", "CONSENT_FREQUENCY_EXCEEDED"),
            ("consentId: \"VALID\", thirdParty: \"Another\", accountId: \"acc_1\", scope: BALANCES", "CONSENT_DENIED"),
            ("consentId: \"VALID\", thirdParty: \"Bank\", accountId: \"acc_2\", scope: BALANCES", "CONSENT_DENIED"),
            ("consentId: \"VALID\", thirdParty: \"Bank\", accountId: \"acc_1\", scope: PAYMENTS", "CONSENT_DENIED"),
            ("consentId: \"VALID\", thirdParty: \"Bank\", accountId: \"acc_1\", scope: ALL", null), ($"consentId: \"VALID\", {Use}, userPresent: \"yes\"", null), ($"{Use}", null),
        ]);

    [Fact]
    public async Task RevokeConsent_Should_Refuse()
    {
        await RefusesAsync("revokeConsent", states.Merchant,
        [
            .. NoIds.Select(id => ($"id: \"{id}\"", (string?)"CONSENT_NOT_FOUND")),
            ("id: \"REVOKED\"", "CONSENT_NOT_VALID"), ("id: \"EXPIRED\"", "CONSENT_NOT_VALID"), ("id: null", null), ("id: [\"a\", \"b\"]", null), ("consentId: \"VALID\"", null),
        ]);
        await RefusesAsync("revokeConsent", states.Token("usr_2", "org_2", Roles.Merchant), [.. Enumerable.Repeat(("id: \"VALID\"", (string?)"CONSENT_NOT_FOUND"), 10)]);
    }

    [Fact]
    public Task ScreenEntity_Should_Refuse() => RefusesAsync("screenEntity", states.Merchant,
        ("name: \"\"", "NAME_INVALID"), ("name: \"   \"", "NAME_INVALID"), ("name: \"123\"", "NAME_INVALID"), ("name: \"?!\"", "NAME_INVALID"), ("name: \"LONG\"", "NAME_INVALID"),
        ("name: \"A\\u0000\"", "NAME_INVALID"), ($"name: \"A\", identifiers: [{string.Join(',', Enumerable.Range(0, 21).Select(number => $"\"{number}\""))}]", "TOO_MANY_IDENTIFIERS"),
        ("name: \"A\", identifiers: [\"\"]", "IDENTIFIER_INVALID"), ("name: \"A\", identifiers: [\"LONG\"]", "IDENTIFIER_INVALID"), ("name: \"A\", identifiers: [\"a\\u0007\"]", "IDENTIFIER_INVALID"),
        ("", null), ("name: null", null), ("name: \"A\", type: ROBOT", null), ("name: \"A\", birthDate: \"1967-13-01\"", null), ("name: \"A\", country: \"NK\"", null));

    [Fact]
    public Task ReviewScreening_Should_Refuse() => RefusesAsync("reviewScreening", states.Officer,
        [
            .. NoIds.Select(id => ($"id: \"{id}\", decision: CLEAR, reason: \"x\"", (string?)"SCREENING_NOT_FOUND")),
            ("id: \"NO HIT\", decision: CLEAR, reason: \"x\"", "NOTHING_TO_REVIEW"), ("id: \"HIT\", decision: CLEAR, reason: \"\"", "REASON_REQUIRED"),
            ("id: \"HIT\", decision: BLOCK, reason: \"LONG\"", "REASON_REQUIRED"), ("id: \"HIT\", decision: BLOCK, reason: \"a\\u0000\"", "REASON_REQUIRED"),
            ("id: \"HIT\", decision: MAYBE, reason: \"x\"", null), ("id: \"HIT\", decision: CLEAR", null), ("decision: CLEAR, reason: \"x\"", null),
        ]);

    [Fact]
    public Task ScheduleRescreening_Should_Refuse() => RefusesAsync("scheduleRescreening", states.Officer,
        ("everyDays: 0", "RESCREENING_INTERVAL_OUT_OF_RANGE"), ("everyDays: -1", "RESCREENING_INTERVAL_OUT_OF_RANGE"), ("everyDays: 366", "RESCREENING_INTERVAL_OUT_OF_RANGE"),
        ("everyDays: 2147483647", "RESCREENING_INTERVAL_OUT_OF_RANGE"), ("everyDays: 1, firstRunAt: \"2026-03-10T08:59:59Z\"", "RESCREENING_START_INVALID"),
        ("everyDays: 1, firstRunAt: \"1900-01-01T00:00:00Z\"", "RESCREENING_START_INVALID"), ("everyDays: 1, firstRunAt: \"2028-01-01T00:00:00Z\"", "RESCREENING_START_INVALID"),
        ("everyDays: 1.5", null), ("everyDays: \"7\"", null), ("everyDays: 1, firstRunAt: \"tomorrow\"", null), ("everyDays: 1, firstRunAt: \"2026-02-30T00:00:00Z\"", null), ("every: 1", null));

    [Fact]
    public Task CancelRescreening_Should_Refuse() => RefusesAsync("cancelRescreening", states.Officer,
    [
        // It has no input, so what can be wrong is who asks, and that nothing is scheduled.
        .. new[] { states.Officer, states.Merchant, states.Token("usr_2", "org_2", Roles.Merchant), states.Token("usr_3", "org_3", Roles.Admin) }
            .Select(token => new BadCall("m: cancelRescreening", "RESCREENING_NOT_SCHEDULED", token)),
        .. new[] { states.Accountant, states.Token("usr_4", "org_1", Roles.Analyst), states.Token("usr_4", "org_1"), states.Token("usr_4", "org_1", "OFFICER") }
            .Select(token => new BadCall("m: cancelRescreening", Unauthorized, token)),
        .. new[] { null, states.Expired, "nonsense", states.Officer[..^3] }.Select(token => new BadCall("m: cancelRescreening", Unauthenticated, token)),
        new BadCall("m: cancelRescreening(input: {})", null, states.Officer), new BadCall("m: cancelRescreening(id: \"rss_1\")", null, states.Officer),
    ]);

    [Fact]
    public Task ImportWatchlist_Should_Refuse() => RefusesAsync("importWatchlist", states.Officer,
        ("format: CSV, name: \"\", content: \"x\"", "WATCHLIST_NAME_INVALID"), ("format: CSV, name: \"LONG\", content: \"x\"", "WATCHLIST_NAME_INVALID"),
        ("format: CSV, name: \"a\\u0000\", content: \"x\"", "WATCHLIST_NAME_INVALID"), ($"format: CSV, name: \"Test list\", content: \"{Header}\"", "WATCHLIST_EMPTY"),
        ("format: OFAC_SDN, name: \"l\", content: \"\"", "WATCHLIST_EMPTY"), ("format: CSV, name: \"Test list\", content: \"x\"", "WATCHLIST_MALFORMED"),
        ($"format: CSV, name: \"l\", content: \"{Header}1,PERSON,A,,,NK\"", "WATCHLIST_MALFORMED"), ($"format: CSV, name: \"l\", content: \"{Header}1,ROBOT,A,,,\"", "WATCHLIST_MALFORMED"),
        ($"format: CSV, name: \"l\", content: \"{Header},PERSON,A,,,\"", "WATCHLIST_MALFORMED"), ("format: UN, name: \"l\", content: \"<a>\"", "WATCHLIST_MALFORMED"),
        ("format: UN, name: \"l\", content: \"<a/>\"", "WATCHLIST_MALFORMED"), ("format: OFAC_SDN, name: \"l\", content: \"1,2\"", "WATCHLIST_MALFORMED"),
        ("format: XLSX, name: \"l\", content: \"x\"", null), ("format: CSV, name: \"l\"", null));

    [Fact]
    public Task AssessRisk_Should_Refuse() => RefusesAsync("assessRisk", states.Officer,
        [
            .. NoIds.Select(id => ($"userId: \"{id}\"", (string?)"RISK_SUBJECT_NOT_FOUND")),
            ("", "RISK_SUBJECT_NOT_FOUND"), ("userId: \"usr_2\"", "PROCESSING_RESTRICTED"), ("userId: \"usr_2\", country: \"KP\"", "PROCESSING_RESTRICTED"),
            ("country: \"NK\"", null), ("country: \"USA\"", null), ("country: 1", null), ("userId: {}", null),
        ]);

    [Fact]
    public Task ExportAuditTrail_Should_Refuse() => RefusesAsync("exportAuditTrail", states.Officer,
        ("format: CSV, from: \"2026-03-10T09:00:00Z\"", "AUDIT_PERIOD_INVALID"), ("format: JSON, from: \"2027-01-01T00:00:00Z\"", "AUDIT_PERIOD_INVALID"),
        ("format: CSV, from: \"2026-01-02T00:00:00Z\", to: \"2026-01-01T00:00:00Z\"", "AUDIT_PERIOD_INVALID"),
        ("format: CSV, from: \"2026-01-01T00:00:00Z\", to: \"2026-01-01T00:00:00Z\"", "AUDIT_PERIOD_INVALID"),
        ("", null), ("format: CSV", null), ("format: PDF, from: \"2026-01-01T00:00:00Z\"", null), ("format: CSV, from: \"yesterday\"", null), ("format: CSV, from: \"2026-02-30T00:00:00Z\"", null),
        ("from: \"2026-01-01T00:00:00Z\"", null), ("format: CSV, from: null", null), ("format: CSV, from: \"2026-01-01T00:00:00Z\", action: 7", null));

    /// <param name="cases">The input's fields, and the code of the refusal; null where the schema itself refuses, before anything runs.</param>
    private Task RefusesAsync(string mutation, string token, params (string Input, string? Code)[] cases)
    {
        var good = cases[0].Input;
        return RefusesAsync(mutation, token,
        [
            .. cases.Select(bad => new BadCall($"m: {mutation}(input: {{ {bad.Input} }})", bad.Code, token)),
            new BadCall($"m: {mutation}(input: {{ {good} }})", Unauthenticated, Token: null),
            new BadCall($"m: {mutation}(input: {{ {good} }})", Unauthenticated, states.Expired),
            new BadCall($"m: {mutation}(input: {{ {good} }})", Unauthorized, states.Accountant),
        ]);
    }

    private async Task RefusesAsync(string mutation, string token, IReadOnlyList<BadCall> calls)
    {
        Assert.True(calls.Count >= 10 && calls.All(call => call.Field.Contains(mutation, StringComparison.Ordinal)) && token.Length > 0);
        var before = states.Rows();
        foreach (var call in calls)
        {
            var field = states.Ids.Aggregate(call.Field, (text, id) => text.Replace(id.Key == "LONG" ? id.Key : $"\"{id.Key}\"", id.Key == "LONG" ? id.Value : $"\"{id.Value}\"", StringComparison.Ordinal));
            var answer = await states.SendAsync($"mutation {{ {field} {{ errors {{ ... on Error {{ code message }} }} }} }}", call.Token);
            Assert.Equal((call.Field, call.Code ?? "before anything runs"), (call.Field, CodeOf(answer)));
        }

        Assert.Equal(before, states.Rows(permissionsRefused: calls.Count(call => call.Code == Unauthorized)));
    }

    private static string CodeOf(JsonElement answer)
        => !answer.TryGetProperty("data", out var data) && !IsAboutTheCaller(answer) ? "before anything runs"
            : answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString()!
            : data.GetProperty("m").GetProperty("errors") is { ValueKind: JsonValueKind.Array } refusals ? refusals[0].GetProperty("code").GetString()!
            : "not at all";

    private static bool IsAboutTheCaller(JsonElement answer)
        => answer.GetProperty("errors")[0].TryGetProperty("extensions", out var extensions)
            && extensions.TryGetProperty("code", out var code) && code.GetString()!.StartsWith("AUTH_", StringComparison.Ordinal);

    private sealed record BadCall(string Field, string? Code, string? Token);
}
