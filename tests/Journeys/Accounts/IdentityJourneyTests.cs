using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Who somebody is: by GitHub's word, by a mail that arrived, by a text message to a phone.</summary>
[Collection(AccountCollection.Name)]
public sealed class IdentityJourneyTests(AccountDeployment shared)
{
    private const string Password = "a long enough pass phrase";

    [Fact]
    public async Task GitHubUser_Should_LogIn_BecomeAMerchant_AndComeBackAsTheSame()
    {
        var email = $"octocat-{Guid.CreateVersion7():N}@github.example";
        shared.GitHub.User = new { id = Random.Shared.Next(1, int.MaxValue), login = "octocat", name = "The Octocat" };
        shared.GitHub.Emails = new object[] { new { email, primary = true, verified = true } };
        using var client = shared.Deployment.Client();

        var first = await LogInByGitHubAsync(client);
        var second = await LogInByGitHubAsync(client);
        client.AccessToken = second.Text("session.accessToken");
        var accounts = await client.DataAsync("{ me { name organization { name } } paymentMethods { id } }");

        Assert.Equal((email, "MERCHANT"), (first.Text("session.user.email"), first.Value("session.user.roles")[0].GetString()));
        Assert.Equal(first.Text("session.user.id"), second.Text("session.user.id"));
        Assert.Equal("The Octocat", accounts.Text("me.organization.name"));
        await shared.UntilAuditedAsync(first.Text("session.user.id"), "user.registered", "login.succeeded");
    }

    [Fact]
    public async Task VerifiedAddress_Should_BeLinkedToGitHub_WithoutLosingItsPassword()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var token = await shared.MailedTokenAsync(business.Email, "Verify your e-mail address");
        var verified = await business.Client.DataAsync(
            "mutation($input: VerifyEmailInput!) { verifyEmail(input: $input) { user { emailVerifiedAt } errors { ... on Error { code } } } }", new { input = new { token } });
        shared.GitHub.User = new { id = Random.Shared.Next(1, int.MaxValue), login = "ada" };
        shared.GitHub.Emails = new object[] { new { email = business.Email, primary = true, verified = true } };
        using var client = shared.Deployment.Client();

        var linked = await LogInByGitHubAsync(client);

        Assert.NotEqual(JsonValueKind.Null, verified.Value("verifyEmail.user.emailVerifiedAt").ValueKind);
        Assert.Equal(business.UserId, linked.Text("session.user.id"));
        Assert.NotEqual("", await Business.LoginAsync(client, business.Email, Password));
        await shared.MailAsync(business.Email, "Github can now log in to your account");
        await shared.UntilAuditedAsync(business.UserId, "email.verified", "sign-in-method.linked");
    }

    [Fact]
    public async Task TextMessage_Should_ReachThePhone_ByTheHttpSender()
    {
        const string Phone = "+14155550177";
        using var business = await Business.RegisterAsync(shared.Deployment);
        var enrollmentId = (await business.Client.DataAsync(
            $$"""mutation { enableMfa(input: { method: SMS, phoneNumber: "{{Phone}}" }) { enrollment { id } errors { ... on Error { code } } } }""")).Text("enableMfa.enrollment.id");
        await business.Client.DataAsync(
            "mutation($input: ConfirmMfaInput!) { confirmMfa(input: $input) { recoveryCodes errors { ... on Error { code } } } }",
            new { input = new { enrollmentId, code = await shared.CodeToAsync(Phone, 1) } });
        using var client = shared.Deployment.Client();

        var challengeId = (await client.DataAsync(
            "mutation($input: LoginInput!) { login(input: $input) { mfaChallenge { id methods } } }",
            new { input = new { email = business.Email, password = Password } })).Text("login.mfaChallenge.id");
        var session = await client.DataAsync(
            "mutation($input: VerifyMfaInput!) { verifyMfa(input: $input) { session { user { email } } errors { ... on Error { code } } } }",
            new { input = new { challengeId, code = await shared.CodeToAsync(Phone, 2) } });

        Assert.Equal(business.Email, session.Text("verifyMfa.session.user.email"));
    }

    private async Task<JsonElement> LogInByGitHubAsync(GraphQLClient client)
    {
        var address = (await client.DataAsync("{ oauthAuthorizationUrl(provider: GITHUB) }")).Text("oauthAuthorizationUrl");
        var (code, state) = shared.GitHub.LogIn(address);
        return (await client.DataAsync(
            """
            mutation($input: LoginWithOAuthInput!) {
              loginWithOAuth(input: $input) { session { accessToken user { id email roles } } mfaChallenge { id } errors { ... on Error { code message } } }
            }
            """,
            new { input = new { provider = "GITHUB", code, state } })).GetProperty("loginWithOAuth");
    }
}
