using System.Diagnostics;
using System.Globalization;
using System.Text;
using FinFlow.Accounting;
using FinFlow.Finance;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Another ledger program, hledger, reads the same entries and must come to the same statements, to the cent.</summary>
public sealed class HledgerTests
{
    private const int EntriesPerDay = 3;

    private static readonly DateOnly YearStart = new(2025, 1, 1);
    private static readonly DateOnly YearEnd = new(2025, 12, 31);

    [HledgerFact]
    public async Task GeneratedYear_Should_GiveTheSameStatements()
    {
        using var folder = new TemporaryFolder();
        var clock = new SettableClock(new DateTimeOffset(2025, 1, 1, 9, 0, 0, TimeSpan.Zero));
        await using var accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock);
        await using var scope = accounting.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountingDbContext>();
        var statements = scope.ServiceProvider.GetRequiredService<Statements>();
        await PostAYearAsync(db, scope.ServiceProvider.GetRequiredService<JournalStore>(), statements, clock);
        var journal = folder.File("year.journal");
        await File.WriteAllTextAsync(journal, await ExportAsync(db));

        var trial = await statements.TrialBalanceAsync("org_1", YearEnd, CancellationToken.None);
        Assert.True(trial.Lines.Count > 10);
        Assert.Equal(
            await BalancesAsync(journal, "balance", "--flat", "-e", "2026-01-01"),
            trial.Lines.ToDictionary(line => line.Account.Code, line => line.NetDebit.ToDecimal()));

        var half = new Period(new DateOnly(2025, 4, 1), new DateOnly(2025, 9, 30));
        var income = await statements.IncomeStatementAsync("org_1", half, CancellationToken.None);
        var theirs = await BalancesAsync(journal, "balance", "--flat", "-b", "2025-04-01", "-e", "2025-10-01", "revenue", "expense");
        Assert.Equal(theirs, income.Revenue.Lines.Select(line => (line.Account.Code, -line.Balance.ToDecimal()))
            .Concat(income.Expenses.Lines.Select(line => (line.Account.Code, line.Balance.ToDecimal())))
            .ToDictionary(line => line.Code, line => line.Item2));
        Assert.Equal(-theirs.Values.Sum(), income.NetIncome.ToDecimal());

        var sheet = await statements.BalanceSheetAsync("org_1", half.To, CancellationToken.None);
        Assert.Equal(
            await BalancesAsync(journal, "balance", "--flat", "-e", "2025-10-01", "asset"),
            sheet.Assets.Lines.ToDictionary(line => line.Account.Code, line => line.Balance.ToDecimal()));
        Assert.Equal(
            await BalancesAsync(journal, "balance", "--flat", "-e", "2025-10-01", "liability"),
            sheet.Liabilities.Lines.ToDictionary(line => line.Account.Code, line => -line.Balance.ToDecimal()));
        var owned = await BalancesAsync(journal, "balance", "--flat", "-e", "2025-10-01", "equity", "revenue", "expense");
        Assert.Equal(-owned.Values.Sum(), sheet.Equity.Total.ToDecimal());
    }

    /// <summary>Three entries a day between accounts of every type, always with the same seed; the book is checked after each day.</summary>
    private static async Task PostAYearAsync(AccountingDbContext db, JournalStore journal, Statements statements, SettableClock clock)
    {
        var random = new Random(2025);
        var usd = Currency.Of("USD");
        for (var day = YearStart; day <= YearEnd; day = day.AddDays(1))
        {
            clock.Now = new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.Zero);
            await using var transaction = await db.Database.BeginTransactionAsync();
            Account[] accounts = [.. (await journal.AccountsByCodeAsync("org_1", CancellationToken.None)).Values.OrderBy(account => account.Code)];
            for (var entry = 0; entry < EntriesPerDay; entry++)
            {
                random.Shuffle(accounts);
                var parts = new Money(random.NextInt64(1_000, 10_000_000), usd).Allocate(random.Next(1, 100), random.Next(1, 100), random.Next(1, 100));
                var lines = parts.Select((part, index) => LineDraft.Debit(accounts[index + 1], part)).Where(line => line.Amount.IsPositive).ToList();
                lines.Add(LineDraft.Credit(accounts[0], Money.Sum(parts, usd)));
                var posted = await journal.PostAsync(
                    new JournalDraft("org_1", "usr_1", JournalSource.Manual, null, day, $"Entry {entry + 1}", lines), CancellationToken.None);
                Assert.False(posted.IsRefused, posted.ToString());
            }

            await transaction.CommitAsync();
            db.ChangeTracker.Clear();
            Assert.True((await statements.TrialBalanceAsync("org_1", day, CancellationToken.None)).Balanced);
            Assert.True((await statements.BalanceSheetAsync("org_1", day, CancellationToken.None)).Balanced);
        }
    }

    private static async Task<string> ExportAsync(AccountingDbContext db)
    {
        var accounts = await db.Accounts.AsNoTracking().ToDictionaryAsync(account => account.Id);
        var entries = await db.JournalEntries.AsNoTracking().OrderBy(entry => entry.EffectiveDate).ThenBy(entry => entry.Id).ToListAsync();
        var lines = (await db.JournalLines.AsNoTracking().OrderBy(line => line.Number).ToListAsync()).ToLookup(line => line.JournalEntryId);
        var text = new StringBuilder("commodity 1000.00 USD\n\n");
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.EffectiveDate:yyyy-MM-dd} {entry.Description}\n");
            foreach (var line in lines[entry.Id])
            {
                var account = accounts[line.AccountId];
                var amount = line.Side == Side.Debit ? line.Amount : -line.Amount;
                text.Append(CultureInfo.InvariantCulture, $"    {account.Type.ToString().ToLowerInvariant()}:{account.Code}  {amount.ToAmountText()} USD\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What hledger says, by account code; debits are positive.</summary>
    private static async Task<Dictionary<string, decimal>> BalancesAsync(string journal, params string[] arguments)
    {
        using var hledger = Process.Start(new ProcessStartInfo("hledger", ["-f", journal, .. arguments, "-N", "-O", "csv"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LANG"] = "C.UTF-8", ["LC_ALL"] = "C.UTF-8" },
        })!;
        var problems = hledger.StandardError.ReadToEndAsync();
        var output = await hledger.StandardOutput.ReadToEndAsync();
        await hledger.WaitForExitAsync();
        Assert.True(hledger.ExitCode == 0, await problems);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(row => row.Trim().Trim('"').Split("\",\""))
            .ToDictionary(row => row[0][(row[0].IndexOf(':', StringComparison.Ordinal) + 1)..], row => decimal.Parse(row[1].Replace(" USD", ""), CultureInfo.InvariantCulture));
    }
}

/// <summary>A test that needs hledger, skipped where it is not installed.</summary>
internal sealed class HledgerFactAttribute : FactAttribute
{
    public HledgerFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "hledger"))))
        {
            Skip = "hledger is not here (Debian: apt-get install hledger).";
        }
    }
}
