using FinFlow.Accounting;
using FinFlow.Messaging;
using Microsoft.Data.Sqlite;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Whoever writes to the tables past our code is refused by the database itself.</summary>
public sealed class LedgerGuardsTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private RunningSubgraph accounting = null!;
    private SqliteConnection connection = null!;
    private string cash = "";
    private string sales = "";

    public async Task InitializeAsync()
    {
        accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, null, TestDatabase.Embedded);
        await accounting.TellAsync(
            TimeProvider.System,
            new UserRegistered("usr_1", "org_1", "ada@shop.example", "Ada", ["MERCHANT"], DateTimeOffset.UnixEpoch),
            new PaymentCaptured(SomeEvents.Payment("pay_1", "org_1", 1000), 1000, 59, DateTimeOffset.UnixEpoch));
        connection = new SqliteConnection($"Data Source={folder.File("accounting.db")}");
        connection.Open();
        await SomeEvents.UntilAsync(() => Task.FromResult((long)Read("SELECT COUNT(*) FROM journal_entries")! == 1));
        cash = (string)Read("SELECT Id FROM accounts WHERE Code = '1000'")!;
        sales = (string)Read("SELECT Id FROM accounts WHERE Code = '4000'")!;
    }

    [Theory]
    [InlineData("UPDATE journal_entries SET Description = 'other'", "The journal is append-only.")]
    [InlineData("DELETE FROM journal_entries", "The journal is append-only.")]
    [InlineData("UPDATE journal_lines SET Amount_Minor = 1", "The journal is append-only.")]
    [InlineData("DELETE FROM journal_lines", "The journal is append-only.")]
    public void Posted_Should_StayAsItIs(string sql, string message) => Assert.Equal(message, Refused(() => Write(sql)));

    [Fact]
    public void Entry_Should_BalanceInTheDatabaseToo()
    {
        Assert.Equal("An entry balances in each currency.", Refused(() => Post(("DEBIT", cash, 100, "USD"), ("CREDIT", sales, 99, "USD"))));
        Assert.Equal("An entry balances in each currency.", Refused(() => Post(("DEBIT", cash, 100, "USD"), ("CREDIT", sales, 100, "EUR"))));
        Assert.Equal("An entry has two lines or more.", Refused(() => Post(("DEBIT", cash, 100, "USD"))));
        Assert.Equal("An entry has two lines or more.", Refused(() => Post()));
        Assert.Equal("A line needs an active account of its own book.", Refused(() => Post(("DEBIT", "acc_other", 100, "USD"))));
        Assert.Contains("amount_is_positive", Refused(() => Post(("DEBIT", cash, -100, "USD"), ("CREDIT", sales, -100, "USD"))), StringComparison.Ordinal);
        Assert.Null(Refused(() => Post(("DEBIT", cash, 100, "USD"), ("CREDIT", sales, 100, "USD"))));
    }

    [Fact]
    public void PostedEntry_Should_TakeNoMoreLines()
    {
        var posted = (string)Read("SELECT Id FROM journal_entries")!;

        Assert.Equal("A posted entry takes no more lines.", Refused(() => WriteLine(posted, 9, "DEBIT", cash, 100, "USD")));
    }

    public async Task DisposeAsync()
    {
        await connection.DisposeAsync();
        await accounting.DisposeAsync();
        folder.Dispose();
    }

    private void Post(params (string Side, string Account, long Minor, string Currency)[] lines)
    {
        using var transaction = connection.BeginTransaction();
        for (var number = 1; number <= lines.Length; number++)
        {
            var (side, account, minor, currency) = lines[number - 1];
            WriteLine("je_raw", number, side, account, minor, currency);
        }

        Write(
            """
            INSERT INTO journal_entries (Id, OrganizationId, SourceType, EffectiveDate, Description, PostedAt)
            VALUES ('je_raw', 'org_1', 'MANUAL', '2026-03-01', 'raw', 0)
            """);
        transaction.Commit();
    }

    private void WriteLine(string entry, int number, string side, string account, long minor, string currency)
        => Write(
            $"""
            INSERT INTO journal_lines (JournalEntryId, Number, OrganizationId, AccountId, EffectiveDate, Side, Amount_Minor, Amount_Currency)
            VALUES ('{entry}', {number}, 'org_1', '{account}', '2026-03-01', '{side}', {minor}, '{currency}')
            """);

    private static string? Refused(Action write)
        => Record.Exception(write) is SqliteException refused ? refused.Message.Split('\'')[1] : null;

    private object? Read(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private void Write(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
