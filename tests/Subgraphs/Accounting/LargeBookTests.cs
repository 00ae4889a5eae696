using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Finance;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A book of a hundred thousand lines is read over its days' totals, to the minor unit, and not line by line.</summary>
public sealed class LargeBookTests
{
    private const int Entries = 500;
    private const int LinesPerEntry = 200;

    private static readonly DateOnly Start = new(2025, 1, 1);
    private static readonly string[] Codes = ["1000", "1100", "1200", "1500", "2000", "2100", "3000", "4000", "4900", "5000", "6000", "6900"];
    private static readonly Currency[] Currencies = [Currency.Of("USD"), Currency.Of("EUR"), Currency.Of("JPY")];

    [Fact]
    public async Task TrialBalance_Should_BeExact_OverAHundredThousandLines_InAFewStatements()
    {
        using var folder = new TemporaryFolder();
        StatementCount.Listen();
        var clock = new SettableClock(new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero));
        await using var accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        var expected = await PostAsync(accounting);
        Assert.Equal(100_000, await CountLinesAsync(accounting));

        JsonElement trial = default;
        var counts = await StatementCount.OfAsync(async () => trial = (await accounting.DataAsync(
            "{ trialBalance { balanced lines { account { code } debit { amount currency } credit { amount currency } } } }",
            null,
            accounting.TokenFor("usr_1", "org_1", "ACCOUNTANT"))).GetProperty("trialBalance"));

        // The accounts, and what their days add up to.
        Assert.Equal(2, counts[nameof(AccountingDbContext)]);
        Assert.True(trial.GetProperty("balanced").GetBoolean());
        Assert.Equal(
            expected.Where(balance => balance.Value != 0).Select(balance => $"{balance.Key.Code} {balance.Key.Currency} {balance.Value}").Order(),
            trial.GetProperty("lines").EnumerateArray().Select(BalanceOf).Order());
    }

    private static string BalanceOf(JsonElement line)
    {
        var isDebit = line.GetProperty("debit").ValueKind == JsonValueKind.Object;
        var amount = line.GetProperty(isDebit ? "debit" : "credit");
        var money = Money.Parse(amount.Text("amount")!, Currency.Of(amount.Text("currency")!)).Value;
        return $"{line.GetProperty("account").Text("code")} {money.Currency.Code} {(isDebit ? money.Minor : -money.Minor)}";
    }

    /// <summary>As postJournalEntry posts them, all in one transaction. What each account must hold is counted beside it.</summary>
    private static async Task<Dictionary<(string Code, string Currency), long>> PostAsync(RunningSubgraph accounting)
    {
        await using var scope = accounting.Services.CreateAsyncScope();
        var (db, journal) = (scope.ServiceProvider.GetRequiredService<AccountingDbContext>(), scope.ServiceProvider.GetRequiredService<JournalStore>());
        await using var transaction = await db.Database.BeginTransactionAsync();
        var accounts = await journal.AccountsByCodeAsync("org_1", CancellationToken.None);
        var expected = new Dictionary<(string, string), long>();
        var random = new Random(100_000);
        for (var entry = 0; entry < Entries; entry++)
        {
            var currency = Currencies[entry % Currencies.Length];
            string[] codes = [.. Codes];
            var lines = new List<LineDraft>(LinesPerEntry);
            for (var pair = 0; pair < LinesPerEntry / 2; pair++)
            {
                random.Shuffle(codes);
                var amount = new Money(random.NextInt64(1, 10_000_000), currency);
                lines.AddRange([LineDraft.Debit(accounts[codes[0]], amount), LineDraft.Credit(accounts[codes[1]], amount)]);
                expected[(codes[0], currency.Code)] = expected.GetValueOrDefault((codes[0], currency.Code)) + amount.Minor;
                expected[(codes[1], currency.Code)] = expected.GetValueOrDefault((codes[1], currency.Code)) - amount.Minor;
            }

            var posted = await journal.PostAsync(
                new JournalDraft("org_1", "usr_1", JournalSource.Manual, null, Start.AddDays(entry), $"Entry {entry + 1}", lines), CancellationToken.None);
            Assert.False(posted.IsRefused, posted.ToString());
            db.ChangeTracker.Clear();
        }

        await transaction.CommitAsync();
        return expected;
    }

    private static async Task<int> CountLinesAsync(RunningSubgraph accounting)
    {
        await using var scope = accounting.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountingDbContext>().JournalLines.CountAsync();
    }
}
