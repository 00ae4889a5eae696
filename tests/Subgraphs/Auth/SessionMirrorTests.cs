using System.Text.Json;
using FinFlow.Auth;
using FinFlow.Hosting;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Sessions and refresh families in a real Redis, with two instances of auth on one database: found there, and never worth more than the database has.</summary>
public sealed class SessionMirrorTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly RunningRedis? redis = RunningRedis.IsInstalled ? new() : null;
    private RunningSubgraph here = null!;
    private RunningSubgraph there = null!;
    private AuthClient ada = null!;

    public async Task InitializeAsync()
    {
        here = await StartAsync();
        there = await StartAsync();
        foreach (var connection in new[] { here, there }.Select(auth => auth.Services.GetService<RedisConnection>()).OfType<RedisConnection>())
        {
            await connection.ProbeAsync();
        }

        ada = await AuthClient.RegisterAsync(here, "ada@shop.example");
    }

    public async Task DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
        redis?.Dispose();
        folder.Dispose();
    }

    [RedisFact]
    public async Task Session_Should_BeFoundInRedis_WhichHoldsNoToken()
    {
        var before = await MirroredAsync(2);
        Assert.DoesNotContain(ada.Refresh, string.Concat(before.Select(entry => entry.Key + entry.Value)), StringComparison.Ordinal);

        // What Redis says is believed when it refuses: without the database nobody else would know of this end.
        var (key, json) = before.Single(entry => entry.Key.StartsWith("finflow:auth:session:", StringComparison.Ordinal));
        Set(key, json.Replace("\"EndedAt\":null", "\"EndedAt\":\"2026-03-01T12:00:00+00:00\"", StringComparison.Ordinal));
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));

        // And what it has no more is had from the database.
        Clear();
        Assert.Null(AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));
        await MirroredAsync(3);
    }

    [RedisFact]
    public async Task ReusedToken_Should_EndTheSession_WhicheverInstanceSeesIt()
    {
        var second = TokenOf(await RefreshAsync(here, ada.Refresh));
        var third = TokenOf(await RefreshAsync(there, second));

        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(here, third)));
        Assert.Equal("TOKEN_REUSED", TestDatabase.Value(folder.File("auth.db"), $"SELECT {Quoted("EndReason")} FROM sessions"));
    }

    [RedisFact]
    public async Task Redis_Should_BeAwayAtAnyMoment_WithoutATokenComingBack()
    {
        await MirroredAsync(2);
        redis!.Stop();
        var second = TokenOf(await RefreshAsync(here, ada.Refresh));
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));
        redis.Start();
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(here, second)));

        // A new login is mirrored again once the connection has mended itself.
        await ada.LogInAsync();
        await Telling.UntilAsync(async () =>
        {
            await ada.LogInAsync();
            return Entries();
        }, entries => entries.Count > 0);
        Assert.Null(AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));
    }

    [RedisFact]
    public async Task RotatedToken_Should_StayWorthless_When_RedisIsBackAsItWasBefore()
    {
        var old = await MirroredAsync(2);
        var second = TokenOf(await RefreshAsync(here, ada.Refresh));
        await MirroredAsync(3);
        Restore(old);

        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));
        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(here, second)));
    }

    [RedisFact]
    public async Task EndedSession_Should_StayEnded_When_RedisIsBackAsItWasBefore()
    {
        var old = await MirroredAsync(2);
        await ada.SendAsync("logout", "session { id }");
        Restore(old);

        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));
    }

    [RedisFact]
    public async Task SessionThatTheDatabaseNeverHad_Should_GrantNothing()
    {
        var known = await MirroredAsync(2);
        foreach (var (key, json) in known.Where(entry => entry.Key.StartsWith("finflow:auth:refresh:", StringComparison.Ordinal)))
        {
            var hash = RefreshToken.HashOf("rt_forged");
            Set($"finflow:auth:refresh:{hash}", json.Replace(key["finflow:auth:refresh:".Length..], hash, StringComparison.Ordinal));
        }

        Assert.Equal("REFRESH_TOKEN_INVALID", AuthClient.RefusalOf(await RefreshAsync(there, "rt_forged")));
        Assert.Null(AuthClient.RefusalOf(await RefreshAsync(there, ada.Refresh)));
    }

    private static Task<JsonElement> RefreshAsync(RunningSubgraph auth, string token) => new AuthClient(auth, "ada@shop.example").RefreshAsync(token);

    private static string TokenOf(JsonElement payload) => payload.GetProperty("session").Text("refreshToken")!;

    private static string Quoted(string column) => $"\"{column}\"";

    private Task<RunningSubgraph> StartAsync() => RunningSubgraph.StartAsync<AuthSubgraph>(folder.Path, null, redis?.Variables ?? []);

    /// <summary>What Redis has, once it has as much: it is told and not waited for.</summary>
    private Task<Dictionary<string, string>> MirroredAsync(int entries) => Telling.UntilAsync(() => Task.FromResult(Entries()), found => found.Count == entries);

    private Dictionary<string, string> Entries()
        => AtRedis((server, database) => server.Keys(pattern: "finflow:auth:*").ToDictionary(key => (string)key!, key => (string)database.StringGet(key)!));

    private void Set(string key, string json) => AtRedis((_, database) => database.StringSet(key, json));

    private void Clear() => AtRedis((server, database) => database.KeyDelete([.. server.Keys(pattern: "finflow:auth:*")]));

    /// <summary>As after a restart from an old copy.</summary>
    private void Restore(Dictionary<string, string> old)
    {
        Clear();
        foreach (var (key, json) in old)
        {
            Set(key, json);
        }
    }

    private T AtRedis<T>(Func<IServer, IDatabase, T> act)
    {
        using var connection = ConnectionMultiplexer.Connect($"127.0.0.1:{redis!.Port}");
        return act(connection.GetServer("127.0.0.1", redis.Port), connection.GetDatabase());
    }
}
