using System.Collections.Frozen;
using System.Security.Claims;

namespace FinFlow.Hosting;

/// <summary>Who asks: a user, on behalf of one organisation, within one session.</summary>
public sealed record Caller(
    string UserId, string OrganizationId, string SessionId, IReadOnlyList<string> Roles, FrozenSet<string> Permissions)
{
    /// <param name="permission">One of <see cref="Hosting.Permissions"/>.</param>
    public bool Has(string permission) => Permissions.Contains(permission);

    /// <summary>The caller of an authenticated principal; null when it is anonymous or no user's.</summary>
    public static Caller? From(ClaimsPrincipal? principal) => (principal?.Identity as CallerIdentity)?.Caller;
}

/// <summary>The claims of an access token, and the caller that they make, read once per token and not once per field.</summary>
public sealed class CallerIdentity : ClaimsIdentity
{
    internal CallerIdentity(Caller caller, IEnumerable<Claim> claims)
        : base(claims, "Bearer", TokenClaims.Subject, TokenClaims.Roles)
    {
        Caller = caller;
        AddClaims(caller.Permissions.Select(permission => new Claim(TokenClaims.Permissions, permission)));
    }

    public Caller Caller { get; }
}

/// <summary>The names of the claims in our access tokens (RFC 9068 where it has one).</summary>
public static class TokenClaims
{
    public const string Subject = "sub";
    public const string Organization = "org";
    public const string Session = "sid";
    public const string Roles = "roles";

    /// <summary>Not in the token: it follows from the roles, so that a change of the rule book holds at once.</summary>
    public const string Permissions = "permissions";

    /// <summary>Milliseconds since 1970. The standard's <c>iat</c> has seconds, too coarse to tell what came before a change of roles.</summary>
    public const string IssuedAtMs = "iat_ms";
}
