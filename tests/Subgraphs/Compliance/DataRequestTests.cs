using System.Text.Json;
using FinFlow.Hosting;
using FinFlow.Subgraph;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Requests about personal data reach every subgraph, whichever process it is in, and come back whole.</summary>
public sealed class DataRequestTests(SevenSubgraphs seven) : IClassFixture<SevenSubgraphs>
{
    [Fact]
    public async Task Access_Should_CollectFromEverySubgraph_WithPurposesAndRetention()
    {
        var (userId, email, token, paymentId) = await seven.MerchantAsync("Ada Lovelace");
        foreach (var (database, table) in new[] { ("transactions.db", "Transactions"), ("accounting.db", "journal_entries"), ("analytics.db", "user_days") })
        {
            await Telling.UntilAsync(async () => await ScalarAsync(seven.File(database), $"SELECT COUNT(*) FROM {table} WHERE UserId = '{userId}'"), count => count != "0");
        }

        var request = await seven.RequestAsync(token, "ACCESS");

        var document = JsonDocument.Parse(request.GetProperty("export").GetString()!).RootElement;
        Assert.Equal("finflow-personal-data/1", document.GetProperty("format").GetString());
        Assert.Equal(userId, document.GetProperty("subject").GetProperty("userId").GetString());
        var told =
            from subgraph in document.GetProperty("subgraphs").EnumerateArray()
            from category in subgraph.GetProperty("categories").EnumerateArray()
            select $"{subgraph.GetProperty("subgraph")}/{category.GetProperty("category")}: {category.GetProperty("retention")}";
        Assert.Equal(DataRegister.Categories.Select(category => $"{category.Subgraph}/{category.Name}: {category.Retention}").Order(), told.Order());
        var profile = RecordsOf(document, "auth", "profile").Single();
        Assert.Equal((email, "Ada Lovelace"), (profile.GetProperty("email").GetString(), profile.GetProperty("name").GetString()));
        var payment = RecordsOf(document, "payments", "payments").Single();
        Assert.Equal((paymentId, "129.95", "CAPTURED"), (payment.GetProperty("id").GetString(), payment.GetProperty("amount").GetProperty("amount").GetString(), payment.GetProperty("status").GetString()));
        Assert.NotEmpty(RecordsOf(document, "transactions", "transactions"));
        Assert.NotEmpty(RecordsOf(document, "accounting", "journal"));
        Assert.NotEmpty(RecordsOf(document, "analytics", "activity"));
        Assert.DoesNotContain("passwordHash", document.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Export_Should_BeReadByItsPersonAndAnOfficerOnly()
    {
        var (_, _, token, _) = await seven.MerchantAsync("Ada Lovelace");
        var id = (await seven.RequestAsync(token, "PORTABILITY")).GetProperty("id").GetString();

        Assert.Equal(JsonValueKind.String, (await ReadAsync(token)).GetProperty("export").ValueKind);
        Assert.DoesNotContain("purpose", (await ReadAsync(token)).GetProperty("export").GetString()!, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, (await ReadAsync(seven.Officer)).GetProperty("export").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await ReadAsync(seven.Compliance.TokenFor("usr_x", "org_x", Roles.Merchant))).ValueKind);

        async Task<JsonElement> ReadAsync(string reader)
            => (await seven.Compliance.DataAsync("query($id: ID!) { dataRequest(id: $id) { export } }", new { id }, reader)).GetProperty("dataRequest");
    }

    [Fact]
    public async Task Erasure_Should_MaskInEverySubgraph_AndKeepWhatTheLawKeeps()
    {
        var (userId, email, token, paymentId) = await seven.MerchantAsync("Ada Lovelace");
        await Telling.UntilAsync(
            async () => await ScalarAsync(seven.File("accounting.db"), $"SELECT COUNT(*) FROM journal_entries WHERE SourceId = '{paymentId}'"), count => count == "1");
        await seven.Compliance.DataAsync("""mutation { createConsent(input: { thirdParty: "Bank", accountIds: ["acc_1"], scopes: [BALANCES] }) { consent { id } } }""", null, token);

        var request = await seven.RequestAsync(token, "ERASURE", ", details: \"please\"");

        Assert.Equal(
            DataRegister.Categories.Select(category => $"{category.Subgraph}/{category.Name}: {category.OnErasure.ToString().ToUpperInvariant()}. {category.Reason}").Order(),
            request.GetProperty("outcomes").EnumerateArray().Select(outcome => $"{outcome.GetProperty("subgraph")}/{outcome.GetProperty("category")}: {outcome.GetProperty("action")}. {outcome.GetProperty("reason")}").Order());
        Assert.Equal("INVALID_CREDENTIALS", (await seven.LoginAsync(email)).GetProperty("errors")[0].GetProperty("code").GetString());
        foreach (var subgraph in DataRegister.Subgraphs)
        {
            Assert.Empty(TablesThatHold(seven.File($"{subgraph}.db"), "For Grace", userId));
        }

        Assert.Equal(["auth.db users"], TablesThatHold(seven.File("auth.db"), "erased", userId));
        Assert.Equal("CAPTURED,12995,erased", await ScalarAsync(seven.File("payments.db"), $"SELECT Status, Amount_Minor, Description FROM payments WHERE Id = '{paymentId}'"));
        Assert.Equal("1", await ScalarAsync(seven.File("accounting.db"), $"SELECT COUNT(*) FROM journal_entries WHERE SourceId = '{paymentId}'"));
        Assert.Equal("REVOKED", await ScalarAsync(seven.File("compliance.db"), $"SELECT Status FROM consents WHERE UserId = '{userId}'"));
        var verified = (await seven.Compliance.DataAsync("{ verifyAuditTrail { intact } }", null, seven.Officer)).GetProperty("verifyAuditTrail");
        Assert.True(verified.GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task Erasure_Should_LeaveNoTraceInAnyFile_NeitherInFreePagesNorInTheEventLog()
    {
        var name = $"Ada {Guid.CreateVersion7():n}";
        var (userId, email, token, _) = await seven.MerchantAsync(name);
        await seven.RequestAsync(token, "ACCESS");
        await seven.RequestAsync(token, "RECTIFICATION", $", correctName: \"{name} Byron\"");
        await Telling.UntilAsync(
            async () => await ScalarAsync(seven.File("compliance.db"), $"SELECT Name FROM risk_profiles WHERE UserId = '{userId}'"), known => known == $"{name} Byron");

        await seven.RequestAsync(token, "ERASURE");
        await seven.RunPeriodicJobsAsync();

        // The sandbox stands for somebody else's books, but not even those know who paid.
        var files = Directory.GetFiles(Path.GetDirectoryName(seven.File("auth.db"))!, "*.db*");
        Assert.Contains(seven.File("events.db"), files);
        Assert.Equal([], files.Where(file => Holds(file, name) || Holds(file, email)).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Erasure_Should_TakeBackMailsAndTextMessages_ThatStillLieHere()
    {
        const string Phone = "+14155550142";
        var (userId, email, token, _) = await seven.MerchantAsync("Ada Lovelace");
        var (_, other, _, _) = await seven.MerchantAsync("Grace Hopper");
        await seven.RequestAsync(token, "RECTIFICATION", $", correctEmail: \"right-{email}\"");
        await seven.Auth.DataAsync($$"""mutation { enableMfa(input: { method: SMS, phoneNumber: "{{Phone}}" }) { enrollment { id } } }""", null, token);
        await Telling.UntilAsync(
            async () =>
            {
                await seven.RunPeriodicJobsAsync();
                return (MessagesThatHold(userId).Length, MessagesThatHold(email).Length, MessagesThatHold(Phone).Length, MessagesThatHold(other).Length);
            },
            sent => sent is (>= 4, >= 4, 1, >= 2));

        await seven.RequestAsync(token, "ERASURE");
        await seven.RunPeriodicJobsAsync();

        Assert.Empty(((string[])[userId, email, Phone]).SelectMany(MessagesThatHold));
        Assert.True(MessagesThatHold(other).Length >= 2);
    }

    [Fact]
    public async Task Restriction_Should_StopProcessing_UntilItIsLifted()
    {
        var (userId, _, token, _) = await seven.MerchantAsync("Ada Lovelace");

        var id = (await seven.RequestAsync(token, "RESTRICTION")).GetProperty("id").GetString();

        Assert.Equal("PROCESSING_RESTRICTED", (await seven.PayAsync(token)).GetProperty("errors")[0].GetProperty("code").GetString());
        foreach (var (subgraph, mutation) in new[]
        {
            (seven.Transactions, "m: submitTransaction(input: { type: TRANSFER, amount: { amount: \"1\", currency: \"USD\" }, idempotencyKey: \"k\" }) { transaction { id }"),
            (seven.Credit, "m: requestLoanOffers(input: { amount: { amount: \"1000\", currency: \"USD\" }, termMonths: 6, purpose: \"stock\" }) { loanOffers { id }"),
            (seven.Credit, "m: requestCreditScore { creditScore { id }"),
            (seven.Compliance, "m: assessRisk(input: {}) { riskAssessment { id }"),
        })
        {
            var refused = (await subgraph.DataAsync($"mutation {{ {mutation} errors {{ ... on Error {{ code }} }} }} }}", null, token)).GetProperty("m");
            Assert.Equal("PROCESSING_RESTRICTED", refused.GetProperty("errors")[0].GetProperty("code").GetString());
        }

        var lifted = (await seven.Compliance.DataAsync(
            "mutation($id: ID!) { liftRestriction(input: { id: $id }) { dataRequest { restrictionLiftedAt } errors { ... on Error { code } } } }", new { id }, token)).GetProperty("liftRestriction");
        Assert.Equal(JsonValueKind.String, lifted.GetProperty("dataRequest").GetProperty("restrictionLiftedAt").ValueKind);
        await Telling.UntilAsync(
            async () => await ScalarAsync(seven.File("payments.db"), $"SELECT COUNT(*) FROM restricted_users WHERE UserId = '{userId}'"), count => count == "0");
        Assert.Equal(JsonValueKind.Object, (await seven.PayAsync(token)).GetProperty("payment").ValueKind);
    }

    [Fact]
    public async Task Rectification_Should_CorrectTheNameEverywhere()
    {
        var (userId, _, token, _) = await seven.MerchantAsync("Ada Lovelase");

        await seven.RequestAsync(token, "RECTIFICATION", ", correctName: \"Ada Lovelace\"");

        Assert.Equal("Ada Lovelace", (await seven.Auth.DataAsync("{ me { name } }", null, token)).GetProperty("me").GetProperty("name").GetString());
        await Telling.UntilAsync(
            async () => await ScalarAsync(seven.File("compliance.db"), $"SELECT Name FROM risk_profiles WHERE UserId = '{userId}'"), name => name == "Ada Lovelace");
    }

    [Fact]
    public async Task Rectification_Should_CorrectTheAddress_WithWhichOneLogsIn()
    {
        var (userId, email, token, _) = await seven.MerchantAsync("Ada Lovelace");
        var right = $"right-{email}";

        await seven.RequestAsync(token, "RECTIFICATION", $", correctEmail: \" {right.ToUpperInvariant()} \"");

        var me = (await seven.Auth.DataAsync("{ me { email name } }", null, token)).GetProperty("me");
        Assert.Equal((right, "Ada Lovelace"), (me.GetProperty("email").GetString(), me.GetProperty("name").GetString()));
        token = (await seven.LoginAsync(right)).GetProperty("session").GetProperty("accessToken").GetString()!;
        Assert.Equal("INVALID_CREDENTIALS", (await seven.LoginAsync(email)).GetProperty("errors")[0].GetProperty("code").GetString());
        await Telling.UntilAsync(
            async () => (await seven.Compliance.DataAsync("query($id: ID!) { auditTrail(subjectId: $id, action: \"user.updated\") { nodes { id } } }", new { id = userId }, seven.Officer))
                .GetProperty("auditTrail").GetProperty("nodes").GetArrayLength(),
            count => count == 1);

        // Whether mails arrive at the new address is proven by one that was sent there.
        const string Flag = "{ me { emailVerifiedAt } }";
        Assert.Equal(JsonValueKind.Null, (await seven.Auth.DataAsync(Flag, null, token)).GetProperty("me").GetProperty("emailVerifiedAt").ValueKind);
        var mailed = await AuthClient.MailedTokenAsync(seven.Auth, Path.GetDirectoryName(seven.File("auth.db"))!, right, "verifyEmail");
        await seven.Auth.DataAsync("mutation($mailed: String!) { verifyEmail(input: { token: $mailed }) { user { id } } }", new { mailed }, token);
        Assert.Equal(JsonValueKind.String, (await seven.Auth.DataAsync(Flag, null, token)).GetProperty("me").GetProperty("emailVerifiedAt").ValueKind);
        Assert.Contains("Your e-mail address was changed", Mailbox.Read(Path.GetDirectoryName(seven.File("auth.db"))!, email).Select(letter => letter.Subject));
    }

    [Fact]
    public async Task Rectification_Should_BeRefused_WhenSomebodyElseHasTheAddress()
    {
        var (_, taken, _, _) = await seven.MerchantAsync("Grace Hopper");
        var (_, email, token, _) = await seven.MerchantAsync("Ada Lovelase");

        var refused = await seven.RequestAsync(token, "RECTIFICATION", $", correctName: \"Ada Lovelace\", correctEmail: \"{taken}\"", "REFUSED");

        Assert.Equal("Somebody has registered with this e-mail address already.", refused.GetProperty("answer").GetString());
        var me = (await seven.Auth.DataAsync("{ me { email name } }", null, token)).GetProperty("me");
        Assert.Equal((email, "Ada Lovelase"), (me.GetProperty("email").GetString(), me.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Administrator_Should_GiveTheRoleBackBeforeBeingErased()
    {
        var token = (await seven.LoginAsync(SevenSubgraphs.AdminEmail)).GetProperty("session").GetProperty("accessToken").GetString();

        var refused = (await seven.Compliance.DataAsync(
            "mutation { createDataRequest(input: { type: ERASURE }) { dataRequest { id } errors { ... on Error { code message } } } }", null, token)).GetProperty("createDataRequest");

        Assert.Equal("Administrators must give their role back first.", refused.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Register_Should_NameEveryTableThatNamesAPerson()
    {
        var unlisted = new List<string>();
        foreach (var subgraph in DataRegister.Subgraphs)
        {
            var listed = DataRegister.Of(subgraph).SelectMany(category => category.Tables).ToHashSet();
            var file = seven.File($"{subgraph}.db");
            var tables = TestDatabase.Tables(file).Where(table => TestDatabase.Columns(file, table).Intersect(["UserId", "Email", "PhoneNumber"]).Any());
            unlisted.AddRange(tables.Except(listed).Where(table => table != "restricted_users").Select(table => $"{subgraph}: {table}"));
        }

        Assert.Empty(unlisted);
    }

    private static JsonElement[] RecordsOf(JsonElement document, string subgraph, string category)
        => [.. document.GetProperty("subgraphs").EnumerateArray().Single(part => part.GetProperty("subgraph").GetString() == subgraph)
            .GetProperty("categories").EnumerateArray().Single(part => part.GetProperty("category").GetString() == category)
            .GetProperty("records").EnumerateArray()];

    /// <summary>The mails and text messages in the outbox in which the text stands.</summary>
    private string[] MessagesThatHold(string text)
        => [.. Directory.GetFiles(seven.File("outbox"), "*.json", SearchOption.AllDirectories).Where(file => Holds(file, text.Replace("+", "\\u002B", StringComparison.Ordinal)))];

    /// <summary>Whether the text stands anywhere in a file's bytes, free pages and journals included.</summary>
    private static bool Holds(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    }

    /// <summary>Tables with a row in which both texts stand, wherever in it.</summary>
    private static List<string> TablesThatHold(string database, string text, string alsoText = "")
        => [.. TestDatabase.Tables(database)
            .Where(table => TestDatabase.Rows(database, $"SELECT * FROM \"{table}\"")
                .Exists(row => row.Contains(text, StringComparison.OrdinalIgnoreCase) && row.Contains(alsoText, StringComparison.OrdinalIgnoreCase)))
            .Select(table => $"{Path.GetFileName(database)} {table}")];

    private static Task<string?> ScalarAsync(string database, string query) => Task.FromResult(TestDatabase.Value(database, query));
}
