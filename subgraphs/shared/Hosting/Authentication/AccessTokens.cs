using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinFlow.Hosting;

/// <summary>An access token and the moment from which it is worth nothing.</summary>
public sealed record IssuedAccessToken(string Token, DateTimeOffset ExpiresAt);

/// <summary>Issues and checks access tokens: JWTs by RFC 9068, signed with HS256 and nothing else.</summary>
public sealed class AccessTokens
{
    private const string Issuer = "finflow";
    private const string Audience = "finflow";
    private const string TokenType = "at+jwt";

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly TimeProvider clock;
    private readonly TimeSpan lifetime;
    private readonly SigningCredentials signing;
    private readonly TokenValidationParameters rules;

    /// <param name="secret">At least 32 bytes.</param>
    public AccessTokens(byte[] secret, TimeSpan lifetime, TimeProvider clock)
    {
        this.clock = clock;
        this.lifetime = lifetime;
        var key = new SymmetricSecurityKey(secret);
        signing = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        rules = new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = [TokenType],
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = IsAlive,
        };
    }

    public AccessTokens(FinFlowConfiguration configuration, TimeProvider clock)
        : this(configuration.JwtSecret, configuration.AccessTokenLifetime, clock)
    {
    }

    /// <summary>A token for a user within a session; what the roles permit is looked up when it is used.</summary>
    /// <param name="rolesAsOf">When the roles were read, which is before now if it was in a transaction: a later change makes the token stale.</param>
    public IssuedAccessToken Issue(
        string userId, string organizationId, string sessionId, IEnumerable<string> roles, DateTimeOffset? rolesAsOf = null)
    {
        var now = rolesAsOf ?? clock.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        var token = handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = signing,
            Claims = new Dictionary<string, object>
            {
                [TokenClaims.Subject] = userId,
                [TokenClaims.Organization] = organizationId,
                [TokenClaims.Session] = sessionId,
                [TokenClaims.Roles] = roles.ToArray(),
                [TokenClaims.IssuedAtMs] = now.ToUnixTimeMilliseconds(),
                ["jti"] = Guid.CreateVersion7(now).ToString("n"),
            },
        });
        return new IssuedAccessToken(token, expiresAt);
    }

    /// <summary>The token's content when signature, type, issuer, audience and lifetime are right.</summary>
    internal async Task<TokenCheck> CheckAsync(string token)
    {
        var result = await handler.ValidateTokenAsync(token, rules);
        if (!result.IsValid)
        {
            return new TokenCheck(null, result.Exception is SecurityTokenExpiredException ? TokenRefusal.Expired : TokenRefusal.Invalid)
            {
                IsSignedByOthers = result.Exception is SecurityTokenInvalidSignatureException,
            };
        }

        var content = Read((JsonWebToken)result.SecurityToken);
        return new TokenCheck(content, content is null ? TokenRefusal.Invalid : null);
    }

    private static TokenContent? Read(JsonWebToken token)
    {
        var roles = token.Claims.Where(claim => claim.Type == TokenClaims.Roles).Select(claim => claim.Value).ToArray();
        return Text(token, TokenClaims.Subject) is { } user
            && Text(token, TokenClaims.Organization) is { } organization
            && Text(token, TokenClaims.Session) is { } session
            && long.TryParse(Text(token, TokenClaims.IssuedAtMs), CultureInfo.InvariantCulture, out var issuedAtMs)
            ? new TokenContent(
                new ClaimsPrincipal(new CallerIdentity(new Caller(user, organization, session, roles, Roles.PermissionsOf(roles)), token.Claims)),
                DateTimeOffset.FromUnixTimeMilliseconds(issuedAtMs),
                new DateTimeOffset(token.ValidTo, TimeSpan.Zero))
            : null;
    }

    private static string? Text(JsonWebToken token, string claim) => token.TryGetClaim(claim, out var found) ? found.Value : null;

    // No leeway: the clock that issued is the clock that checks, or one that NTP keeps within the lifetime's noise.
    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now < expires ? notBefore is null || now >= notBefore : throw new SecurityTokenExpiredException();
    }
}

internal sealed record TokenCheck(TokenContent? Content, TokenRefusal? Refusal)
{
    /// <summary>Whether it is a token, signed, but not with our secret.</summary>
    internal bool IsSignedByOthers { get; init; }
}

internal sealed record TokenContent(ClaimsPrincipal Principal, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    internal Caller Caller { get; } = ((CallerIdentity)Principal.Identity!).Caller;
}
