using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What the design promises of compliance, over HTTP.</summary>
public sealed class ComplianceJourneyTests(SharedDeployment shared) : IClassFixture<SharedDeployment>
{
    [Fact]
    public async Task PersonalData_Should_BeHandedOver_Restricted_AndErased()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();
        await business.UntilPaymentIsAsync(await business.PayAsync(method, "19.95"), "CAPTURED");

        var access = await AnsweredAsync(business, "ACCESS");
        var document = JsonDocument.Parse(access.Text("export")).RootElement;
        Assert.Equal(
            ["accounting", "analytics", "auth", "compliance", "credit", "payments", "transactions"],
            document.GetProperty("subgraphs").EnumerateArray().Select(part => part.Text("subgraph")));
        Assert.Contains(business.Email, access.Text("export"), StringComparison.Ordinal);

        var restriction = await AnsweredAsync(business, "RESTRICTION");
        Assert.Equal("PROCESSING_RESTRICTED", (await business.ProcessPaymentAsync(method, "5.00")).Value("errors")[0].Text("code"));
        await business.Client.DataAsync("mutation($id: ID!) { liftRestriction(input: { id: $id }) { dataRequest { id } } }", new { id = restriction.Text("id") });

        using var admin = await AdminAsync();
        await business.Client.DataAsync("mutation { createDataRequest(input: { type: ERASURE }) { dataRequest { id } errors { ... on Error { code } } } }");
        var erasure = await Eventually.GetAsync(
            async () => (await admin.DataAsync("{ dataRequests(status: COMPLETED, last: 100) { nodes { type user { id } outcomes { category action } } } }")).Value("dataRequests.nodes").EnumerateArray()
                .FirstOrDefault(request => request.Text("type") == "ERASURE" && request.Text("user.id") == business.UserId),
            request => request.ValueKind == JsonValueKind.Object);
        Assert.Contains(erasure.GetProperty("outcomes").EnumerateArray(), outcome => outcome.Text("category") == "journal" && outcome.Text("action") == "KEPT");
        await Assert.ThrowsAnyAsync<Exception>(business.LoginAsync);
        Assert.True((await admin.DataAsync("{ verifyAuditTrail { intact } }")).Value("verifyAuditTrail.intact").GetBoolean());
    }

    [Fact]
    public async Task Consent_Should_BeBound_Counted_AndRevoked()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var created = await business.Client.DataAsync(
            """mutation { createConsent(input: { thirdParty: "Bank", accountIds: ["acc_1"], scopes: [BALANCES], frequencyPerDay: 1 }) { consent { id } errors { ... on Error { code } } } }""");
        var id = created.Text("createConsent.consent.id");
        const string use = """mutation($id: ID!) { useConsent(input: { consentId: $id, thirdParty: "Bank", accountId: "acc_1", scope: BALANCES }) { consent { id } errors { ... on Error { code } } } }""";
        const string validate = """query($id: ID!, $by: String!) { validateConsent(consentId: $id, thirdParty: $by, accountId: "acc_1", scope: BALANCES) { valid denial } }""";

        Assert.True((await business.Client.DataAsync(validate, new { id, by = "Bank" })).Value("validateConsent.valid").GetBoolean());
        Assert.Equal("OTHER_THIRD_PARTY", (await business.Client.DataAsync(validate, new { id, by = "Another" })).Text("validateConsent.denial"));
        Assert.Equal(id, (await business.Client.DataAsync(use, new { id })).Text("useConsent.consent.id"));
        Assert.Equal("CONSENT_FREQUENCY_EXCEEDED", (await business.Client.DataAsync(use, new { id })).Value("useConsent.errors")[0].Text("code"));
        await business.Client.DataAsync("mutation($id: ID!) { revokeConsent(input: { id: $id }) { consent { id } } }", new { id });
        Assert.Equal("REVOKED", (await business.Client.DataAsync(validate, new { id, by = "Bank" })).Text("validateConsent.denial"));
    }

    [Fact]
    public async Task Sanctions_Should_BeImported_Screened_Reviewed_AndRescreened()
    {
        using var admin = await AdminAsync();
        await admin.DataAsync(
            "mutation($content: String!) { importWatchlist(input: { format: CSV, name: \"Journey\", content: $content }) { watchlist { id } errors { ... on Error { message } } } }",
            new { content = "id,type,name,aliases,birthDate,country\n1,PERSON,Viktor Anatoljevitch Boutov,Victor Butov,1967-01-13,RU\n" });

        const string screen = "mutation { screenEntity(input: { name: \"Boutov Viktor Anatolyevich\", type: PERSON }) { screening { id status algorithm matches { list listRevision score explanation } } } }";
        var screening = (await admin.DataAsync(screen)).Value("screenEntity.screening");
        Assert.Equal(("BLOCKED", "Journey"), (screening.Text("status"), screening.Value("matches")[0].Text("list")));
        Assert.NotEqual("", screening.Value("matches")[0].Text("explanation"));
        await admin.DataAsync(
            "mutation($id: ID!) { reviewScreening(input: { id: $id, decision: CLEAR, reason: \"born elsewhere\" }) { screening { id } } }", new { id = screening.Text("id") });
        Assert.Equal("CLEAR", (await admin.DataAsync(screen)).Text("screenEntity.screening.status"));
        var scheduled = await admin.DataAsync("mutation { scheduleRescreening(input: { everyDays: 30 }) { schedule { everyDays nextRunAt } errors { ... on Error { code } } } }");
        Assert.Equal(30, scheduled.Value("scheduleRescreening.schedule.everyDays").GetInt32());
    }

    [Fact]
    public async Task Trail_Should_HoldLoginPaymentAndRefusal_AndBeExported()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await business.UntilPaymentIsAsync(await business.PayAsync(await business.AddPaymentMethodAsync(), "19.95"), "CAPTURED");
        await business.Client.ErrorCodesAsync("{ rescreeningRuns { nodes { id } } }");

        using var admin = await AdminAsync();
        await Eventually.GetAsync(
            async () => (await admin.DataAsync("query($id: ID!) { auditTrail(actorId: $id, first: 100) { nodes { action } } }", new { id = business.UserId }))
                .Value("auditTrail.nodes").EnumerateArray().Select(entry => entry.Text("action")).ToHashSet(),
            actions => actions.IsSupersetOf(["user.registered", "login.succeeded", "payment.captured", "journal.posted", "permission.refused"]));
        var export = (await admin.DataAsync(
            "mutation($id: ID!) { exportAuditTrail(input: { format: CSV, from: \"2020-01-01T00:00:00Z\", actorId: $id }) { export { entryCount content } errors { ... on Error { code } } } }",
            new { id = business.UserId })).Value("exportAuditTrail.export");
        Assert.Equal(export.Value("entryCount").GetInt32() + 1, export.Text("content").TrimEnd().Split("\r\n").Length);
    }

    private async Task<GraphQLClient> AdminAsync()
    {
        var admin = shared.Deployment.Client();
        admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);
        return admin;
    }

    private static async Task<JsonElement> AnsweredAsync(Business business, string type)
    {
        var id = (await business.Client.DataAsync(
            "mutation($type: DataRequestType!) { createDataRequest(input: { type: $type }) { dataRequest { id } errors { ... on Error { code message } } } }", new { type }))
            .Text("createDataRequest.dataRequest.id");
        return await Eventually.GetAsync(
            async () => (await business.Client.DataAsync("query($id: ID!) { dataRequest(id: $id) { id status export answers { subgraph } } }", new { id })).GetProperty("dataRequest"),
            request => request.Text("status") == "COMPLETED");
    }
}
