using System.Data.Common;
using System.Text.Json;
using FinFlow.Compliance;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The compliance subgraph as clients and the gateway see it.</summary>
public sealed class ComplianceSchemaTests : IAsyncLifetime, IDisposable
{
    private const string Errors = "errors { __typename ... on Error { code message } }";
    private const string List = "id,type,name,aliases,birthDate,country\n1,PERSON,Viktor Anatoljevitch Boutov,Victor Butov,1967-01-13,RU\n2,COMPANY,Invented Trading FZE,,,AE\n";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 9, 0, 0, TimeSpan.Zero));
    private RunningSubgraph compliance = null!;
    private string merchant = "";
    private string officer = "";

    public async Task InitializeAsync()
    {
        compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, clock);
        merchant = compliance.TokenFor("usr_1", "org_1", Roles.Merchant);
        officer = compliance.TokenFor("usr_9", "org_9", Roles.ComplianceOfficer);
    }

    public async Task DisposeAsync() => await compliance.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Screening_Should_SayWhoItFoundWhereAndWhy()
    {
        await ImportAsync(List);

        var screening = await ScreenAsync("Viktor Anatolyevich Boutov");

        Assert.Equal(("BLOCKED", "CRITICAL"), (Text(screening, "status"), Text(screening, "riskLevel")));
        var match = screening.GetProperty("matches").EnumerateArray().Single();
        Assert.Equal(("Viktor Anatoljevitch Boutov", "Test list", 1), (Text(match, "name"), Text(match, "list"), match.GetProperty("listRevision").GetInt32()));
        Assert.Contains("country agrees", Text(match, "explanation"), StringComparison.Ordinal);
        Assert.Equal("CLEAR", Text(await ScreenAsync("Jane Doe"), "status"));
    }

    [Fact]
    public async Task Dismissal_Should_HoldUntilTheEntryChanges()
    {
        await ImportAsync(List);
        var id = Text(await ScreenAsync("Viktor Anatolyevich Boutov"), "id");

        var reviewed = (await compliance.DataAsync(
            $$"""mutation($id: ID!) { reviewScreening(input: { id: $id, decision: CLEAR, reason: "born elsewhere" }) { screening { status } {{Errors}} } }""",
            new { id }, officer)).GetProperty("reviewScreening").GetProperty("screening");
        Assert.Equal("CLEAR", Text(reviewed, "status"));
        Assert.Equal("CLEAR", Text(await ScreenAsync("Viktor Anatolyevich Boutov"), "status"));

        await ImportAsync(List);
        Assert.Equal("CLEAR", Text(await ScreenAsync("Viktor Anatolyevich Boutov"), "status"));
        await ImportAsync(List.Replace("1967-01-13", "1967-01-14", StringComparison.Ordinal));
        Assert.Equal("BLOCKED", Text(await ScreenAsync("Viktor Anatolyevich Boutov"), "status"));
    }

    [Fact]
    public async Task MalformedList_Should_BeRefusedWithItsLine_AndReplaceNothing()
    {
        await ImportAsync(List);

        var refused = await ImportAsync("id,type,name,aliases,birthDate,country\n1,PERSON,A,,,NK\n");

        Assert.Equal("Line 2: The country must be a code of ISO 3166-1.", Text(refused.GetProperty("errors")[0], "message"));
        var lists = await compliance.DataAsync("{ watchlists { name revision entryCount } }", null, merchant);
        Assert.Equal((1, 2), (lists.GetProperty("watchlists")[0].GetProperty("revision").GetInt32(), lists.GetProperty("watchlists")[0].GetProperty("entryCount").GetInt32()));
    }

    [Fact]
    public async Task Merchant_Should_NeitherImportNorReviewNorReadTheTrail()
    {
        foreach (var document in new[]
        {
            "mutation { importWatchlist(input: { format: CSV, name: \"x\", content: \"\" }) { watchlist { id } } }",
            "mutation { reviewScreening(input: { id: \"scr_1\", decision: CLEAR, reason: \"x\" }) { screening { id } } }",
            "{ auditTrail { nodes { id } } }",
            "{ verifyAuditTrail { intact } }",
        })
        {
            var refused = await compliance.SendAsync(document, null, merchant);
            Assert.Equal("AUTH_NOT_AUTHORIZED", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Risk_Should_BeAssessedFromEvents()
    {
        await RegisterAsync("Ada's Shop");
        Assert.Equal("LOW", Text(await UntilAssessedAsync(assessment => assessment.ValueKind == JsonValueKind.Object), "level"));

        for (var i = 0; i < 3; i++)
        {
            await compliance.TellAsync(
                clock, new TransactionHeld(new TransactionFacts($"txn_{i}", $"pay_{i}", "org_1", "usr_1", "PAYMENT", 99_000_00, "USD", "AF", 0.7m, "HIGH", []), clock.Now));
        }

        var risky = await UntilAssessedAsync(assessment => Text(assessment, "level") == "MEDIUM");
        Assert.Equal("3 or more payments held for a reviewer.", Text(risky.GetProperty("factors")[0], "reason"));
        var assessed = (await compliance.DataAsync(
            $$"""mutation { assessRisk(input: { country: "KP" }) { riskAssessment { level score factors { category reason weight } } {{Errors}} } }""", null, merchant))
            .GetProperty("assessRisk").GetProperty("riskAssessment");
        Assert.Equal(("CRITICAL", "The user is in a sanctioned country, KP."), (Text(assessed, "level"), Text(assessed.GetProperty("factors")[0], "reason")));
    }

    [Fact]
    public async Task LargePayment_Should_BeRecognisedInEveryCurrency_AndUnknownSizeBeSaid()
    {
        await RegisterAsync("Ada's Shop");
        await UntilAssessedAsync(assessment => assessment.ValueKind == JsonValueKind.Object);
        await compliance.TellAsync(
            clock, new ExchangeRateSet("EUR", "USD", new DateOnly(2026, 3, 1), 1.25m, clock.Now), new ExchangeRateSet("USD", "JPY", new DateOnly(2026, 3, 1), 150m, clock.Now));
        await Telling.UntilAsync(
            async () => (await compliance.DataAsync("{ auditTrail(action: \"rate.set\") { totalCount } }", null, officer)).GetProperty("auditTrail").GetProperty("totalCount").GetInt32(),
            count => count == 2);

        await CaptureAsync(("EUR", 7_999_99), ("JPY", 1_499_999), ("USD", 9_999_99));
        await CaptureAsync(("EUR", 8_000_00));
        Assert.Equal("1 large payments.", await UntilReasonAsync("large"));
        await CaptureAsync(("JPY", 1_500_000), ("CHF", 1_00));

        Assert.Equal("2 or more large payments.", await UntilReasonAsync("2 or more large"));
        Assert.Equal("1 payments of unknown size, for want of an exchange rate.", await UntilReasonAsync("unknown size"));

        Task CaptureAsync(params (string Currency, long Minor)[] amounts) => compliance.TellAsync(clock, [.. amounts.Select(amount => new PaymentCaptured(
            Telling.Payment($"pay_{amount.Currency}{amount.Minor}", "org_1", "usr_1", amount.Minor, clock.Now, amount.Currency), amount.Minor, 0, clock.Now))]);

        async Task<string> UntilReasonAsync(string words)
        {
            var assessment = await UntilAssessedAsync(known => ReasonOf(known, words) is not null);
            return ReasonOf(assessment, words)!;
        }

        static string? ReasonOf(JsonElement assessment, string words)
            => assessment.GetProperty("factors").EnumerateArray().Select(factor => Text(factor, "reason")).FirstOrDefault(reason => reason.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListedName_Should_RaiseTheRiskOfItsUser()
    {
        await ImportAsync(List);
        await RegisterAsync("Victor Butov");

        Assert.Equal("CRITICAL", Text(await UntilAssessedAsync(assessment => assessment.ValueKind == JsonValueKind.Object), "level"));
    }

    [Fact]
    public async Task Trail_Should_TellWhatHappened_WithoutNames_AndNoticeAnyChange()
    {
        await RegisterAsync("Ada Lovelace");
        await compliance.TellAsync(clock, new PaymentCaptured(Telling.Payment("pay_1", "org_1", "usr_1", 129_95, clock.Now), 129_95, 4_07, clock.Now));
        await compliance.TellAsync(clock, new ScoreComputed("csc_1", "org_1", "usr_1", 700, "MEDIUM_RISK", 0.03, "m", "1", clock.Now));
        await ScreenAsync("Jane Doe");

        var trail = await Telling.UntilAsync(
            async () => (await compliance.DataAsync("{ auditTrail { nodes { sequence action subjectId actorId details } } }", null, officer)).GetProperty("auditTrail"),
            trail => trail.GetProperty("nodes").GetArrayLength() == 4);
        Assert.Equal(
            ["payment.captured", "score.computed", "screening.made", "user.registered"],
            trail.GetProperty("nodes").EnumerateArray().Select(entry => Text(entry, "action")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("Ada", trail.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Jane", trail.ToString(), StringComparison.Ordinal);
        Assert.True((await VerifyAsync()).GetProperty("intact").GetBoolean());

        await using var database = TestDatabase.Open(folder.File("compliance.db"));
        foreach (var statement in new[] { "UPDATE audit_entries SET Details = '{}'", "DELETE FROM audit_entries" })
        {
            var refused = await Assert.ThrowsAnyAsync<DbException>(() => ExecuteAsync(database, statement));
            Assert.Contains("audit_entries is append-only", refused.Message, StringComparison.Ordinal);
        }

        await ExecuteAsync(database, TestDatabase.IsPostgres ? "DROP TRIGGER audit_entries_append_only ON audit_entries" : "DROP TRIGGER audit_entries_no_update");
        await ExecuteAsync(database, "UPDATE audit_entries SET Details = '{}' WHERE Sequence = 2");
        var broken = await VerifyAsync();
        Assert.Equal((false, 2), (broken.GetProperty("intact").GetBoolean(), broken.GetProperty("brokenAt").GetInt32()));

        using var told = compliance.Events.ReadAs("operators", Topics.System);
        var alarm = await Telling.UntilAsync(
            async () => (await told.ReadAsync(10, CancellationToken.None)).Select(one => EventEnvelope.Parse(one.Envelope.Span).TryRead()).OfType<VerificationFailed>().SingleOrDefault(),
            alarm => alarm is not null);
        Assert.Equal(("audit trail", $"entry {broken.GetProperty("brokenAt").GetInt64()} is not what was written"), (alarm!.Subject, alarm.Finding));
    }

    [Fact]
    public async Task Consent_Should_BeValidatedAndExpire()
    {
        var consent = (await compliance.DataAsync(
            $$"""
            mutation {
              createConsent(input: { thirdParty: "Bank", accountIds: ["acc_1"], scopes: [BALANCES], validDays: 30 }) { consent { id status expiresAt user { id } } {{Errors}} }
            }
            """,
            null, merchant)).GetProperty("createConsent").GetProperty("consent");
        var id = Text(consent, "id");
        const string validate = "query($id: ID!) { validateConsent(consentId: $id, thirdParty: \"Bank\", accountId: \"acc_1\", scope: BALANCES) { valid denial } }";
        Assert.True((await compliance.DataAsync(validate, new { id }, merchant)).GetProperty("validateConsent").GetProperty("valid").GetBoolean());

        clock.Now = clock.Now.AddDays(30);
        await compliance.RunPeriodicJobsAsync();
        merchant = compliance.TokenFor("usr_1", "org_1", Roles.Merchant);

        Assert.Equal("EXPIRED", Text((await compliance.DataAsync(validate, new { id }, merchant)).GetProperty("validateConsent"), "denial"));
        var stranger = compliance.TokenFor("usr_2", "org_2", Roles.Merchant);
        Assert.Equal("UNKNOWN", Text((await compliance.DataAsync(validate, new { id }, stranger)).GetProperty("validateConsent"), "denial"));
    }

    private Task RegisterAsync(string name) => compliance.TellAsync(clock, new UserRegistered("usr_1", "org_1", "ada@example.com", name, ["MERCHANT"], clock.Now));

    private async Task<JsonElement> ImportAsync(string content)
        => (await compliance.DataAsync(
            $$"""mutation($content: String!) { importWatchlist(input: { format: CSV, name: "Test list", content: $content }) { watchlist { id revision } {{Errors}} } }""",
            new { content }, officer)).GetProperty("importWatchlist");

    private async Task<JsonElement> ScreenAsync(string name)
        => (await compliance.DataAsync(
            $$"""
            mutation($name: String!) {
              screenEntity(input: { name: $name, type: PERSON, country: "RU" }) { screening { id status riskLevel matches { name list listRevision score explanation } } {{Errors}} }
            }
            """,
            new { name }, merchant)).GetProperty("screenEntity").GetProperty("screening");

    private Task<JsonElement> UntilAssessedAsync(Func<JsonElement, bool> isTrue)
        => Telling.UntilAsync(
            async () => (await compliance.DataAsync("{ riskAssessment(userId: \"usr_1\") { id level score assessedAt factors { category reason weight } } }", null, merchant)).GetProperty("riskAssessment"),
            isTrue);

    private async Task<JsonElement> VerifyAsync()
        => (await compliance.DataAsync("{ verifyAuditTrail { intact entryCount headHash brokenAt } }", null, officer)).GetProperty("verifyAuditTrail");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task ExecuteAsync(DbConnection database, string statement)
    {
        await using var command = database.CreateCommand();
        command.CommandText = TestDatabase.Understood(statement);
        await command.ExecuteNonQueryAsync();
    }
}
