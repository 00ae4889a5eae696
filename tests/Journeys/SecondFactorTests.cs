using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A merchant protects the login by an authenticator app and a phone, and the audit trail knows.</summary>
[Collection(OneProcessCollection.Name)]
public sealed class SecondFactorTests(SharedDeployment shared)
{
    private const string Verify =
        "mutation($input: VerifyMfaInput!) { verifyMfa(input: $input) { session { accessToken } errors { ... on Error { code } } } }";

    [Fact]
    public async Task AuthenticatorApp_Should_StandBetweenPasswordAndSession()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var enrollment = (await business.Client.DataAsync(
            "mutation { enableMfa(input: { method: TOTP }) { enrollment { id secret qrCode } errors { ... on Error { code } } } }")).Value("enableMfa.enrollment");
        var (app, step) = (new AuthenticatorApp(enrollment.Text("secret")), AuthenticatorApp.StepNow);
        var recoveryCodes = await ConfirmAsync(business, enrollment.Text("id"), app.CodeOf(step));

        var challenge = await ChallengeAsync(business);
        var reused = await business.Client.DataAsync(Verify, new { input = new { challengeId = challenge.Text("id"), code = app.CodeOf(step) } });
        var verified = await business.Client.DataAsync(Verify, new { input = new { challengeId = challenge.Text("id"), code = app.CodeOf(step + 1) } });

        Assert.StartsWith("data:image/png;base64,", enrollment.Text("qrCode"), StringComparison.Ordinal);
        Assert.Equal(10, recoveryCodes.Length);
        Assert.Equal("MFA_CODE_INVALID", reused.Value("verifyMfa.errors")[0].Text("code"));
        business.Client.AccessToken = verified.Text("verifyMfa.session.accessToken");
        Assert.Equal(business.Email, (await business.Client.DataAsync("{ me { email } }")).Text("me.email"));
        await AssertAuditedAsync(business, "mfa.enabled", "login.failed", "login.succeeded");
    }

    [Fact]
    public async Task TextMessage_Should_StandBetweenPasswordAndSession_AndRecoveryCodeReplaceIt()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var enrollment = (await business.Client.DataAsync(
            "mutation { enableMfa(input: { method: SMS, phoneNumber: \"+1 415 555 0101\" }) { enrollment { id } errors { ... on Error { code } } } }"))
            .Value("enableMfa.enrollment");
        var recoveryCodes = await ConfirmAsync(business, enrollment.Text("id"), LatestCodeTo("+14155550101"));

        var challenge = await ChallengeAsync(business);
        var byMessage = await business.Client.DataAsync(Verify, new { input = new { challengeId = challenge.Text("id"), code = LatestCodeTo("+14155550101") } });
        var second = await ChallengeAsync(business);
        var byRecovery = await business.Client.DataAsync(Verify, new { input = new { challengeId = second.Text("id"), code = recoveryCodes[0] } });

        Assert.NotEqual("", byMessage.Text("verifyMfa.session.accessToken"));
        business.Client.AccessToken = byRecovery.Text("verifyMfa.session.accessToken");
        await business.Client.DataAsync("mutation { disableMfa(input: { password: \"a long enough pass phrase\" }) { user { id } errors { ... on Error { code } } } }");
        await business.LoginAsync();
        await AssertAuditedAsync(business, "mfa.enabled", "mfa.disabled");
    }

    private static async Task<string[]> ConfirmAsync(Business business, string enrollmentId, string code)
    {
        var confirmed = await business.Client.DataAsync(
            "mutation($input: ConfirmMfaInput!) { confirmMfa(input: $input) { recoveryCodes errors { ... on Error { code } } } }",
            new { input = new { enrollmentId, code } });
        return [.. confirmed.Value("confirmMfa.recoveryCodes").EnumerateArray().Select(recovery => recovery.GetString()!)];
    }

    private static async Task<JsonElement> ChallengeAsync(Business business)
    {
        business.Client.AccessToken = null;
        var login = await business.Client.DataAsync(
            "mutation($input: LoginInput!) { login(input: $input) { session { accessToken } mfaChallenge { id methods expiresAt } } }",
            new { input = new { email = business.Email, password = "a long enough pass phrase" } });
        Assert.Equal(JsonValueKind.Null, login.Value("login.session").ValueKind);
        return login.Value("login.mfaChallenge");
    }

    private async Task AssertAuditedAsync(Business business, params string[] actions)
    {
        using var admin = shared.Deployment.Client();
        admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);
        await Eventually.GetAsync(
            async () => (await admin.DataAsync("query($id: ID!) { auditTrail(subjectId: $id, first: 100) { nodes { action } } }", new { id = business.UserId }))
                .Value("auditTrail.nodes").EnumerateArray().Select(entry => entry.Text("action")).ToList(),
            audited => actions.All(audited.Contains));
    }

    private string LatestCodeTo(string phoneNumber)
        => Directory.GetFiles(Path.Combine(shared.Deployment.Data, "outbox", "sms"), "*.json")
            .OrderDescending(StringComparer.Ordinal)
            .Select(path => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement)
            .First(message => message.Text("to") == phoneNumber)
            .Text("text")[..6];
}
