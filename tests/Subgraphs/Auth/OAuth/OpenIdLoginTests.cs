using System.Text;
using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Login with Google's protocol, spoken by a provider that is not ours.</summary>
public sealed class OpenIdLoginTests(OpenIdServer server) : IClassFixture<OpenIdServer>, IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private RunningSubgraph auth = null!;
    private OAuthApp app = null!;

    public async Task InitializeAsync()
    {
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path,
            null,
            ("OAUTH_REDIRECT_URL", OpenIdServer.RedirectUrl),
            ("GOOGLE_ISSUER", server.Issuer),
            ("GOOGLE_CLIENT_ID", OpenIdServer.ClientId),
            ("GOOGLE_CLIENT_SECRET", OpenIdServer.ClientSecret));
        app = new OAuthApp(auth);
    }

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Address_Should_CarryStateNonceAndTheHashOfAVerifier()
    {
        var (first, second) = (await app.ParametersAsync("GOOGLE"), await app.ParametersAsync("GOOGLE"));

        Assert.Equal(
            ("code", OpenIdServer.ClientId, OpenIdServer.RedirectUrl, "openid email profile", "S256"),
            (first["response_type"], first["client_id"], first["redirect_uri"], first["scope"], first["code_challenge_method"]));
        foreach (var random in new[] { "state", "nonce", "code_challenge" })
        {
            Assert.True(first[random].Length >= 43);
            Assert.NotEqual(first[random], second[random]);
        }
    }

    [Fact]
    public async Task NewPerson_Should_BecomeAMerchantWhoseAddressIsProven()
    {
        var user = OAuthApp.UserOf(await LogInAsync("ada"));

        Assert.Equal(
            ("ada@shop.example", "Ada Lovelace", "MERCHANT"),
            (user.GetProperty("email").GetString(), user.GetProperty("name").GetString(), user.GetProperty("roles")[0].GetString()));
        Assert.Equal(JsonValueKind.String, user.GetProperty("emailVerifiedAt").ValueKind);
        Assert.Equal(user.GetProperty("id").GetString(), OAuthApp.UserOf(await LogInAsync("ada")).GetProperty("id").GetString());
        Assert.Equal("INVALID_CREDENTIALS", OAuthApp.RefusalOf(await app.LoginAsync("ada@shop.example", "")));
    }

    [Fact]
    public async Task RegisteredAddress_Should_BeLinked_AndAnUnprovenPasswordEnd()
    {
        var registered = (await app.RegisterAsync("ada@shop.example")).GetProperty("id").GetString();
        var before = (await app.LoginAsync("ada@shop.example")).GetProperty("session").GetProperty("accessToken").GetString();

        var user = OAuthApp.UserOf(await LogInAsync("ada"));

        Assert.Equal(registered, user.GetProperty("id").GetString());
        Assert.Equal("INVALID_CREDENTIALS", OAuthApp.RefusalOf(await app.LoginAsync("ada@shop.example")));
        await Telling.UntilAsync(async () => await auth.SendAsync("{ me { id } }", token: before), answer => answer.TryGetProperty("errors", out _));
        Assert.Contains("Google can now log in to your account", (await Mailbox.LettersAsync(folder.Path, "ada@shop.example", 2)).Select(letter => letter.Subject));
    }

    [Theory]
    [InlineData("eve")]
    [InlineData("joe")]
    public async Task UnverifiedAddress_Should_NeitherLinkNorRegister(string person)
    {
        await app.RegisterAsync("ada@shop.example");

        Assert.Equal("OAUTH_EMAIL_NOT_VERIFIED", OAuthApp.RefusalOf(await LogInAsync(person)));
        Assert.Null(OAuthApp.RefusalOf(await app.LoginAsync("ada@shop.example")));
    }

    [Fact]
    public async Task State_Should_WorkOnce()
    {
        var (code, state) = await OpenIdServer.LogInAsync(await app.AddressAsync("GOOGLE"), "ada");

        Assert.Null(OAuthApp.RefusalOf(await app.FinishAsync("GOOGLE", code, state)));
        Assert.Equal("OAUTH_STATE_INVALID", OAuthApp.RefusalOf(await app.FinishAsync("GOOGLE", code, state)));
    }

    [Fact]
    public async Task CodeOfAnotherLogin_Should_BeRefused_BecauseItsVerifierIsAnother()
    {
        var caught = await OpenIdServer.LogInAsync(await app.AddressAsync("GOOGLE"), "ada");
        var thiefs = await app.ParametersAsync("GOOGLE");

        Assert.Equal("OAUTH_CODE_INVALID", OAuthApp.RefusalOf(await app.FinishAsync("GOOGLE", caught.Code, thiefs["state"])));
    }

    [Fact]
    public async Task SecondFactor_Should_StillBeAskedFor()
    {
        var token = (await LogInAsync("ada")).GetProperty("session").GetProperty("accessToken").GetString();
        var enrollment = (await auth.DataAsync(
            "mutation { enableMfa(input: { method: SMS, phoneNumber: \"+14155550100\" }) { enrollment { id } } }", token: token))
            .GetProperty("enableMfa").GetProperty("enrollment").GetProperty("id").GetString();
        await auth.DataAsync(
            "mutation($input: ConfirmMfaInput!) { confirmMfa(input: $input) { recoveryCodes } }", new { input = new { enrollmentId = enrollment, code = Sms() } }, token);

        var asked = await LogInAsync("ada");

        Assert.Equal(JsonValueKind.Null, asked.GetProperty("session").ValueKind);
        Assert.Equal(["SMS"], asked.GetProperty("mfaChallenge").GetProperty("methods").EnumerateArray().Select(method => method.GetString()));
    }

    [Fact]
    public async Task DeactivatedUser_Should_NotComeInByAnotherDoor()
    {
        var id = OAuthApp.UserOf(await LogInAsync("ada")).GetProperty("id").GetString()!;
        var admin = auth.TokenFor("usr_admin", "org_admin", "ADMIN");
        await auth.DataAsync("mutation($id: ID!) { deactivateUser(input: { userId: $id }) { user { isActive } } }", new { id }, admin);

        Assert.Equal("USER_NOT_ACTIVE", OAuthApp.RefusalOf(await LogInAsync("ada")));
    }

    [Fact]
    public async Task TokensOfTheProvider_Should_NotBeKept()
    {
        await LogInAsync("ada");
        await auth.DisposeAsync();

        // Its id tokens are JWTs, and begin so.
        foreach (var file in Directory.GetFiles(folder.Path, "*.db*"))
        {
            Assert.DoesNotContain("eyJhbGciOiJ", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }

        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path);
    }

    private async Task<JsonElement> LogInAsync(string person)
    {
        var (code, state) = await OpenIdServer.LogInAsync(await app.AddressAsync("GOOGLE"), person);
        return await app.FinishAsync("GOOGLE", code, state);
    }

    private string Sms()
        => JsonDocument.Parse(File.ReadAllBytes(Directory.GetFiles(folder.File("outbox/sms"), "*.json").Max(StringComparer.Ordinal)!))
            .RootElement.GetProperty("text").GetString()![..6];
}
