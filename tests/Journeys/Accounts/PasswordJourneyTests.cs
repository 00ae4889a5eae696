using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Passwords: the policy, the growing lock after failures, and another one by mail for one that was forgotten.</summary>
[Collection(AccountCollection.Name)]
public sealed class PasswordJourneyTests(AccountDeployment shared)
{
    private const string Password = "a long enough pass phrase";
    private const string Another = "another long pass phrase";

    [Theory]
    [InlineData("1234567", "PASSWORD_TOO_SHORT", "The password must have at least 8 characters.")]
    [InlineData("sunshine1", "PASSWORD_TOO_COMMON", "This password is among those that are tried first; choose another.")]
    public async Task PasswordPolicy_Should_RefuseShortAndCommonPasswords(string password, string code, string message)
    {
        using var client = shared.Deployment.Client();

        var refused = await client.DataAsync(
            "mutation($input: RegisterInput!) { register(input: $input) { user { id } errors { ... on Error { code message } } } }",
            new { input = new { email = $"new-{Guid.CreateVersion7():N}@shop.example", password, name = "Ada" } });

        Assert.Equal(JsonValueKind.Null, refused.Value("register.user").ValueKind);
        Assert.Equal((code, message), (refused.Value("register.errors")[0].Text("code"), refused.Value("register.errors")[0].Text("message")));
    }

    [Fact]
    public async Task FiveFailures_Should_LockTheLogin_WithTheSameMessage_AndBeToldByMailAndInTheTrail()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var client = shared.Deployment.Client();
        var answers = new List<string>();
        for (var failure = 1; failure <= 5; failure++)
        {
            answers.Add(await FailAsync(client, business.Email, "not the password"));
        }

        answers.Add(await FailAsync(client, business.Email, Password));
        answers.Add(await FailAsync(client, "nobody@shop.example", Password));

        Assert.Equal(["E-mail address or password is wrong, or there were too many attempts; wait a moment and try again."], answers.Distinct());
        await shared.MailAsync(business.Email, "Too many failed logins");
        await shared.UntilAuditedAsync(business.UserId, "login.failed", "login.locked");
    }

    [Fact]
    public async Task ForgottenPassword_Should_BeResetByMail_AndEndEverySession()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var client = shared.Deployment.Client();
        const string Request = "mutation($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { tokenExpiresAt errors { ... on Error { code } } } }";

        await client.DataAsync(Request, new { input = new { email = business.Email } });
        await client.DataAsync(Request, new { input = new { email = "nobody@shop.example" } });
        var token = await shared.MailedTokenAsync(business.Email, "Reset your password");
        var reset = await client.DataAsync(
            "mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { email errors { ... on Error { code } } } }", new { input = new { token, newPassword = Another } });

        Assert.Equal(business.Email, reset.Text("resetPassword.email"));
        Assert.Contains("AUTH_NOT_AUTHENTICATED", await business.Client.ErrorCodesAsync("{ me { id } }"));
        client.AccessToken = await Business.LoginAsync(client, business.Email, Another);
        Assert.NotEqual(JsonValueKind.Null, (await client.DataAsync("{ me { emailVerifiedAt } }")).Value("me.emailVerifiedAt").ValueKind);
        await shared.MailAsync(business.Email, "Your password was reset");
        await shared.UntilAuditedAsync(business.UserId, "password-reset.requested", "password-reset.completed", "email.verified", "session.revoked");
    }

    private static async Task<string> FailAsync(GraphQLClient client, string email, string password)
    {
        var answer = await client.DataAsync(
            "mutation($input: LoginInput!) { login(input: $input) { session { accessToken } mfaChallenge { id } errors { ... on Error { message } } } }",
            new { input = new { email, password } });
        Assert.Equal(JsonValueKind.Null, answer.Value("login.session").ValueKind);
        return answer.Value("login.errors")[0].Text("message");
    }
}
