using System.Security.Cryptography;
using System.Text;
using FinFlow.Auth;
using FinFlow.Finance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinFlow.Subgraphs.Tests;

/// <summary>An id token is believed only when all of it holds: a provider that lies about one thing at a time.</summary>
public sealed class IdTokenTests : IAsyncLifetime, IDisposable
{
    private const string ClientId = "finflow";
    private const string Tenant = "11111111-2222-4333-8444-555555555555";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SettableClock clock = new(Noon);
    private readonly OAuthHttp http = new(NullLogger<OAuthHttp>.Instance);
    private readonly RSA rsa = RSA.Create(2048);
    private RsaSecurityKey key;
    private WebApplication provider = null!;
    private string issuer = "";
    private string? namedIssuer;
    private string idToken = "";

    public IdTokenTests() => key = new RsaSecurityKey(rsa) { KeyId = "key 1" };

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        provider = builder.Build();
        provider.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = namedIssuer ?? issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{issuer}/token",
            ["jwks_uri"] = $"{issuer}/keys",
        }));
        provider.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        provider.MapPost("/token", () => Results.Json(new { token_type = "Bearer", access_token = "opaque", id_token = idToken }));
        await provider.StartAsync();
        issuer = provider.Urls.Single();
    }

    public async Task DisposeAsync() => await provider.DisposeAsync();

    public void Dispose()
    {
        http.Dispose();
        rsa.Dispose();
    }

    [Fact]
    public async Task TrueToken_Should_BeBelieved()
        => Assert.Equal(new OAuthProfile(OAuthProvider.Google, "ada", "ada@shop.example", "Ada"), (await ExchangeAsync(OAuthProvider.Google, Claims())).Value);

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("aud", "another client")]
    [InlineData("nonce", "of another login")]
    [InlineData("nonce", null)]
    [InlineData("sub", "")]
    [InlineData("sub", null)]
    [InlineData("exp", 0L)]
    [InlineData("exp", null)]
    [InlineData("nbf", long.MaxValue / 1_000_000_000)]
    public async Task Lie_Should_BeRefused(string claim, object? value)
    {
        var claims = Claims();
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        Assert.Equal(new OauthIdTokenInvalid(), (await ExchangeAsync(OAuthProvider.Google, claims)).Refusal);
    }

    [Fact]
    public async Task ExpiredToken_Should_BeRefused_AMinuteLaterAtTheLatest()
    {
        var request = Request(OAuthProvider.Google);
        idToken = Signed(Claims(request), new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
        var openId = Provider(OAuthProvider.Google);
        clock.Now = Noon.AddMinutes(5).AddSeconds(59);
        Assert.False((await openId.ExchangeAsync(request, "code", CancellationToken.None)).IsRefused);

        clock.Now = Noon.AddMinutes(6);
        Assert.Equal(new OauthIdTokenInvalid(), (await openId.ExchangeAsync(request, "code", CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task TokenForSeveral_Should_BeMadeForUs()
    {
        var claims = Claims();
        claims["aud"] = new[] { ClientId, "another client" };
        Assert.Equal(new OauthIdTokenInvalid(), (await ExchangeAsync(OAuthProvider.Google, claims)).Refusal);

        claims["azp"] = ClientId;
        Assert.False((await ExchangeAsync(OAuthProvider.Google, claims)).IsRefused);
    }

    [Fact]
    public async Task Signature_Should_BeOneOfTheProvidersKeys()
    {
        using var another = RSA.Create(2048);
        var forged = new SigningCredentials(new RsaSecurityKey(another) { KeyId = "key 1" }, SecurityAlgorithms.RsaSha256);
        var byOurSecret = new SigningCredentials(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes("the client's secret, which both know")) { KeyId = "key 1" }, SecurityAlgorithms.HmacSha256);

        Assert.Equal(new OauthIdTokenInvalid(), (await ExchangeAsync(OAuthProvider.Google, Claims(), forged)).Refusal);
        Assert.Equal(new OauthIdTokenInvalid(), (await ExchangeAsync(OAuthProvider.Google, Claims(), byOurSecret)).Refusal);
        Assert.Equal(new OauthIdTokenInvalid(), (await ExchangeAsync(OAuthProvider.Google, Claims(), signing: null)).Refusal);
    }

    [Fact]
    public async Task NewKey_Should_BeLookedFor()
    {
        var openId = Provider(OAuthProvider.Google);
        Assert.False((await ExchangeAsync(OAuthProvider.Google, Claims(), openId)).IsRefused);
        key = new RsaSecurityKey(rsa) { KeyId = "key 2" };
        clock.Now += TimeSpan.FromMinutes(1);

        Assert.False((await ExchangeAsync(OAuthProvider.Google, Claims(), openId)).IsRefused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no token")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Nonsense_Should_BeRefused(string token)
    {
        idToken = token;

        Assert.Equal(new OauthIdTokenInvalid(), (await Provider(OAuthProvider.Google).ExchangeAsync(Request(OAuthProvider.Google), "code", CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task MetadataOfAnotherIssuer_Should_NotBeFollowed()
    {
        namedIssuer = "https://evil.example";

        Assert.Equal(
            new OauthProviderUnavailable(OAuthProvider.Google),
            (await Provider(OAuthProvider.Google).AuthorizationUrlAsync(Request(OAuthProvider.Google), "state", CancellationToken.None)).Refusal);
    }

    // Anybody can make a Microsoft directory and write somebody else's address into it.
    [Theory]
    [InlineData(null, null)]
    [InlineData(false, null)]
    [InlineData(true, "ada@shop.example")]
    [InlineData("1", "ada@shop.example")]
    public async Task MicrosoftsAddress_Should_CountOnlyWhenItsDomainIsOwned(object? isOwned, string? email)
    {
        namedIssuer = $"{issuer}/{{tenantid}}/v2.0";
        var claims = Claims();
        (claims["iss"], claims["tid"], claims["email_verified"]) = ($"{issuer}/{Tenant}/v2.0", Tenant, true);
        if (isOwned is not null)
        {
            claims["xms_edov"] = isOwned;
        }

        Assert.Equal(email, (await ExchangeAsync(OAuthProvider.Microsoft, claims)).Value.VerifiedEmail);
        claims["tid"] = "22222222-2222-4333-8444-555555555555";
        Assert.Equal(new OauthIdTokenInvalid(), (await ExchangeAsync(OAuthProvider.Microsoft, claims)).Refusal);
    }

    private static OAuthRequest Request(OAuthProvider provider) => OAuthRequest.Begin(provider, Noon);

    private OpenIdProvider Provider(OAuthProvider which) => new(which, new OAuthClient(ClientId, "secret", "https://app.example/signed-in"), issuer, http, clock);

    private Dictionary<string, object> Claims(OAuthRequest? request = null) => new()
    {
        ["iss"] = issuer, ["aud"] = ClientId, ["sub"] = "ada", ["nonce"] = request?.Nonce ?? "", ["name"] = "Ada",
        ["email"] = "ada@shop.example", ["email_verified"] = true, ["exp"] = clock.Now.AddMinutes(5).ToUnixTimeSeconds(),
    };

    private Task<Result<OAuthProfile>> ExchangeAsync(OAuthProvider which, Dictionary<string, object> claims, OpenIdProvider? openId = null)
        => ExchangeAsync(which, claims, new SigningCredentials(key, SecurityAlgorithms.RsaSha256), openId);

    /// <summary>The true nonce goes in unless the claims lie about it.</summary>
    private Task<Result<OAuthProfile>> ExchangeAsync(OAuthProvider which, Dictionary<string, object> claims, SigningCredentials? signing, OpenIdProvider? openId = null)
    {
        var request = Request(which);
        var told = new Dictionary<string, object>(claims);
        if (told.GetValueOrDefault("nonce") is "")
        {
            told["nonce"] = request.Nonce;
        }

        idToken = Signed(told, signing);
        return (openId ?? Provider(which)).ExchangeAsync(request, "code", CancellationToken.None);
    }

    private static string Signed(Dictionary<string, object> claims, SigningCredentials? signing)
    {
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        var payload = System.Text.Json.JsonSerializer.Serialize(claims);
        return signing is null ? handler.CreateToken(payload) : handler.CreateToken(payload, signing);
    }

    private Dictionary<string, string> PublicKey()
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }
}
