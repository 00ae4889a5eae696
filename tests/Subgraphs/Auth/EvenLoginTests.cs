using FinFlow.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A login costs the same work whoever is asked about, so that its time tells nobody who is registered.</summary>
public sealed class EvenLoginTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private RunningSubgraph auth = null!;

    public async Task InitializeAsync()
        => auth = await RunningSubgraph.StartAsync<AuthSubgraph>(
            folder.Path, null, ("FINFLOW_ADMIN_EMAIL", "admin@finflow.example"), ("FINFLOW_ADMIN_PASSWORD", "the first administrator"));

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Login_Should_HashOnce_ForSomebodyAndForNobody_LockedDeactivatedOrWrong()
    {
        var admin = new AuthClient(auth, "admin@finflow.example", "the first administrator");
        await admin.LogInAsync();
        var (ada, gone) = (await AuthClient.RegisterAsync(auth, "ada@shop.example"), await AuthClient.RegisterAsync(auth, "gone@shop.example"));
        await admin.SendAsync("deactivateUser", "user { id }", new { userId = gone.Id });

        Assert.Equal(1, await ChecksOfAsync("ada@shop.example", AuthClient.Password));
        Assert.Equal(1, await ChecksOfAsync("nobody@shop.example", AuthClient.Password));
        Assert.Equal(1, await ChecksOfAsync("no address", AuthClient.Password));
        Assert.Equal(1, await ChecksOfAsync("gone@shop.example", AuthClient.Password));
        for (var failure = 1; failure <= Credential.FailuresMax; failure++)
        {
            Assert.Equal(1, await ChecksOfAsync("ada@shop.example", "not the password"));
        }

        Assert.Equal("INVALID_CREDENTIALS", AuthClient.RefusalOf(await ada.LogInAsync()));
        Assert.Equal(1, await ChecksOfAsync("ada@shop.example", AuthClient.Password));
    }

    [Fact]
    public async Task PasswordThatIsTooLong_Should_BeHashedForNobody()
    {
        await AuthClient.RegisterAsync(auth, "ada@shop.example");

        Assert.Equal(0, await ChecksOfAsync("ada@shop.example", new string('a', 100_000)));
        Assert.Equal(0, await ChecksOfAsync("nobody@shop.example", new string('a', 100_000)));
    }

    private async Task<long> ChecksOfAsync(string email, string password)
    {
        var hashing = auth.Services.GetRequiredService<PasswordHashing>();
        var before = hashing.Checks;
        await new AuthClient(auth, email).LogInAsync(password);
        return hashing.Checks - before;
    }
}
