using FinFlow.Finance;
using FinFlow.Hosting;
using FinFlow.Transactions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Two levels of cache, the second one of a primary and a fallback: what each promise of it comes to, on real stores.</summary>
public sealed class CachingTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly FallbackCache second;
    private readonly MemoryDistributedCache fallback = new(Options.Create(new MemoryDistributedCacheOptions()));
    private readonly ReadCache cache;
    private int loads;

    public CachingTests()
    {
        second = new FallbackCache(new SqliteCache(folder.File("cache.db"), TimeProvider.System), fallback, TimeProvider.System, NullLogger<FallbackCache>.Instance);
        cache = Cache(new ReadCacheOptions { RetryAfterFailure = Brief, SlowLoad = TimeSpan.FromMilliseconds(50) });
    }

    [Fact]
    public async Task HundredReadersAtOnce_Should_CauseOneLoad()
    {
        var gate = new TaskCompletionSource();
        var readers = Enumerable.Range(0, 100).Select(_ => Task.Run(() => ReadAsync(load: async () =>
        {
            await gate.Task;
            return "value";
        }))).ToList();
        await Telling.UntilAsync(() => Task.FromResult(loads), count => count == 1);
        gate.SetResult();

        Assert.All(await Task.WhenAll(readers), value => Assert.Equal("value", value));
        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task SecondLevel_Should_Serve_What_MemoryDoesNotHold()
    {
        await ReadAsync();
        var (key, value) = await WhatPrimaryHoldsAsync();
        Assert.Contains("\"value 1\"", value, StringComparison.Ordinal);

        Assert.Equal(value, System.Text.Encoding.UTF8.GetString((await second.GetAsync(key))!));
        Assert.Equal(value, System.Text.Encoding.UTF8.GetString((await fallback.GetAsync(key))!));
    }

    [Fact]
    public async Task Fallback_Should_Serve_When_ThePrimaryIsDown_AndThePrimaryAgainOnceItIsBack()
    {
        var entry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = Long };
        await second.SetAsync("before", [1], entry);
        Execute("ALTER TABLE entry RENAME TO broken");

        Assert.Equal([1], await second.GetAsync("before"));
        Assert.False(second.IsPrimaryTrusted);
        await second.SetAsync("meanwhile", [2], entry);
        Assert.Equal([2], second.Get("meanwhile"));
        Assert.Equal("value 1", await ReadAsync());
        Assert.Equal("value 1", await ReadAsync());

        Execute("ALTER TABLE broken RENAME TO entry");
        await fallback.RemoveAsync("before");
        Assert.Equal([1], await Telling.UntilAsync(() => second.GetAsync("before"), found => found is not null));
        Assert.Equal([2], await second.GetAsync("meanwhile"));
    }

    [Fact]
    public async Task OldAnswer_Should_BeServed_When_LoadingFails_AndANewOneOnceItWorks()
    {
        await ReadAsync(lifetime: Brief);
        await Task.Delay(Brief * 2);

        Assert.Equal("value 1", await ReadAsync(lifetime: Brief, load: () => throw new IOException("The database is gone.")));
        Assert.Equal(2, loads);
        Assert.Equal("again", await Telling.UntilAsync(() => ReadAsync(lifetime: Brief, load: () => Task.FromResult("again")), value => value != "value 1"));
    }

    [Fact]
    public async Task OldAnswer_Should_BeServed_When_LoadingIsSlow_AndTheNewOneBeKept()
    {
        await ReadAsync(lifetime: Brief);
        await Task.Delay(Brief * 2);
        var gate = new TaskCompletionSource();

        Assert.Equal("value 1", await ReadAsync(load: async () =>
        {
            await gate.Task;
            return "slow";
        }));
        gate.SetResult();
        Assert.Equal("slow", await Telling.UntilAsync(() => ReadAsync(load: () => Task.FromResult("never")), value => value != "value 1"));
        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task Failure_Should_Reach_TheReader_When_ThereIsNothingOlder_OrAWriteHasEndedIt()
    {
        Task<string?> Failing() => ReadAsync(load: () => throw new IOException("The database is gone."));
        Assert.Equal("The database is gone.", (await Assert.ThrowsAsync<IOException>(Failing)).Message);

        await ReadAsync();
        cache.Invalidate("scope");
        await Assert.ThrowsAsync<IOException>(Failing);
    }

    [Fact]
    public async Task HardTimeout_Should_EndTheWait()
    {
        using var impatient = Cache(new ReadCacheOptions { LoadMax = Brief });

        await Assert.ThrowsAnyAsync<TimeoutException>(async () => await impatient.GetOrLoadAsync<string>(
            KeyOf("org_1"), Long, async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return "never";
            },
            CancellationToken.None));
    }

    [Fact]
    public async Task AnotherOrganisation_Should_NeverSeeTheAnswer()
    {
        Assert.Equal("value 1", await ReadAsync("org_1"));
        Assert.Equal("value 2", await ReadAsync("org_2"));
        Assert.Equal("value 1", await ReadAsync("org_1"));
    }

    [Fact]
    public async Task Write_Should_EndTheAnswersOfItsScope_AndOfNoOther()
    {
        await ReadAsync(scope: "scope");
        await ReadAsync("org_2", scope: "other");
        cache.Invalidate("scope");

        Assert.Equal("value 3", await ReadAsync(scope: "scope"));
        Assert.Equal("value 2", await ReadAsync("org_2", scope: "other"));
        cache.InvalidateAll();
        Assert.Equal("value 4", await ReadAsync("org_2", scope: "other"));
    }

    [Fact]
    public async Task AnswerReadBeforeAWrite_Should_NotBeKept_When_ItArrivesAfterIt()
    {
        var gate = new TaskCompletionSource();
        var early = ReadAsync(load: async () =>
        {
            await gate.Task;
            return "as it was";
        });
        cache.Invalidate("scope");
        gate.SetResult();

        Assert.Equal("as it was", await early);
        Assert.Equal("as it is", await ReadAsync(load: () => Task.FromResult("as it is")));
    }

    [Fact]
    public async Task Nothing_Should_NotBeKept()
    {
        Assert.Null(await cache.GetOrLoadAsync<string>(KeyOf("org_1"), Long, _ => Task.FromResult<string?>(null), CancellationToken.None));
        Assert.Equal("value 1", await ReadAsync());
    }

    [Fact]
    public async Task ManyAtOnce_Should_BeLoadedTogether_AndOnlyOnce()
    {
        async Task<IReadOnlyDictionary<int, string>> ReadManyAsync(params int[] ids) => await cache.GetOrLoadAsync<int, string>(
            ids, id => KeyOf("org_1", name: $"{id}"), Long,
            missing =>
            {
                loads++;
                return Task.FromResult<IReadOnlyDictionary<int, string>>(missing.Where(id => id != 13).ToDictionary(id => id, id => $"{id}"));
            },
            CancellationToken.None);

        Assert.Equal(["1", "2"], (await ReadManyAsync(1, 2, 13)).Values.Order());
        Assert.Equal(["1", "2"], (await ReadManyAsync(2, 1)).Values.Order());
        Assert.Equal(1, loads);
    }

    [Fact]
    public void StoredRecord_Should_ComeBackEqual()
    {
        var judged = new Transaction
        {
            Id = "txn_1", OrganizationId = "org_1", Type = TransactionType.Fee, Amount = new Money(1250, Currency.Of("JPY")), SourceAccountId = "acc_1",
            Country = CountryCode.Of("DE"), CreatedAt = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero),
        }.Judged(new Validation([], [], [ValidationWarningCode.HighRiskPattern], 0.6m, RiskLevel.High), 7).Approve("usr_9", "fine").Value;
        var written = System.Text.Json.JsonSerializer.Serialize(judged, ReadCache.StoredForm);
        var back = System.Text.Json.JsonSerializer.Deserialize<Transaction>(written, ReadCache.StoredForm)!;

        Assert.Equal((judged.Status, judged.ReviewReason, judged.Amount, judged.Country), (back.Status, back.ReviewReason, back.Amount, back.Country));
        Assert.Equal(written, System.Text.Json.JsonSerializer.Serialize(back, ReadCache.StoredForm));
    }

    public void Dispose()
    {
        cache.Dispose();
        second.Dispose();
        folder.Dispose();
    }

    private ReadCache Cache(ReadCacheOptions options) => new("test", second, NullLoggerFactory.Instance, options);

    private static CacheKey KeyOf(string organization, string scope = "scope", string name = "one") => new(organization, "thing", name, scope);

    private async Task<string?> ReadAsync(string organization = "org_1", TimeSpan? lifetime = null, string scope = "scope", Func<Task<string>>? load = null)
        => await cache.GetOrLoadAsync<string>(
            KeyOf(organization, scope), lifetime ?? Long,
            async _ =>
            {
                var number = Interlocked.Increment(ref loads);
                return load is null ? $"value {number}" : await load();
            },
            CancellationToken.None);

    private async Task<(string Key, string Value)> WhatPrimaryHoldsAsync()
        => (await Telling.UntilAsync(() => Task.FromResult(Read("SELECT key, CAST(value AS TEXT) FROM entry")), row => row is not null))!.Value;

    private (string, string)? Read(string sql)
    {
        using var connection = Open();
        using var command = new SqliteCommand(sql, connection);
        using var rows = command.ExecuteReader();
        return rows.Read() ? (rows.GetString(0), rows.GetString(1)) : null;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={folder.File("cache.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
