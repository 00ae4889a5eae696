using FinFlow.Analytics;
using FinFlow.Finance;
using FinFlow.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Rows that only count are added to by the database: nothing that another transaction counts at the same time is lost.</summary>
public sealed class TallyTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Providers => RunningPostgres.Binaries is null ? ["sqlite"] : ["sqlite", "postgres"];

    [Theory, MemberData(nameof(Providers))]
    public async Task NumbersOfOneKey_Should_BeAdded_AndTheLaterTimeStay(string provider)
    {
        await using var analytics = await StartAsync(provider);

        await CountAsync(analytics, ("org_1", 3, Noon), ("org_2", 1, Noon), ("org_1", 2, Noon.AddHours(1)));
        await CountAsync(analytics, ("org_1", 4, Noon.AddMinutes(5)));

        Assert.Equal([("org_1", 9, Noon.AddHours(1)), ("org_2", 1, Noon)], await ReadAsync(analytics));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task WhatWasRolledBack_Should_NotCount_ForWhoeverComesNext(string provider)
    {
        await using var analytics = await StartAsync(provider);
        await using var db = await OpenAsync(analytics);
        await using (var broken = await db.Database.BeginTransactionAsync())
        {
            Count(db, "org_1", 7, Noon);
            await db.SaveChangesAsync();
            Count(db, "org_1", 5, Noon);
        }

        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            Count(db, "org_1", 1, Noon);
            await db.SaveChangesAsync();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        Assert.Equal([("org_1", 1, Noon)], await ReadAsync(analytics));
    }

    [PostgresFact]
    public async Task ThoseWhoCountAtOnce_Should_LoseNothing()
    {
        await using var analytics = await StartAsync("postgres");
        string[] organizations = ["org_1", "org_2", "org_3"];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(round => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                // Each in another order.
                await CountAsync(analytics, [.. organizations.OrderBy(_ => Random.Shared.Next()).Select(organization => (organization, 1, Noon))]);
            }
        })));

        Assert.Equal(organizations.Select(organization => (organization, 80, Noon)), await ReadAsync(analytics));
    }

    /// <summary>While versions change: an instance of the one before reads the row in the organisation's turn, and writes its sum.</summary>
    [PostgresFact]
    public async Task Figures_Should_WaitForWhoeverReadThemInTheTurn()
    {
        await using var analytics = await StartAsync("postgres");
        await CountAsync(analytics, ("org_1", 1, Noon));
        await using var before = await OpenAsync(analytics);
        await using var reading = await before.Database.BeginTransactionAsync();
        before.TakeTurn("org_1");
        var row = await before.PaymentDays.SingleAsync();

        var counting = Task.Run(async () =>
        {
            await using var db = await OpenAsync(analytics);
            await using var transaction = await db.Database.BeginTransactionAsync();
            new Projections(db, TimeProvider.System).Payments(SomeEvents.Payment("pay_1", "org_1", 1_000), Noon, day => day.AuthorizedCount++);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        row.AuthorizedCount++;
        await before.SaveChangesAsync();
        await reading.CommitAsync();
        await counting;

        Assert.Equal(3, Assert.Single(await ReadAsync(analytics)).Count);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task WhatARestrictedPersonDid_Should_NotCount(string provider)
    {
        await using var analytics = await StartAsync(provider);
        await using var db = await OpenAsync(analytics);
        db.Add(new RestrictedUser { UserId = "usr_2", RestrictedAt = Noon });
        await db.SaveChangesAsync();

        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            foreach (var user in new[] { "usr_1", "usr_2" })
            {
                db.Tally((Noon, user), () => new UserDay { OrganizationId = "org_1", Day = DateOnly.FromDateTime(Noon.UtcDateTime), UserId = user }).ActionCount++;
            }

            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        Assert.Equal([("usr_1", 1)], (await db.UserDays.AsNoTracking().ToListAsync()).Select(day => (day.UserId, day.ActionCount)));
    }

    [Fact]
    public async Task CountingOutsideATransaction_Should_BeRefused()
    {
        await using var analytics = await StartAsync("sqlite");
        await using var db = await OpenAsync(analytics);
        Count(db, "org_1", 1, Noon);

        Assert.Equal("Rows are counted inside a transaction.", (await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync())).Message);
    }

    public void Dispose()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        folder.Dispose();
    }

    private Task<RunningSubgraph> StartAsync(string provider) => RunningSubgraph.StartAsync<AnalyticsSubgraph>(
        folder.Path, null, provider == "postgres" ? PostgresDatabase.Create().Variables : [TestDatabase.Embedded]);

    private static Task<AnalyticsDbContext> OpenAsync(RunningSubgraph analytics)
        => analytics.Services.GetRequiredService<IDbContextFactory<AnalyticsDbContext>>().CreateDbContextAsync();

    private static async Task CountAsync(RunningSubgraph analytics, params (string OrganizationId, int Count, DateTimeOffset At)[] counted)
    {
        await using var db = await OpenAsync(analytics);
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var (organizationId, count, at) in counted)
        {
            Count(db, organizationId, count, at);
        }

        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static void Count(AnalyticsDbContext db, string organizationId, int count, DateTimeOffset at)
    {
        var usd = Currency.Of("USD");
        var day = db.Tally((organizationId, usd), () => new PaymentDay { OrganizationId = organizationId, Day = DateOnly.FromDateTime(Noon.UtcDateTime), Currency = usd });
        day.AuthorizedCount += count;
        day.UpdatedAt = at > day.UpdatedAt ? at : day.UpdatedAt;
    }

    private static async Task<IEnumerable<(string OrganizationId, int Count, DateTimeOffset At)>> ReadAsync(RunningSubgraph analytics)
    {
        await using var db = await OpenAsync(analytics);
        return (await db.PaymentDays.AsNoTracking().OrderBy(day => day.OrganizationId).ToListAsync()).Select(day => (day.OrganizationId, day.AuthorizedCount, day.UpdatedAt));
    }
}
