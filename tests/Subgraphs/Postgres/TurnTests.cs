using FinFlow.Compliance;
using FinFlow.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A turn travels with the command that comes next, whatever kind that is, and the answers of those after it stay their own.</summary>
public sealed class TurnTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [PostgresFact]
    public async Task Turn_Should_BeHeldFromTheNextCommandOn_AndLeaveAnswersAlone()
    {
        foreach (var next in new[] { "query", "statement", "save" })
        {
            await AssertHeldAsync(next);
        }
    }

    private async Task AssertHeldAsync(string next)
    {
        await using var compliance = await RunningSubgraph.StartAsync<ComplianceSubgraph>(folder.Path, null, PostgresDatabase.Create().Variables);
        var contexts = compliance.Services.GetRequiredService<IDbContextFactory<ComplianceDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        db.TakeTurn("one");
        db.TakeTurn("two");
        await (next switch
        {
            "query" => db.RestrictedUsers.CountAsync(),
            "statement" => db.RestrictedUsers.Where(user => user.UserId == "usr_2").ExecuteDeleteAsync(),
            _ => SaveAsync(db),
        });

        Assert.Equal(2, await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()").SingleAsync());
        Assert.Equal([7], await db.Database.SqlQuery<int>($"SELECT 7 AS \"Value\"").ToListAsync());
    }

    public void Dispose()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private static Task<int> SaveAsync(ComplianceDbContext db)
    {
        db.Add(new RestrictedUser { UserId = "usr_1", RestrictedAt = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero) });
        return db.SaveChangesAsync();
    }
}
