using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What the GDPR lets a person ask for, over HTTP: articles 15 to 18 and 20.</summary>
[Collection(ComplianceCollection.Name)]
public sealed class PersonalDataJourneyTests(SharedDeployment shared)
{
    private static readonly string[] Subgraphs = ["accounting", "analytics", "auth", "compliance", "credit", "payments", "transactions"];

    [Fact]
    public async Task Access_Should_CollectFromEverySubgraph()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var payment = await business.PayAsync(await business.AddPaymentMethodAsync(), "19.95");
        await business.UntilPaymentIsAsync(payment, "CAPTURED");
        await Eventually.GetAsync(async () => await business.UntilPaymentIsAsync(payment, "CAPTURED"), paid => paid.Value("journalEntry").ValueKind == JsonValueKind.Object);

        var request = await business.Client.RequestAsync(new { type = "ACCESS" });

        Assert.Equal(Subgraphs, request.Value("answers").EnumerateArray().Select(answer => answer.Text("subgraph")).Order());
        Assert.Equal(request.Value("dueAt").GetDateTimeOffset().AddMonths(-1).Date, TimeProvider.System.GetUtcNow().Date);
        var document = JsonDocument.Parse(request.Text("export")).RootElement;
        Assert.Equal(Subgraphs, document.Value("subgraphs").EnumerateArray().Select(part => part.Text("subgraph")));
        Assert.Equal(business.Email, Records(document, "auth", "profile").Single().Text("email"));
        Assert.Equal(payment, Records(document, "payments", "payments").Single().Text("id"));
        Assert.Equal(payment, Records(document, "accounting", "journal").Single().Text("sourceId"));
        Assert.All(Categories(document), category => Assert.NotEqual("", category.Text("purpose") + category.Text("retention")));
    }

    [Fact]
    public async Task Portability_Should_HandOverACopyForMachines_AndNobodyElse()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);

        var request = await business.Client.RequestAsync(new { type = "PORTABILITY" });

        var document = JsonDocument.Parse(request.Text("export")).RootElement;
        Assert.Equal(("finflow-personal-data/1", business.UserId), (document.Text("format"), document.Text("subject.userId")));
        Assert.All(Categories(document), category => Assert.Equal(["category", "records"], category.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(
            JsonValueKind.Null,
            (await stranger.Client.DataAsync("query($id: ID!) { dataRequest(id: $id) { export } }", new { id = request.Text("id") })).GetProperty("dataRequest").ValueKind);
    }

    [Fact]
    public async Task Rectification_Should_CorrectNameAndAddressEverywhere()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var officer = await ComplianceDesk.OfficerAsync(shared.Deployment);
        var right = $"right-{business.Email}";

        await business.Client.RequestAsync(new { type = "RECTIFICATION", correctName = "Ada Lovelace", correctEmail = right });

        var me = (await business.Client.DataAsync("{ me { name email } }")).GetProperty("me");
        Assert.Equal(("Ada Lovelace", right), (me.Text("name"), me.Text("email")));
        business.Client.AccessToken = await Business.LoginAsync(business.Client, right, "a long enough pass phrase");
        await officer.UntilTrailHoldsAsync(business.UserId, "user.updated");

        var words = await business.Client.MakeAsync("createDataRequest", new { type = "RECTIFICATION", details = "my street is wrong" }, "dataRequest", "id status");
        Assert.Equal("RECEIVED", words.Text("status"));
        var extended = await officer.MakeAsync("extendDataRequest", new { id = words.Text("id"), reason = "the archive is closed" }, "dataRequest", "createdAt dueAt");
        Assert.Equal(extended.Value("createdAt").GetDateTimeOffset().AddMonths(3), extended.Value("dueAt").GetDateTimeOffset());
        await officer.MakeAsync("answerDataRequest", new { id = words.Text("id"), decision = "COMPLETE", answer = "the street is put right" }, "dataRequest", "id");
        var answered = (await business.Client.DataAsync("query($id: ID!) { dataRequest(id: $id) { status extensionReason answer } }", new { id = words.Text("id") })).GetProperty("dataRequest");
        Assert.Equal(("COMPLETED", "the archive is closed", "the street is put right"), (answered.Text("status"), answered.Text("extensionReason"), answered.Text("answer")));
    }

    [Fact]
    public async Task Restriction_Should_StopProcessing_UntilItIsLifted()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();

        var restriction = await business.Client.RequestAsync(new { type = "RESTRICTION" });

        const string restricted = "PROCESSING_RESTRICTED";
        Assert.Equal(restricted, (await business.ProcessPaymentAsync(method, "5.00")).Value("errors")[0].Text("code"));
        Assert.Equal(restricted, await business.Client.RefusalAsync("submitTransaction", new { type = "TRANSFER", amount = new { amount = "1", currency = "USD" }, idempotencyKey = "r" }));
        Assert.Equal(restricted, await business.Client.RefusalAsync("requestLoanOffers", new { amount = new { amount = "1000", currency = "USD" }, termMonths = 6, purpose = "stock" }));
        Assert.Equal(restricted, await business.Client.RefusalAsync("assessRisk", new { }));

        await business.Client.MakeAsync("liftRestriction", new { id = restriction.Text("id") }, "dataRequest", "restrictionLiftedAt");
        await Eventually.GetAsync(() => business.ProcessPaymentAsync(method, "5.00"), payload => payload.Value("payment").ValueKind == JsonValueKind.Object);
    }

    [Fact]
    public async Task Erasure_Should_ForgetThePersonEverywhere_AndKeepWhatTheLawKeeps()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var officer = await ComplianceDesk.OfficerAsync(shared.Deployment);
        await business.UntilPaymentIsAsync(await business.PayAsync(await business.AddPaymentMethodAsync(), "19.95"), "CAPTURED");

        var erasure = await business.Client.RequestAsync(new { type = "ERASURE" }, reader: officer);

        var outcomes = erasure.Value("outcomes").EnumerateArray().ToDictionary(outcome => $"{outcome.Text("subgraph")}/{outcome.Text("category")}");
        Assert.Equal(Subgraphs, outcomes.Values.Select(outcome => outcome.Text("subgraph")).Distinct().Order());
        Assert.Equal(
            ("KEPT", "Commercial and tax law demand the records behind the books; article 17(3)(b)."),
            (outcomes["accounting/journal"].Text("action"), outcomes["accounting/journal"].Text("reason")));
        Assert.Equal(("ERASED", "PSEUDONYMISED"), (outcomes["auth/credentials"].Text("action"), outcomes["auth/profile"].Text("action")));
        await Assert.ThrowsAnyAsync<Exception>(business.LoginAsync);
        Assert.True((await officer.DataAsync("{ verifyAuditTrail { intact } }")).Value("verifyAuditTrail.intact").GetBoolean());

        // The events that told of the address are in the log for good; it cannot be read there any more, nor could it before.
        Assert.False(Holds(Path.Combine(shared.Deployment.Data, "events.db"), business.Email));
        Assert.False(Holds(Path.Combine(shared.Deployment.Data, "events.db-wal"), business.Email));
    }

    private static JsonElement[] Categories(JsonElement document)
        => [.. document.Value("subgraphs").EnumerateArray().SelectMany(part => part.Value("categories").EnumerateArray())];

    private static JsonElement[] Records(JsonElement document, string subgraph, string category)
        => [.. document.Value("subgraphs").EnumerateArray().Single(part => part.Text("subgraph") == subgraph)
            .Value("categories").EnumerateArray().Single(part => part.Text("category") == category).Value("records").EnumerateArray()];

    private static bool Holds(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
