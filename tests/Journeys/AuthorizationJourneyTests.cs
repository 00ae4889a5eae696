using System.Diagnostics;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A role change, a logout and a deactivation take effect in every subgraph within five seconds.</summary>
public sealed class AuthorizationJourneyTests : IAsyncLifetime
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(5);

    // One field of each subgraph, asked of the subgraph itself, so that no gateway refuses in its place.
    private static readonly (string Subgraph, string Query)[] Doors =
    [
        ("auth", "{ sessions { id } }"),
        ("payments", "{ paymentMethods { id } }"),
        ("transactions", "{ transactions { nodes { id } } }"),
        ("accounting", "{ accounts { nodes { id } } }"),
        ("analytics", "{ reports { nodes { id } } }"),
        ("compliance", "{ watchlists { __typename } }"),
        ("credit", "{ loans { nodes { id } } }"),
    ];

    private RunningProgram program = null!;
    private DirectoryInfo data = null!;
    private Uri address = null!;
    private GraphQLClient admin = null!;

    public async Task InitializeAsync()
    {
        data = Directory.CreateTempSubdirectory("finflow-journey-");
        var port = Loopback.FreePort();
        address = new Uri($"http://127.0.0.1:{port}");
        var environment = new Dictionary<string, string>
        {
            ["FINFLOW_DATA"] = data.FullName, ["FINFLOW_PORT"] = $"{port}",
            ["FINFLOW_ADMIN_EMAIL"] = Deployment.AdminEmail, ["FINFLOW_ADMIN_PASSWORD"] = Deployment.AdminPassword,
        };
        program = await RunningProgram.StartAsync("AllInOne", "FinFlow.AllInOne.dll", environment, new Uri(address, "/health/ready"), "--subgraphs");
        admin = Client("auth");
        admin.AccessToken = await Business.LoginAsync(admin, Deployment.AdminEmail, Deployment.AdminPassword);
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        await program.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Logout_Should_TakeEffectInEverySubgraphWithinFiveSeconds()
    {
        var (_, token) = await RegisterAsync();
        await AssertAllAsync(token, isOpen: true);
        using var user = Client("auth", token);

        await user.DataAsync("mutation { logout { session { id } } }");

        await AssertAllAsync(token, isOpen: false);
    }

    [Fact]
    public async Task Deactivation_Should_TakeEffectInEverySubgraphWithinFiveSeconds()
    {
        var (id, token) = await RegisterAsync();
        await AssertAllAsync(token, isOpen: true);

        await ChangeAsync("mutation($id: ID!) { changed: deactivateUser(input: { userId: $id }) { user { isActive } errors { __typename } } }", id);

        await AssertAllAsync(token, isOpen: false);
    }

    [Fact]
    public async Task RoleChange_Should_TakeEffectInEverySubgraphWithinFiveSeconds()
    {
        var (id, token) = await RegisterAsync();
        await AssertAllAsync(token, isOpen: true);

        await ChangeAsync("mutation($id: ID!) { changed: revokeRole(input: { userId: $id, role: MERCHANT }) { user { roles } errors { __typename } } }", id);

        await AssertAllAsync(token, isOpen: false);
    }

    private GraphQLClient Client(string subgraph, string? token = null) => new(address, token) { Path = $"/{subgraph}/graphql" };

    private async Task<(string Id, string Token)> RegisterAsync()
    {
        using var client = Client("auth");
        var (email, password) = ($"merchant-{Guid.CreateVersion7():N}@shop.example", "a long enough pass phrase");
        var registered = await client.DataAsync(
            "mutation($input: RegisterInput!) { register(input: $input) { user { id } } }", new { input = new { email, password, name = "Ada" } });
        return (registered.Text("register.user.id"), await Business.LoginAsync(client, email, password));
    }

    private async Task ChangeAsync(string mutation, string id)
        => Assert.Equal(JsonValueKind.Null, (await admin.DataAsync(mutation, new { id })).Value("changed.errors").ValueKind);

    private async Task AssertAllAsync(string token, bool isOpen)
    {
        var waiting = Stopwatch.StartNew();
        await Task.WhenAll(Doors.Select(async door =>
        {
            using var client = Client(door.Subgraph, token);
            await Eventually.GetAsync(
                () => client.QueryAsync(door.Query), answer => answer.Body.TryGetProperty("errors", out _) != isOpen);
        }));
        Assert.True(waiting.Elapsed < Promise, $"{waiting.Elapsed}");
    }
}
