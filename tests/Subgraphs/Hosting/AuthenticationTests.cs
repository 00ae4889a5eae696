using System.Text;
using FinFlow.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinFlow.Subgraphs.Tests;

public sealed class AuthenticationTests
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("a secret of more than sixty-four bytes, so that even HS512 would take it");
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly AccessTokens tokens;
    private readonly SessionRevocations revocations;
    private readonly RequestAuthenticator authenticator;

    public AuthenticationTests()
    {
        tokens = new AccessTokens(Secret, Lifetime, clock);
        revocations = new SessionRevocations(Lifetime, clock);
        authenticator = new RequestAuthenticator(tokens, revocations, clock);
    }

    [Fact]
    public async Task Token_Should_Bring_Back_Its_Caller_With_What_The_Roles_Permit()
    {
        var outcome = Assert.IsType<AuthenticationOutcome.Authenticated>(await authenticator.AuthenticateAsync(Bearer()));

        Assert.Equal(("usr_1", "org_1", "ses_1"), (outcome.Caller.UserId, outcome.Caller.OrganizationId, outcome.Caller.SessionId));
        Assert.Equal([Roles.Merchant, Roles.Analyst], outcome.Caller.Roles);
        Assert.True(outcome.Caller.Has("payments:write"));
        Assert.True(outcome.Caller.Has("credit:train"));
        Assert.False(outcome.Caller.Has("roles:assign"));
        Assert.True(outcome.Principal.IsInRole(Roles.Merchant));
        Assert.Same(outcome.Caller, Caller.From(outcome.Principal));
    }

    [Fact]
    public async Task Missing_Header_Should_Be_Anonymous()
        => Assert.IsType<AuthenticationOutcome.Anonymous>(await authenticator.AuthenticateAsync(null));

    [Fact]
    public async Task Token_Should_Expire_Also_When_It_Was_Seen_Before()
    {
        var bearer = Bearer();
        Assert.IsType<AuthenticationOutcome.Authenticated>(await authenticator.AuthenticateAsync(bearer));

        clock.Now += Lifetime;
        Assert.Equal(TokenRefusal.Expired, await RefusalAsync(bearer));
        Assert.Equal(TokenRefusal.Expired, await new RequestAuthenticator(tokens, revocations, clock).ReasonAsync(bearer));
    }

    [Fact]
    public async Task Tampered_Foreign_And_Unsigned_Tokens_Should_Be_Refused()
    {
        var parts = tokens.Issue("usr_1", "org_1", "ses_1", [Roles.Merchant]).Token.Split('.');
        var payload = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("MERCHANT", "ADMIN", StringComparison.Ordinal));
        var foreign = new AccessTokens(Encoding.UTF8.GetBytes("another secret of thirty-two bytes or more"), Lifetime, clock);

        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync($"Bearer {parts[0]}.{payload}.{parts[2]}"));
        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync($"Bearer {Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}."));
        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync($"Bearer {foreign.Issue("usr_1", "org_1", "ses_1", []).Token}"));
        Assert.Null(await RefusalAsync($"Bearer {SignedAs("HS256", "at+jwt")}"));
        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync($"Bearer {SignedAs("HS512", "at+jwt")}"));
        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync($"Bearer {SignedAs("HS256", "JWT")}"));
        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync("Basic dXNlcjpwYXNz"));
        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync("Bearer nonsense"));
        Assert.Equal(TokenRefusal.Invalid, await RefusalAsync("Bearer " + new string('x', 100_000)));
    }

    [Fact]
    public async Task Revoked_Session_Should_End_Its_Tokens_And_No_Others()
    {
        var (ended, other) = (Bearer("ses_1"), Bearer("ses_2"));
        revocations.RevokeSession("ses_1", clock.Now);

        Assert.Equal(TokenRefusal.Revoked, await RefusalAsync(ended));
        Assert.IsType<AuthenticationOutcome.Authenticated>(await authenticator.AuthenticateAsync(other));
    }

    [Fact]
    public async Task Change_Of_Roles_Should_Make_Older_Tokens_Stale_And_Spare_Newer_Ones()
    {
        var older = Bearer();
        clock.Now += TimeSpan.FromMilliseconds(5);
        revocations.MakeStale("usr_1", clock.Now);
        clock.Now += TimeSpan.FromMilliseconds(5);

        Assert.Equal(TokenRefusal.Stale, await RefusalAsync(older));
        Assert.IsType<AuthenticationOutcome.Authenticated>(await authenticator.AuthenticateAsync(Bearer()));
    }

    [Fact]
    public void Rule_Book_Should_Give_Every_Permission_To_The_Administrator_And_Each_To_Somebody()
    {
        Assert.Equal(Permissions.All.Order(), Roles.PermissionsOf(Roles.Admin).Order());
        Assert.Equal(Permissions.All.Count, Permissions.All.Distinct().Count());
        Assert.Equal(
            [Permissions.RolesAssign, Permissions.RolesRead, Permissions.UsersDeactivate],
            Permissions.All.Except(Roles.PermissionsOf(Roles.All.Where(role => role != Roles.Admin))).Order());
        Assert.Empty(Roles.PermissionsOf("SOMEBODY"));
    }

    private string Bearer(string session = "ses_1")
        => $"Bearer {tokens.Issue("usr_1", "org_1", session, [Roles.Merchant, Roles.Analyst]).Token}";

    private async Task<TokenRefusal?> RefusalAsync(string authorization) => await authenticator.ReasonAsync(authorization);

    private string SignedAs(string algorithm, string type)
        => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = "finflow",
            Audience = "finflow",
            IssuedAt = clock.Now.UtcDateTime,
            NotBefore = clock.Now.UtcDateTime,
            Expires = clock.Now.UtcDateTime + Lifetime,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Secret), algorithm),
            Claims = new Dictionary<string, object> { ["sub"] = "usr_1", ["org"] = "org_1", ["sid"] = "ses_1", ["iat_ms"] = 1 },
        });
}

internal static class Reasons
{
    internal static async Task<TokenRefusal?> ReasonAsync(this RequestAuthenticator authenticator, string authorization)
        => await authenticator.AuthenticateAsync(authorization) is AuthenticationOutcome.Refused refused ? refused.Reason : null;
}
