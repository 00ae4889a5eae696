using System.Text.Json;
using FinFlow.Subgraphs.Tests;
using Microsoft.AspNetCore.WebUtilities;

namespace FinFlow.Journeys.Tests;

/// <summary>An installation where one logs in with Google and Microsoft; a real OpenID provider stands for both.</summary>
public sealed class OpenIdDeployment : IAsyncLifetime
{
    private readonly OpenIdServer server = new();

    internal Deployment Deployment { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await server.InitializeAsync();
        var environment = new Dictionary<string, string> { ["OAUTH_REDIRECT_URL"] = OpenIdServer.RedirectUrl };
        foreach (var provider in (string[])["GOOGLE", "MICROSOFT"])
        {
            environment[$"{provider}_ISSUER"] = server.Issuer;
            environment[$"{provider}_CLIENT_ID"] = OpenIdServer.ClientId;
            environment[$"{provider}_CLIENT_SECRET"] = OpenIdServer.ClientSecret;
        }

        Deployment = await Deployment.StartAsync(Shape.OneProcess, environment);
    }

    public async Task DisposeAsync()
    {
        await Deployment.DisposeAsync();
        await server.DisposeAsync();
    }
}

/// <summary>Login with Google and Microsoft, from the gateway to the provider and back: authorization code with PKCE, state and nonce.</summary>
public sealed class OpenIdJourneyTests(OpenIdDeployment shared) : IClassFixture<OpenIdDeployment>
{
    private const string Password = "a long enough pass phrase";

    [Theory]
    [InlineData("GOOGLE", "gus", "gus@shop.example", "Gus")]
    [InlineData("MICROSOFT", "mia", "mia@contoso.example", "Mia")]
    public async Task Person_Should_LogIn_BecomeAMerchant_AndComeBackAsTheSame(string provider, string person, string email, string name)
    {
        using var client = shared.Deployment.Client();

        var first = await LogInAsync(client, provider, person);
        var second = await LogInAsync(client, provider, person);
        client.AccessToken = second.Text("session.accessToken");
        var me = (await client.DataAsync("{ me { email name roles emailVerifiedAt organization { name } } dashboard { revenue { amount } } }")).Value("me");

        Assert.Equal(first.Text("session.user.id"), second.Text("session.user.id"));
        Assert.Equal((email, name, name, "MERCHANT"), (me.Text("email"), me.Text("name"), me.Text("organization.name"), me.Value("roles")[0].GetString()));
        Assert.Equal(JsonValueKind.String, me.Value("emailVerifiedAt").ValueKind);
    }

    [Theory]
    [InlineData("GOOGLE")]
    [InlineData("MICROSOFT")]
    public async Task Address_Should_CarryStateNonceAndTheHashOfAVerifier_OtherOnesEachTime(string provider)
    {
        using var client = shared.Deployment.Client();

        var (first, second) = (Parameters(await AddressAsync(client, provider)), Parameters(await AddressAsync(client, provider)));

        Assert.Equal(
            ("code", OpenIdServer.ClientId, OpenIdServer.RedirectUrl, "openid email profile", "S256"),
            (first["response_type"], first["client_id"], first["redirect_uri"], first["scope"], first["code_challenge_method"]));
        foreach (var random in (string[])["state", "nonce", "code_challenge"])
        {
            Assert.True(first[random].Length >= 43);
            Assert.NotEqual(first[random], second[random]);
        }
    }

