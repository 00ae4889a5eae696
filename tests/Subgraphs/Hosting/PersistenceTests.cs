using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.Subgraphs.Tests;

public sealed class PersistenceTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventLog log;

    public PersistenceTests() => log = new SqliteEventLog(folder.File("events.db"), TimeProvider.System);

    [Fact]
    public async Task Money_Enums_Countries_And_Times_Should_Be_Stored_As_Columns_That_Read_Well()
    {
        await using var bakery = await Bakery.OpenAsync(folder.Path, log);
        await bakery.WithDbAsync(db =>
        {
            db.Add(NewLoaf());
            return db.SaveChangesAsync();
        });

        using var connection = new SqliteConnection($"Data Source={folder.File("bakery.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT State || ' ' || Price_Minor || ' ' || Price_Currency || ' ' || Origin || ' ' || BakedAt FROM Loaves";
        Assert.Equal($"IN_THE_OVEN 450 EUR FR {Noon.UtcTicks / 10}", command.ExecuteScalar());

        var read = await bakery.WithDbAsync(db => db.Loaves
            .Where(loaf => loaf.State == LoafState.InTheOven && loaf.BakedAt <= Noon && loaf.Price.Minor > 400 && loaf.Price.Currency == Currency.Of("EUR"))
            .OrderBy(loaf => loaf.BakedAt)
            .SingleAsync());
        Assert.Equal(NewLoaf(), read);
    }

    [Fact]
    public async Task Abandoned_Transaction_Should_Give_Its_Turn_Back_At_Once()
    {
        await using var bakery = await Bakery.OpenAsync(folder.Path, log);
        await bakery.WithDbAsync(async db =>
        {
            await using var abandoned = await db.Database.BeginTransactionAsync();
            db.Add(NewLoaf());
            return await db.SaveChangesAsync();
        });

        var saving = bakery.WithDbAsync(db =>
        {
            db.Add(NewLoaf());
            return db.SaveChangesAsync();
        });
        Assert.Equal(1, await saving.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task What_A_Transaction_Has_Written_Should_Be_Known_When_It_Commits_And_Forgotten_When_The_Next_Starts()
    {
        await using var bakery = await Bakery.OpenAsync(folder.Path, log);
        await bakery.WithDbAsync(async db =>
        {
            // A save without a transaction is one of its own.
            db.Add(NewLoaf());
            await db.SaveChangesAsync();
            Assert.Equal([NewLoaf()], db.Written);

            db.ChangeTracker.Clear();
            await using (await db.Database.BeginTransactionAsync())
            {
                Assert.Empty(db.Written);
                db.Add(NewLoaf() with { Id = "abandoned" });
                await db.SaveChangesAsync();
                db.Add(NewLoaf() with { Id = "too" });
                await db.SaveChangesAsync();
                Assert.Equal(["abandoned", "too"], db.Written.OfType<Loaf>().Select(loaf => loaf.Id));
            }

            await using var next = await db.Database.BeginTransactionAsync();
            Assert.Empty(db.Written);
            return 0;
        });
    }

    [Fact]
    public async Task Absent_Money_Should_Be_Null_And_Come_And_Go()
    {
        await using var bakery = await Bakery.OpenAsync(folder.Path, log);
        await bakery.WithDbAsync(db =>
        {
            db.Add(NewLoaf());
            return db.SaveChangesAsync();
        });
        var loaf = await bakery.WithDbAsync(db => db.Loaves.AsNoTracking().SingleAsync(loaf => loaf.Discount == null));
        Assert.Null(loaf.Discount);

        await bakery.WithDbAsync(db =>
        {
            db.Update(loaf with { Discount = new Money(50, Currency.Of("EUR")) });
            return db.SaveChangesAsync();
        });

        var discounted = await bakery.WithDbAsync(db => db.Loaves.AsNoTracking().SingleAsync());
        Assert.Equal(new Money(50, Currency.Of("EUR")), discounted.Discount);
    }

    [Fact]
    public async Task Later_Of_Two_Writers_Should_Lose()
    {
        await using var bakery = await Bakery.OpenAsync(folder.Path, log);
        await bakery.WithDbAsync(db =>
        {
            db.Add(NewLoaf());
            return db.SaveChangesAsync();
        });
        var loaf = await bakery.WithDbAsync(db => db.Loaves.AsNoTracking().SingleAsync());

        var sold = loaf with { State = LoafState.Sold };
        await bakery.WithDbAsync(db =>
        {
            db.Update(sold);
            return db.SaveChangesAsync();
        });

        Assert.Equal(1, sold.Version);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => bakery.WithDbAsync(db =>
        {
            db.Update(loaf with { Price = new Money(1, Currency.Of("EUR")) });
            return db.SaveChangesAsync();
        }));
    }

    [Fact]
    public async Task Schema_Should_Grow_By_What_Is_Missing_And_Keep_The_Rows()
    {
        using (var connection = new SqliteConnection($"Data Source={folder.File("bakery.db")}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE Loaves (Id TEXT NOT NULL PRIMARY KEY, State TEXT NOT NULL, BakedAt INTEGER NOT NULL);
                INSERT INTO Loaves VALUES ('loaf_1', 'SOLD', 5);
                """;
            command.ExecuteNonQuery();
        }

        await using var bakery = await Bakery.OpenAsync(folder.Path, log);
        var row = await bakery.WithDbAsync(db => db.Loaves.Select(loaf => new { loaf.Id, loaf.Price.Minor, loaf.Version }).SingleAsync());
        Assert.Equal(("loaf_1", 0, 0), (row.Id, row.Minor, row.Version));
    }

    [Fact]
    public async Task Start_Should_Leave_A_Complete_Schema_Alone()
    {
        await using (await Bakery.OpenAsync(folder.Path, log))
        {
        }

        await using var again = await Bakery.OpenAsync(folder.Path, log);
        Assert.Equal(0, await again.WithDbAsync(db => db.Loaves.CountAsync()));
        Assert.Equal("wal 2", await again.WithDbAsync(db => Pragmas(db)));
    }

    [Fact]
    public async Task Write_Transactions_Should_Wait_For_Each_Other()
    {
        await using var bakery = await Bakery.OpenAsync(folder.Path, log);
        await bakery.WithDbAsync(db =>
        {
            db.Add(NewLoaf());
            return db.SaveChangesAsync();
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await bakery.WithDbAsync(async db =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync();
                    var loaf = await db.Loaves.AsNoTracking().SingleAsync();
                    db.Update(loaf with { Price = loaf.Price + new Money(1, Currency.Of("EUR")) });
                    await db.SaveChangesAsync();
                    await transaction.CommitAsync();
                    return true;
                });
            }
        })));

        Assert.Equal(530, await bakery.WithDbAsync(db => db.Loaves.Select(loaf => loaf.Price.Minor).SingleAsync()));
    }

    public void Dispose()
    {
        log.Dispose();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private static async Task<string> Pragmas(BakeryDbContext db)
    {
        var mode = await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync();
        var synchronous = await db.Database.SqlQueryRaw<long>("SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync();
        return $"{mode} {synchronous}";
    }

    private static Loaf NewLoaf() => new()
    {
        Id = "loaf_1",
        State = LoafState.InTheOven,
        Price = new Money(450, Currency.Of("EUR")),
        Origin = CountryCode.Of("FR"),
        BakedAt = Noon,
    };
}
