using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Risk with its reasons, and the trail in which everything is found again.</summary>
[Collection(ComplianceCollection.Name)]
public sealed class RiskAndTrailJourneyTests(SharedDeployment shared)
{
    private const string Assessment = "level score factors { category reason weight }";

    [Fact]
    public async Task RiskAssessment_Should_SayCategoriesAndReasons()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var known = await Eventually.GetAsync(
            async () => (await business.Client.DataAsync($"query($id: ID!) {{ riskAssessment(userId: $id) {{ {Assessment} }} }}", new { id = business.UserId })).GetProperty("riskAssessment"),
            assessment => assessment.ValueKind == JsonValueKind.Object);
        Assert.Equal(("LOW", "CUSTOMER", "There is no payment history yet."), (known.Text("level"), known.Value("factors")[0].Text("category"), known.Value("factors")[0].Text("reason")));

        // North Korea is KP; NK is no country.
        var assessed = await business.Client.MakeAsync("assessRisk", new { country = "KP" }, "riskAssessment", Assessment);

        Assert.Equal(
            ("CRITICAL", "GEOGRAPHY", "The user is in a sanctioned country, KP."),
            (assessed.Text("level"), assessed.Value("factors")[0].Text("category"), assessed.Value("factors")[0].Text("reason")));
        var refused = await business.Client.QueryAsync("mutation { assessRisk(input: { country: \"NK\" }) { riskAssessment { level } } }");
        Assert.True(refused.Body.TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task AuditTrail_Should_BeFedByEverySubgraph_ChainedVerifiedSearchedAndExported()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var officer = await ComplianceDesk.OfficerAsync(shared.Deployment);
        var from = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        await business.UntilPaymentIsAsync(await business.PayAsync(await business.AddPaymentMethodAsync(), "19.95"), "CAPTURED");
        await business.Client.MakeAsync("createConsent", new { thirdParty = "Bank", accountIds = new[] { "acc_1" }, scopes = new[] { "BALANCES" } }, "consent", "id");
        await business.Client.DataAsync("mutation { requestCreditScore { creditScore { id } } }");
        await business.Client.ErrorCodesAsync("{ auditTrail { nodes { id } } }");
        using var wrong = shared.Deployment.Client();
        await wrong.DataAsync("mutation($email: String!) { login(input: { email: $email, password: \"not the password\" }) { errors { ... on Error { code } } } }", new { email = business.Email });

        await officer.UntilTrailHoldsAsync(
            business.UserId, "user.registered", "login.succeeded", "login.failed", "payment.authorized", "transaction.approved", "payment.captured", "journal.posted",
            "consent.changed", "score.computed", "permission.refused");

        var verified = (await officer.DataAsync("{ verifyAuditTrail { intact entryCount headHash brokenAt } }")).GetProperty("verifyAuditTrail");
        Assert.True(verified.Value("intact").GetBoolean());
        var export = await officer.MakeAsync(
            "exportAuditTrail", new { format = "JSON", from, actorId = business.UserId, action = "payment.captured" }, "export", "fileName entryCount content contentHash headHash");
        var entry = JsonDocument.Parse(export.Text("content")).RootElement.EnumerateArray().Single();
        Assert.Equal(("payment.captured", 1995), (entry.Text("action"), entry.Value("details.capturedMinor").GetInt32()));
        Assert.Equal(export.Text("contentHash"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(export.Text("content")))));
        var csv = await officer.MakeAsync("exportAuditTrail", new { format = "CSV", from, actorId = business.UserId }, "export", "entryCount content");
        Assert.Equal(csv.Value("entryCount").GetInt32() + 1, csv.Text("content").TrimEnd().Split("\r\n").Length);
        Assert.DoesNotContain(business.Email, csv.Text("content"), StringComparison.Ordinal);

        // Each entry bears the hash of the one before it.
        var chain = (await officer.DataAsync("{ auditTrail(first: 50) { nodes { sequence hash previousHash } } }")).Value("auditTrail.nodes").EnumerateArray().ToList();
        Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.Equal(pair.First.Text("previousHash"), pair.Second.Text("hash")));
    }
}
