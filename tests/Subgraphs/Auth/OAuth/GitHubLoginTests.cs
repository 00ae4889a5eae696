using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Login with GitHub: no id token, so its API is believed, and only about verified addresses.</summary>
public sealed class GitHubLoginTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private GitHubEmulator github = null!;
    private RunningSubgraph auth = null!;
    private OAuthApp app = null!;

    public async Task InitializeAsync()
    {
        github = await GitHubEmulator.StartAsync();
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path,
            clock,
            ("OAUTH_REDIRECT_URL", "https://app.example/signed-in"),
            ("GITHUB_URL", $"{github.Address}/"),
            ("GITHUB_API_URL", github.Address),
            ("GITHUB_CLIENT_ID", GitHubEmulator.ClientId),
            ("GITHUB_CLIENT_SECRET", GitHubEmulator.ClientSecret));
        app = new OAuthApp(auth);
    }

    public async Task DisposeAsync()
    {
        await auth.DisposeAsync();
        await github.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task PrimaryVerifiedAddress_Should_LogIn_AndTheNumberOfTheAccountStays()
    {
        var first = OAuthApp.UserOf(await LogInAsync());
        github.User = new { id = 583231, login = "renamed" };
        github.Emails = Array.Empty<object>();
        var second = OAuthApp.UserOf(await LogInAsync());

        Assert.Equal(("octocat@github.example", "The Octocat"), (first.GetProperty("email").GetString(), first.GetProperty("name").GetString()));
        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
    }

    [Fact]
    public async Task AddressOfAnother_Should_NotBeTaken_WhenItIsNotVerified()
    {
        await app.RegisterAsync("octocat@github.example");
        github.Emails = new object[] { new { email = "octocat@github.example", primary = true, verified = false } };

        Assert.Equal("OAUTH_EMAIL_NOT_VERIFIED", OAuthApp.RefusalOf(await LogInAsync()));
    }

    [Fact]
    public async Task SecondAccountWithTheSameAddress_Should_BeLinkedToTheSameUser()
    {
        var first = OAuthApp.UserOf(await LogInAsync());
        github.User = new { id = 7, login = "other" };
        var second = OAuthApp.UserOf(await LogInAsync());

        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        Assert.Equal("Github can now log in to your account", (await Mailbox.LettersAsync(folder.Path, "octocat@github.example", 1)).Single().Subject);
    }

    [Fact]
    public async Task Outage_Should_BeTold_AndNotBeTakenForAWrongCode()
    {
        var (code, state) = github.LogIn(await app.AddressAsync("GITHUB"));
        github.Outage = 503;

        Assert.Equal("OAUTH_PROVIDER_UNAVAILABLE", OAuthApp.RefusalOf(await app.FinishAsync("GITHUB", code, state)));
    }

    [Fact]
    public async Task BadInput_Should_BeRefusedByName_AndMakeNobody()
    {
        var (code, state) = github.LogIn(await app.AddressAsync("GITHUB"));
        string[] states =
        [
            "", " ", "abc", ".", state[..^1], state + "A", "x" + state, state.ToUpperInvariant(), string.Concat(state.Reverse()), new string('s', 100_000),
            "' OR 1=1", "\0",
        ];
        foreach (var bad in states)
        {
            Assert.Equal("OAUTH_STATE_INVALID", OAuthApp.RefusalOf(await app.FinishAsync("GITHUB", code, bad)));
        }

        foreach (var bad in new[] { "", " ", "nothing", code + "0", "' OR 1=1", new string('c', 10_000), "\0", "ü" })
        {
            Assert.Equal("OAUTH_CODE_INVALID", OAuthApp.RefusalOf(await app.FinishAsync("GITHUB", bad, github.LogIn(await app.AddressAsync("GITHUB")).State)));
        }

        clock.Now += OAuthRequest.Lifetime;
        Assert.Equal("OAUTH_STATE_INVALID", OAuthApp.RefusalOf(await app.FinishAsync("GITHUB", code, state)));
        Assert.Equal("OAUTH_PROVIDER_NOT_CONFIGURED", OAuthApp.RefusalOf(await app.FinishAsync("GOOGLE", code, state)));
        var asked = await auth.SendAsync("{ oauthAuthorizationUrl(provider: MICROSOFT) }");
        Assert.Equal("OAUTH_PROVIDER_NOT_CONFIGURED", asked.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.NotNull((await app.RegisterAsync("octocat@github.example")).GetProperty("id").GetString());
    }

    private async Task<System.Text.Json.JsonElement> LogInAsync()
    {
        var (code, state) = github.LogIn(await app.AddressAsync("GITHUB"));
        return await app.FinishAsync("GITHUB", code, state);
    }
}
