using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Who registers proves the address by a token that is mailed to it.</summary>
public sealed class EmailVerificationTests : IAsyncLifetime, IDisposable
{
    private const string Ada = "octocat@github.example";

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private GitHubEmulator github = null!;
    private RunningSubgraph auth = null!;
    private AuthClient ada = null!;

    public async Task InitializeAsync()
    {
        github = await GitHubEmulator.StartAsync();
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, clock, ("JWT_EXPIRATION", "86400"), ("OAUTH_REDIRECT_URL", "https://app.example/signed-in"), ("GITHUB_URL", github.Address),
            ("GITHUB_API_URL", github.Address), ("GITHUB_CLIENT_ID", GitHubEmulator.ClientId), ("GITHUB_CLIENT_SECRET", GitHubEmulator.ClientSecret),
            ("FINFLOW_APP_URL", "https://app.example/account"));
        ada = await AuthClient.RegisterAsync(auth, Ada);
    }

    public async Task DisposeAsync()
    {
        await auth.DisposeAsync();
        await github.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task MailedToken_Should_ProveTheAddress()
    {
        var verified = await ada.VerifyEmailAsync(await TokenAsync());

        Assert.Equal(clock.Now, verified.GetProperty("user").GetProperty("emailVerifiedAt").GetDateTimeOffset());
        Assert.Equal("EMAIL_ALREADY_VERIFIED", AuthClient.RefusalOf(await RequestAsync()));
    }

    [Fact]
    public async Task ProvenAddress_Should_KeepThePassword_WhenAProviderIsLinked()
    {
        await ada.VerifyEmailAsync(await TokenAsync());
        var app = new OAuthApp(auth);

        var (code, state) = github.LogIn(await app.AddressAsync("GITHUB"));
        var linked = OAuthApp.UserOf(await app.FinishAsync("GITHUB", code, state));

        Assert.Equal(ada.Id, linked.GetProperty("id").GetString());
        Assert.Null(await ada.ErrorAsync());
        Assert.Null(AuthClient.RefusalOf(await ada.LogInAsync()));
    }

    [Fact]
    public async Task Token_Should_ProveNothing_ForAnotherUserOrAfterADay()
    {
        var token = await TokenAsync();
        var eve = await AuthClient.RegisterAsync(auth, "eve@shop.example");

        Assert.Equal("MAILED_TOKEN_INVALID", AuthClient.RefusalOf(await eve.VerifyEmailAsync(token)));
        clock.Now += TimeSpan.FromDays(1);
        await ada.LogInAsync();
        Assert.Equal("MAILED_TOKEN_INVALID", AuthClient.RefusalOf(await ada.VerifyEmailAsync(token)));
        var me = (await auth.DataAsync("{ me { emailVerifiedAt } }", null, ada.Access)).GetProperty("me");
        Assert.Equal(JsonValueKind.Null, me.GetProperty("emailVerifiedAt").ValueKind);
    }

    [Fact]
    public async Task FurtherMails_Should_BeSentOnRequest_ButNotWithoutEnd()
    {
        Assert.Null(AuthClient.RefusalOf(await RequestAsync()));
        Assert.Null(AuthClient.RefusalOf(await RequestAsync()));
        Assert.Equal("MAILS_TOO_MANY", AuthClient.RefusalOf(await RequestAsync()));
        clock.Now += TimeSpan.FromMinutes(15);
        Assert.Null(AuthClient.RefusalOf(await RequestAsync()));
    }

    private Task<JsonElement> RequestAsync() => ada.SendAsync("requestEmailVerification", "user { id }");

    /// <summary>What stands in the link behind the page of the app.</summary>
    private async Task<string> TokenAsync()
    {
        await auth.RunPeriodicJobsAsync();
        var (_, text) = (await Mailbox.LettersAsync(folder.Path, Ada, 1)).Single(letter => letter.Subject == "Verify your e-mail address");
        const string Link = "Open https://app.example/account#verifyEmail=";
        Assert.Contains(Link, text, StringComparison.Ordinal);
        return text[(text.IndexOf(Link, StringComparison.Ordinal) + Link.Length)..].Split('\n')[0].Trim();
    }
}
