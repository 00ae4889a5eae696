using FinFlow.Compliance;
using FinFlow.Finance;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Many rows at once are what the change tracker would have written, on both providers, whether a few or many.</summary>
public sealed class BulkInsertTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, int> ProvidersAndCounts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var provider in RunningPostgres.Binaries is null ? ["sqlite"] : new[] { "sqlite", "postgres" })
            {
                data.Add(provider, 3);
                data.Add(provider, 200);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(ProvidersAndCounts))]
    public async Task Rows_Should_ComeBackAsTheyWere_AllOrNone(string provider, int count)
    {
        await using var compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(
            folder.Path, null, provider == "postgres" ? PostgresDatabase.Create().Variables : [TestDatabase.Embedded]);
        await using var db = await compliance.Services.GetRequiredService<IDbContextFactory<ComplianceDbContext>>().CreateDbContextAsync();
        var entries = Enumerable.Range(1, count).Select(Entry).ToList();

        await using (var broken = await db.Database.BeginTransactionAsync())
        {
            await db.InsertAllAsync(entries, CancellationToken.None);
            await db.InsertAllAsync(Inbox(count), CancellationToken.None);
        }

        Assert.False(await db.WatchlistEntries.AnyAsync());
        Assert.False(await db.Set<InboxMessage>().AnyAsync());
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.InsertAllAsync(entries, CancellationToken.None);
            await db.InsertAllAsync(Inbox(count), CancellationToken.None);
            await transaction.CommitAsync();
        }

        var read = await db.WatchlistEntries.AsNoTracking().OrderBy(entry => entry.Number).ToListAsync();
        Assert.Equal(entries.Select(Told), read.Select(Told));
        Assert.Equal(
            Inbox(count).Select(message => message.ConsumedAt),
            await db.Set<InboxMessage>().AsNoTracking().OrderBy(message => message.ConsumedAt).Select(message => message.ConsumedAt).ToListAsync());
        await using (var again = await db.Database.BeginTransactionAsync())
        {
            Assert.Contains("watchlist_entries", (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.InsertAllAsync(entries, CancellationToken.None))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(count, await db.WatchlistEntries.CountAsync());
    }

    [Fact]
    public async Task RowsOutsideATransaction_Should_BeRefused()
    {
        await using var compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, null, TestDatabase.Embedded);
        await using var db = await compliance.Services.GetRequiredService<IDbContextFactory<ComplianceDbContext>>().CreateDbContextAsync();

        Assert.Equal(
            "Many rows are inserted inside a transaction.",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => db.InsertAllAsync([Entry(1)], CancellationToken.None))).Message);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private static WatchlistEntry Entry(int number) => new()
    {
        WatchlistId = "wl_1", Number = number, Hash = $"hash {number}", SinceRevision = 1, SourceId = $"{number}", Type = number % 2 == 0 ? EntityType.Person : EntityType.Company,
        Name = $"Ångström \\ \"{number}\"\t", Aliases = [$"alias\n{number}", ""], BirthDates = [], Country = number % 3 == 0 ? null : CountryCode.Of("DE"), Identifiers = ["A,B"],
    };

    private static List<InboxMessage> Inbox(int count)
        => [.. Enumerable.Range(1, count).Select(number => new InboxMessage { EventId = $"bulk_{number}", ConsumedAt = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero).AddSeconds(number) })];

    private static string Told(WatchlistEntry entry)
        => $"{entry.WatchlistId}/{entry.Number}/{entry.Hash}/{entry.SinceRevision}/{entry.SourceId}/{entry.Type}/{entry.Name}/{entry.Country?.Alpha2}/{string.Join('|', entry.Aliases)}/{string.Join('|', entry.BirthDates)}/{string.Join('|', entry.Identifiers)}";
}
