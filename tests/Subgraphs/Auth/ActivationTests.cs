using System.Text.Json;
using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Administrators shut users out and let them in again.</summary>
public sealed class ActivationTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private RunningSubgraph auth = null!;
    private OAuthApp app = null!;
    private string admin = "";

    public async Task InitializeAsync()
    {
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, null, ("FINFLOW_ADMIN_EMAIL", "admin@finflow.example"), ("FINFLOW_ADMIN_PASSWORD", "the first administrator"));
        app = new OAuthApp(auth);
        admin = TokenOf(await app.LoginAsync("admin@finflow.example", "the first administrator"));
    }

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deactivated_Should_LoseSessionsAndLogin_AndReactivatedLogInAnew()
    {
        var id = (await app.RegisterAsync("ada@shop.example")).GetProperty("id").GetString()!;
        var token = TokenOf(await app.LoginAsync("ada@shop.example"));

        var deactivated = await ChangeAsync("deactivateUser", id);

        Assert.False(deactivated.GetProperty("user").GetProperty("isActive").GetBoolean());
        Assert.True((await auth.SendAsync("{ me { id } }", token: token)).TryGetProperty("errors", out _));
        Assert.Equal("INVALID_CREDENTIALS", OAuthApp.RefusalOf(await app.LoginAsync("ada@shop.example")));
        Assert.Null(OAuthApp.RefusalOf(await ChangeAsync("deactivateUser", id)));

        Assert.True((await ChangeAsync("reactivateUser", id)).GetProperty("user").GetProperty("isActive").GetBoolean());
        Assert.True((await auth.SendAsync("{ me { id } }", token: token)).TryGetProperty("errors", out _));
        var again = TokenOf(await app.LoginAsync("ada@shop.example"));
        Assert.Equal(id, (await auth.DataAsync("{ me { id } }", token: again)).GetProperty("me").GetProperty("id").GetString());
    }

    [Fact]
    public async Task LastAdministrator_Should_NotBeDeactivated()
    {
        var id = (await auth.DataAsync("{ me { id } }", token: admin)).GetProperty("me").GetProperty("id").GetString()!;

        Assert.Equal("LAST_ADMINISTRATOR", OAuthApp.RefusalOf(await ChangeAsync("deactivateUser", id)));
        Assert.True((await auth.DataAsync("{ me { isActive } }", token: admin)).GetProperty("me").GetProperty("isActive").GetBoolean());
    }

    private async Task<JsonElement> ChangeAsync(string mutation, string id)
        => (await auth.DataAsync(
            $"mutation($id: ID!) {{ {mutation}(input: {{ userId: $id }}) {{ user {{ id isActive }} errors {{ ... on Error {{ code }} }} }} }}", new { id }, admin))
            .GetProperty(mutation);

    private static string TokenOf(JsonElement login) => login.GetProperty("session").GetProperty("accessToken").GetString()!;
}
