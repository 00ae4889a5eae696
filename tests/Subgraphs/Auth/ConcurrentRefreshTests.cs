using FinFlow.Auth;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Two windows of one client refresh at once: neither loses the session, and a thief who comes later ends it.</summary>
public sealed class ConcurrentRefreshTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private RunningSubgraph auth = null!;
    private AuthClient ada = null!;

    public async Task InitializeAsync()
    {
        auth = await RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, clock);
        ada = await AuthClient.RegisterAsync(auth, "ada@shop.example");
        clock.Now += TimeSpan.FromSeconds(1);
    }

    public async Task DisposeAsync() => await auth.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RefreshesAtOnce_Should_EachGetALinkOfTheirOwn()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ada.RefreshAsync())));

        var tokens = answers.Select(answer => answer.GetProperty("session").Text("refreshToken")).ToList();
        Assert.Equal(4, tokens.Distinct().Count());
        clock.Now += TimeSpan.FromSeconds(1);
        foreach (var token in tokens)
        {
            Assert.Null(AuthClient.RefusalOf(await ada.RefreshAsync(token)));
        }
    }

    [Fact]
    public async Task SecondRefresh_Should_EndTheSession_WhenItBeganAfterTheFirstWasAnswered()
    {
        var next = (await ada.RefreshAsync()).GetProperty("session");
        clock.Now += TimeSpan.FromMilliseconds(1);

        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await ada.RefreshAsync()));
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await ada.RefreshAsync(next.Text("refreshToken"))));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ada.ErrorAsync(next.Text("accessToken")));
    }
}
