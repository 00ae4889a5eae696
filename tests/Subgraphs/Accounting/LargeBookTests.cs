using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Finance;
using Microsoft.Data.Sqlite;
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
        await using var accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock, TestDatabase.Embedded);
        var expected = await PostAsync(accounting, folder.File("accounting.db"));
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

    /// <summary>
    /// Entries that passed the rule book, written as the journal writes them: lines first, then the head. Only the change tracker is left
    /// out, since it would take most of the time. What each account must hold is counted beside it.
    /// </summary>
    private static async Task<Dictionary<(string Code, string Currency), long>> PostAsync(RunningSubgraph accounting, string file)
    {
        var accounts = await OpenBookAsync(accounting);
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction();
        using var writeLine = Command(connection, "journal_lines", "JournalEntryId", "Number", "OrganizationId", "AccountId", "EffectiveDate", "Side", "Amount_Minor", "Amount_Currency");
        using var writeHead = Command(connection, "journal_entries", "Id", "OrganizationId", "SourceType", "EffectiveDate", "Description", "PostedAt");
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

            var draft = new JournalDraft("org_1", "usr_1", JournalSource.Manual, null, Start.AddDays(entry), $"Entry {entry + 1}", lines);
            var (head, posted) = draft.Post($"je_{entry}", new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero)).Value;
            foreach (var line in posted)
            {
                Write(writeLine, line.JournalEntryId, line.Number, "org_1", line.AccountId, Day(line.EffectiveDate), line.Side == Side.Debit ? "DEBIT" : "CREDIT", line.Amount.Minor, currency.Code);
            }

            Write(writeHead, head.Id, "org_1", "MANUAL", Day(head.EffectiveDate), head.Description, 0);
        }

        await transaction.CommitAsync();
        return expected;
    }

    private static async Task<IReadOnlyDictionary<string, Account>> OpenBookAsync(RunningSubgraph accounting)
    {
        await using var scope = accounting.Services.CreateAsyncScope();
        var (db, journal) = (scope.ServiceProvider.GetRequiredService<AccountingDbContext>(), scope.ServiceProvider.GetRequiredService<JournalStore>());
        await using var transaction = await db.Database.BeginTransactionAsync();
        var accounts = await journal.AccountsByCodeAsync("org_1", CancellationToken.None);
        await transaction.CommitAsync();
        return accounts;
    }

    private static SqliteCommand Command(SqliteConnection connection, string table, params string[] columns)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, index) => $"${index}"))})";
        foreach (var index in Enumerable.Range(0, columns.Length))
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${index}" });
        }

        return command;
    }

    private static void Write(SqliteCommand command, params object[] values)
    {
        foreach (var (index, value) in values.Index())
        {
            command.Parameters[index].Value = value;
        }

        command.ExecuteNonQuery();
    }

    private static string Day(DateOnly day) => $"{day:yyyy-MM-dd}";

    private static async Task<int> CountLinesAsync(RunningSubgraph accounting)
    {
        await using var scope = accounting.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountingDbContext>().JournalLines.CountAsync();
    }
}
