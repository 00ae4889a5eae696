using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinFlow.Auth;

/// <summary>Login with a provider of OpenID Connect: authorization code with PKCE, state and nonce, and an id token that is believed only when all of it holds.</summary>
internal sealed class OpenIdProvider(OAuthProvider provider, OAuthClient client, string issuer, OAuthHttp http, TimeProvider clock) : IOAuthProvider
{
    /// <summary>Clocks differ; a minute is what Google and Microsoft themselves advise at least.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>Public-key signatures only: with an HMAC, whoever knows the client's secret could vouch for anybody.</summary>
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    private readonly OpenIdDirectory directory = new(provider, issuer, http, clock);
    private readonly JsonWebTokenHandler handler = new();

    public async Task<Result<Uri>> AuthorizationUrlAsync(OAuthRequest request, string state, CancellationToken cancellationToken)
        => (await directory.MetadataAsync(cancellationToken)).Then<Uri>(metadata =>
            new Uri(QueryHelpers.AddQueryString(metadata.AuthorizationEndpoint, new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = client.Id,
                ["redirect_uri"] = client.RedirectUrl,
                ["scope"] = "openid email profile",
                ["state"] = state,
                ["nonce"] = request.Nonce,
                ["code_challenge"] = request.Challenge,
                ["code_challenge_method"] = "S256",
            })));

    public async Task<Result<OAuthProfile>> ExchangeAsync(OAuthRequest request, string code, CancellationToken cancellationToken)
    {
        if (!(await directory.MetadataAsync(cancellationToken)).TryGet(out var metadata, out var refusal)
            || !(await http.AskAsync(provider, TokenRequest(metadata, request, code), cancellationToken)).TryGet(out var granted, out refusal))
        {
            return refusal;
        }

        return granted.Text("id_token") is { } idToken ? await CheckAsync(idToken, metadata, request, cancellationToken) : new OauthIdTokenInvalid();
    }

    /// <summary>By <see href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core §3.1.3.7</see>.</summary>
    internal async Task<Result<OAuthProfile>> CheckAsync(string idToken, OpenIdMetadata metadata, OAuthRequest request, CancellationToken cancellationToken)
    {
        if (Read(idToken) is not { } claimed)
        {
            return new OauthIdTokenInvalid();
        }

        if (!(await directory.KeysAsync(metadata, claimed.Kid, cancellationToken)).TryGet(out var keys, out var refusal))
        {
            return refusal;
        }

        var result = await handler.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.All,
            ValidAlgorithms = Algorithms,
            ValidAudience = client.Id,
            ValidIssuer = IssuerOf(metadata, claimed),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = IsAlive,
        });
        if (!result.IsValid)
        {
            return new OauthIdTokenInvalid();
        }

        using var content = JsonDocument.Parse(Base64UrlEncoder.Decode(claimed.EncodedPayload));
        var claims = content.RootElement;
        var isOurs = claims.Text("nonce") is { } nonce && Secrets.AreEqual(nonce, request.Nonce)
            && (claimed.Audiences.Take(2).Count() == 1 || claims.Text("azp") == client.Id);
        return isOurs
            ? OAuthProfile.Of(provider, claims.Text("sub"), IsVouchedFor(claims) ? claims.Text("email") : null, claims.Text("name"))
            : new OauthIdTokenInvalid();
    }

    // At Microsoft anybody's directory may say any address of its people; it is proven when the domain's owner is (xms_edov), and then alone.
    private bool IsVouchedFor(JsonElement claims)
        => provider is OAuthProvider.Microsoft ? claims.Says("xms_edov") : claims.Says("email_verified");

    private JsonWebToken? Read(string idToken)
    {
        try
        {
            return handler.CanReadToken(idToken) ? handler.ReadJsonWebToken(idToken) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string IssuerOf(OpenIdMetadata metadata, JsonWebToken token)
        => metadata.Issuer.Replace(
            OpenIdMetadata.TenantPlaceholder,
            token.TryGetPayloadValue<string>("tid", out var tenant) && Guid.TryParseExact(tenant, "D", out _) ? tenant : "none",
            StringComparison.Ordinal);

    // A client secret of Basic is form-encoded before it is joined (RFC 6749 §2.3.1).
    private HttpRequestMessage TokenRequest(OpenIdMetadata metadata, OAuthRequest request, string code)
    {
        var credentials = Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client.Id)}:{Uri.EscapeDataString(client.Secret)}");
        return new HttpRequestMessage(HttpMethod.Post, metadata.TokenEndpoint)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials)) },
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = client.RedirectUrl,
                ["code_verifier"] = request.Verifier,
            }),
        };
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now < expires + Leeway && (notBefore is null || now >= notBefore - Leeway);
    }
}
