using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>Sessions are listed and revoked; refresh tokens rotate, and a reused one ends its session; what administrators do is told with their name.</summary>
[Collection(AccountCollection.Name)]
public sealed class SessionJourneyTests(AccountDeployment shared)
{
    private const string Password = "a long enough pass phrase";

    [Fact]
    public async Task Sessions_Should_BeListedAndRevoked()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var phone = shared.Deployment.Client();
        phone.AccessToken = await Business.LoginAsync(phone, business.Email, Password);

        var sessions = (await business.Client.DataAsync("{ sessions { id isCurrent lastUsedAt expiresAt } }")).GetProperty("sessions").EnumerateArray().ToList();
        var lost = sessions.Single(session => !session.GetProperty("isCurrent").GetBoolean()).Text("id");
        await business.Client.DataAsync("mutation($id: ID!) { revokeSession(input: { id: $id }) { session { endedAt } errors { ... on Error { code } } } }", new { id = lost });

        Assert.Equal(2, sessions.Count);
        await Eventually.GetAsync(() => phone.QueryAsync("{ me { id } }"), answer => answer.Text.Contains("AUTH_NOT_AUTHENTICATED", StringComparison.Ordinal));
        Assert.Single((await business.Client.DataAsync("{ sessions { id } }")).GetProperty("sessions").EnumerateArray());
    }

    [Fact]
    public async Task RefreshTokens_Should_Rotate_AndAReusedOneEndTheSession()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var client = shared.Deployment.Client();
        var login = await client.DataAsync(
            "mutation($input: LoginInput!) { login(input: $input) { session { refreshToken } } }", new { input = new { email = business.Email, password = Password } });
        var first = login.Text("login.session.refreshToken");

        var second = (await RefreshAsync(client, first)).GetProperty("session");
        client.AccessToken = second.Text("accessToken");
        Assert.Equal(business.Email, (await client.DataAsync("{ me { email } }")).Text("me.email"));
        using var thief = shared.Deployment.Client();
        var reused = await RefreshAsync(thief, first);
        var after = await RefreshAsync(thief, second.Text("refreshToken"));

        Assert.NotEqual(first, second.Text("refreshToken"));
        Assert.Equal(["REFRESH_TOKEN_INVALID", "REFRESH_TOKEN_INVALID"], new[] { reused, after }.Select(answer => answer.GetProperty("errors")[0].Text("code")));
        await Eventually.GetAsync(() => client.QueryAsync("{ me { id } }"), answer => answer.Text.Contains("AUTH_NOT_AUTHENTICATED", StringComparison.Ordinal));
        Assert.Equal(business.Email, (await business.Client.DataAsync("{ me { email } }")).Text("me.email"));
    }

    [Fact]
    public async Task RoleChangeAndDeactivation_Should_BeInTheTrail_WithWhoDidIt()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var admin = await shared.AdminAsync();
        var adminId = (await admin.DataAsync("{ me { id } }")).Text("me.id");
        var id = business.UserId;

        await admin.DataAsync("mutation($id: ID!) { assignRole(input: { userId: $id, role: ANALYST }) { user { roles } errors { ... on Error { code } } } }", new { id });
        await admin.DataAsync("mutation($id: ID!) { deactivateUser(input: { userId: $id }) { user { isActive } errors { ... on Error { code } } } }", new { id });
        await admin.DataAsync("mutation($id: ID!) { reactivateUser(input: { userId: $id }) { user { isActive } errors { ... on Error { code } } } }", new { id });

        var entries = await shared.UntilAuditedAsync(id, "role.changed", "user.deactivated", "user.reactivated");
        foreach (var action in (string[])["role.changed", "user.deactivated", "user.reactivated"])
        {
            Assert.Equal(adminId, entries.Single(entry => entry.Text("action") == action).Text("actorId"));
        }
    }

    private static async Task<JsonElement> RefreshAsync(GraphQLClient client, string refreshToken)
        => (await client.DataAsync(
            "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken } errors { ... on Error { code } } } }",
            new { input = new { refreshToken } })).GetProperty("refreshSession");
}
