using System.Text.Json;
using FinFlow.Auth;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Register, log in, refresh, log out: through the schema, as a client does.</summary>
public sealed class SessionTests : IAsyncLifetime, IDisposable
{
    private const string Password = "a long enough pass phrase";

    private readonly TemporaryFolder folder = new();
    private RunningSubgraph auth = null!;

    public async Task InitializeAsync()
        => auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, null, ("FINFLOW_ADMIN_EMAIL", "admin@finflow.example"), ("FINFLOW_ADMIN_PASSWORD", "the first administrator"));

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Registered_Should_BeAMerchantWithAnOrganisation()
    {
        var registered = await RegisterAsync(" Ada@Shop.example", "Ada's Shop");
        var tokens = await LoginAsync("ada@shop.example");

        var me = (await auth.DataAsync("{ me { id email name roles organization { id name } } }", token: tokens.Access)).GetProperty("me");

        Assert.Equal(
            ("ada@shop.example", "Ada's Shop", "MERCHANT", "Ada's Shop"),
            (me.GetProperty("email").GetString(), me.GetProperty("name").GetString(), me.GetProperty("roles")[0].GetString(),
                me.GetProperty("organization").GetProperty("name").GetString()));
        Assert.Equal(registered.GetProperty("user").GetProperty("id").GetString(), me.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("ADA@shop.example", Password, "Ada", "EMAIL_ALREADY_REGISTERED")]
    [InlineData("no address", Password, "Ada", "EMAIL_INVALID")]
    [InlineData("bob@shop.example", "short", "Bob", "PASSWORD_TOO_SHORT")]
    [InlineData("bob@shop.example", "password1", "Bob", "PASSWORD_TOO_COMMON")]
    [InlineData("bob@shop.example", Password, " ", "NAME_INVALID")]
    public async Task Registration_Should_BeRefusedByName(string email, string password, string name, string code)
    {
        await RegisterAsync("ada@shop.example", "Ada");

        Assert.Equal(code, CodeOf(await RegisterAsync(email, name, password)));
    }

    [Fact]
    public async Task WrongPassword_UnknownAddress_AndLock_Should_SoundTheSame()
    {
        await RegisterAsync("ada@shop.example", "Ada");

        var unknown = await TryLoginAsync("nobody@shop.example", Password);
        var answers = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            answers.Add((await TryLoginAsync("ada@shop.example", "not the password")).ToString());
        }

        answers.Add((await TryLoginAsync("ada@shop.example", Password)).ToString());
        Assert.Equal([unknown.ToString()], answers.Distinct());
        Assert.Equal("INVALID_CREDENTIALS", CodeOf(unknown));
    }

    [Fact]
    public async Task RefreshToken_Should_WorkOnce_AndEndTheSessionWhenReused()
    {
        await RegisterAsync("ada@shop.example", "Ada");
        var first = await LoginAsync("ada@shop.example");
        var second = await RefreshAsync(first.Refresh);
        var refreshed = TokensOf(second);

        Assert.Equal("REFRESH_TOKEN_INVALID", CodeOf(await RefreshAsync(first.Refresh)));
        Assert.Equal("REFRESH_TOKEN_INVALID", CodeOf(await RefreshAsync(refreshed.Refresh)));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await RequestErrorAsync(refreshed.Access));
    }

    [Fact]
    public async Task RefreshToken_Should_NotBeAnAccessToken()
    {
        await RegisterAsync("ada@shop.example", "Ada");

        Assert.Equal("AUTH_NOT_AUTHENTICATED", await RequestErrorAsync((await LoginAsync("ada@shop.example")).Refresh));
    }

    [Fact]
    public async Task Logout_Should_EndTheTokensAtOnce()
    {
        await RegisterAsync("ada@shop.example", "Ada");
        var tokens = await LoginAsync("ada@shop.example");
        var other = await LoginAsync("ada@shop.example");

        await auth.DataAsync("mutation { logout { session { id endedAt } errors { __typename } } }", token: tokens.Access);

        Assert.Equal("AUTH_NOT_AUTHENTICATED", await RequestErrorAsync(tokens.Access));
        Assert.Equal("REFRESH_TOKEN_INVALID", CodeOf(await RefreshAsync(tokens.Refresh)));
        Assert.Null(await RequestErrorAsync(other.Access));
    }

    [Fact]
    public async Task Sessions_Should_BeListedAndRevokedOneByOne()
    {
        await RegisterAsync("ada@shop.example", "Ada");
        var phone = await LoginAsync("ada@shop.example");
        var laptop = await LoginAsync("ada@shop.example");
        var sessions = (await auth.DataAsync("{ sessions { id isCurrent } }", token: laptop.Access)).GetProperty("sessions");
        var lost = sessions.EnumerateArray().Single(session => !session.GetProperty("isCurrent").GetBoolean()).GetProperty("id").GetString();

        await auth.DataAsync("mutation($id: ID!) { revokeSession(input: { id: $id }) { session { id } } }", new { id = lost }, laptop.Access);

        Assert.Equal(2, sessions.GetArrayLength());
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await RequestErrorAsync(phone.Access));
        Assert.Null(await RequestErrorAsync(laptop.Access));
    }

    [Fact]
    public async Task ChangedPassword_Should_EndTheOtherSessions()
    {
        await RegisterAsync("ada@shop.example", "Ada");
        var other = await LoginAsync("ada@shop.example");
        var mine = await LoginAsync("ada@shop.example");

        await auth.DataAsync(
            "mutation($old: String!, $new: String!) { changePassword(input: { currentPassword: $old, newPassword: $new }) { user { id } errors { __typename } } }",
            new { old = Password, @new = "another long pass phrase" },
            mine.Access);

        Assert.Equal("REFRESH_TOKEN_INVALID", CodeOf(await RefreshAsync(other.Refresh)));
        Assert.Null(await RequestErrorAsync(mine.Access));
        Assert.Equal("INVALID_CREDENTIALS", CodeOf(await TryLoginAsync("ada@shop.example", Password)));
        Assert.NotEqual("", (await LoginAsync("ada@shop.example", "another long pass phrase")).Access);
    }

    [Fact]
    public async Task Roles_Should_BeGivenByTheAdministratorAlone()
    {
        var user = (await RegisterAsync("ada@shop.example", "Ada")).GetProperty("user").GetProperty("id").GetString();
        var ada = await LoginAsync("ada@shop.example");
        var admin = await LoginAsync("admin@finflow.example", "the first administrator");
        const string Assign = "mutation($id: ID!) { assignRole(input: { userId: $id, role: ACCOUNTANT }) { user { roles } errors { __typename } } }";

        var refused = await auth.SendAsync(Assign, new { id = user }, ada.Access);
        var assigned = await auth.DataAsync(Assign, new { id = user }, admin.Access);

        Assert.Equal("AUTH_NOT_AUTHORIZED", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(
            ["MERCHANT", "ACCOUNTANT"],
            assigned.GetProperty("assignRole").GetProperty("user").GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        await UntilAsync(async () => await RequestErrorAsync(ada.Access) == "AUTH_NOT_AUTHENTICATED");
    }

    [Fact]
    public async Task LastAdministrator_Should_KeepTheRole()
    {
        var admin = await LoginAsync("admin@finflow.example", "the first administrator");
        var id = (await auth.DataAsync("{ me { id } }", token: admin.Access)).GetProperty("me").GetProperty("id").GetString();

        var revoked = await auth.DataAsync(
            "mutation($id: ID!) { revokeRole(input: { userId: $id, role: ADMIN }) { user { id } errors { ... on Error { code message } } } }", new { id }, admin.Access);

        Assert.Equal("LAST_ADMINISTRATOR", CodeOf(revoked.GetProperty("revokeRole")));
    }

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    private static (string Access, string Refresh) TokensOf(JsonElement payload)
    {
        var session = payload.GetProperty("session");
        return (session.GetProperty("accessToken").GetString()!, session.GetProperty("refreshToken").GetString()!);
    }

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        while (!await isTrue())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<JsonElement> RegisterAsync(string email, string name, string password = Password)
        => (await auth.DataAsync(
            "mutation($input: RegisterInput!) { register(input: $input) { user { id email roles } errors { ... on Error { code message } } } }",
            new { input = new { email, password, name } })).GetProperty("register");

    private async Task<JsonElement> TryLoginAsync(string email, string password)
        => (await auth.DataAsync(
            """
            mutation($input: LoginInput!) {
              login(input: $input) { session { accessToken accessTokenExpiresAt refreshToken user { id } } mfaChallenge { id } errors { ... on Error { code message } } }
            }
            """,
            new { input = new { email, password } })).GetProperty("login");

    private async Task<(string Access, string Refresh)> LoginAsync(string email, string password = Password) => TokensOf(await TryLoginAsync(email, password));

    private async Task<JsonElement> RefreshAsync(string refreshToken)
        => (await auth.DataAsync(
            "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken } errors { ... on Error { code message } } } }",
            new { input = new { refreshToken } })).GetProperty("refreshSession");

    /// <summary>The code with which a token is refused; null when it counts.</summary>
    private async Task<string?> RequestErrorAsync(string token)
    {
        var response = await auth.SendAsync("{ me { id } }", token: token);
        return response.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null;
    }
}
