using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A kept query serves contexts of several models, as a process has that keeps the same things in two databases.</summary>
public sealed class KeptQueryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [PostgresFact]
    public async Task Restrictions_Should_BeFound_OnBothDatabases()
    {
        using var log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);
        await using var embedded = await Bakery.OpenAsync(folder.Path, log);
        await using var onPostgres = await Bakery.OpenAsync(folder.Path, log, group: "other", database: PostgresDatabase.Create());
        foreach (var bakery in new[] { embedded, onPostgres, embedded })
        {
            var before = await IsRestrictedAsync(bakery);
            await bakery.WithDbAsync(db =>
            {
                db.RestrictedUsers.RemoveRange(db.RestrictedUsers);
                if (!before)
                {
                    db.Add(new RestrictedUser { UserId = "usr_1", RestrictedAt = TimeProvider.System.GetUtcNow() });
                }

                return db.SaveChangesAsync();
            });

            Assert.Equal(!before, await IsRestrictedAsync(bakery));
        }
    }

    public void Dispose()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private static Task<bool> IsRestrictedAsync(Bakery bakery) => bakery.WithDbAsync(db => db.IsRestrictedAsync("usr_1", CancellationToken.None));
}