    [Fact]
    public async Task CodeStateAndNonce_Should_BelongToOneLogin_AndCountOnce()
    {
        using var client = shared.Deployment.Client();
        var (code, state) = await OpenIdServer.LogInAsync(await AddressAsync(client, "GOOGLE"), "gus");
        var thiefs = Parameters(await AddressAsync(client, "GOOGLE"))["state"];
        Assert.Equal("OAUTH_CODE_INVALID", RefusalOf(await FinishAsync(client, "GOOGLE", code, thiefs)));

        var (again, used) = await OpenIdServer.LogInAsync(await AddressAsync(client, "GOOGLE"), "gus");
        Assert.Equal("OAUTH_STATE_INVALID", RefusalOf(await FinishAsync(client, "MICROSOFT", again, used)));
        Assert.Null(RefusalOf(await FinishAsync(client, "GOOGLE", again, used)));
        Assert.Equal("OAUTH_STATE_INVALID", RefusalOf(await FinishAsync(client, "GOOGLE", again, used)));
        Assert.Equal("OAUTH_STATE_INVALID", RefusalOf(await FinishAsync(client, "GOOGLE", code, $"{state}A")));

        // The id token that comes back repeats a nonce that is not this login's.
        var address = await AddressAsync(client, "GOOGLE");
        var (foreign, ours) = await OpenIdServer.LogInAsync(address.Replace(Parameters(address)["nonce"], new string('n', 43), StringComparison.Ordinal), "gus");
        Assert.Equal("OAUTH_ID_TOKEN_INVALID", RefusalOf(await FinishAsync(client, "GOOGLE", foreign, ours)));
    }

    [Theory]
    [InlineData("GOOGLE", "eve")]
    [InlineData("GOOGLE", "joe")]
    [InlineData("MICROSOFT", "max")]
    public async Task UnverifiedAddress_Should_NeitherLinkNorRegister(string provider, string person)
    {
        using var client = shared.Deployment.Client();
        await RegisterAsync(client, "ada@shop.example");

        var answer = await LogInAsync(client, provider, person);

        Assert.Equal(("OAUTH_EMAIL_NOT_VERIFIED", JsonValueKind.Null), (RefusalOf(answer), answer.Value("session").ValueKind));
        Assert.NotEqual("", await Business.LoginAsync(client, "ada@shop.example", Password));
    }

    [Fact]
    public async Task VerifiedAddress_Should_BeLinked_AndEndThePasswordThatNobodyProved()
    {
        using var client = shared.Deployment.Client();
        var registered = await RegisterAsync(client, "lin@shop.example");

        var linked = await LogInAsync(client, "GOOGLE", "lin");

        Assert.Equal(registered.Text("user.id"), linked.Text("session.user.id"));
        var refused = await client.DataAsync(
            "mutation($input: LoginInput!) { login(input: $input) { session { accessToken } errors { ... on Error { code } } } }", new { input = new { email = "lin@shop.example", password = Password } });
        Assert.Equal("INVALID_CREDENTIALS", RefusalOf(refused.Value("login")));
        await Eventually.GetAsync(
            () => Task.FromResult(shared.Deployment.MailsTo("lin@shop.example")), mails => mails.Any(mail => mail.Text("subject") == "Google can now log in to your account"));
    }

    private static async Task<JsonElement> LogInAsync(GraphQLClient client, string provider, string person)
    {
        var (code, state) = await OpenIdServer.LogInAsync(await AddressAsync(client, provider), person);
        return await FinishAsync(client, provider, code, state);
    }

    private static async Task<string> AddressAsync(GraphQLClient client, string provider)
        => (await client.DataAsync("query($provider: OAuthProvider!) { oauthAuthorizationUrl(provider: $provider) }", new { provider })).Text("oauthAuthorizationUrl");

    private static async Task<JsonElement> FinishAsync(GraphQLClient client, string provider, string code, string state)
        => (await client.DataAsync(
            """
            mutation($input: LoginWithOAuthInput!) {
              loginWithOAuth(input: $input) { session { accessToken user { id } } errors { ... on Error { code message } } }
            }
            """,
            new { input = new { provider, code, state } })).Value("loginWithOAuth");

    private static async Task<JsonElement> RegisterAsync(GraphQLClient client, string email)
        => (await client.DataAsync(
            "mutation($input: RegisterInput!) { register(input: $input) { user { id } errors { ... on Error { code } } } }", new { input = new { email, password = Password, name = "Whoever" } }))
            .Value("register");

    private static Dictionary<string, string> Parameters(string address)
        => QueryHelpers.ParseQuery(new Uri(address).Query).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());

    private static string? RefusalOf(JsonElement payload) => payload.Value("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : null;
}
