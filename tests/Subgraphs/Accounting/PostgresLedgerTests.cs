using System.Text.Json;
using FinFlow.Accounting;
using FinFlow.Messaging;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>The same ledger on PostgreSQL: its guards, its running totals, and many writers on one book.</summary>
public sealed class PostgresLedgerTests
{
    private const int Writers = 8;
    private const int EntriesPerWriter = 10;

    [PostgresFact]
    public async Task Ledger_Should_BeGuarded_AndExactUnderManyWriters()
    {
        var postgres = PostgresDatabase.Create();
        using var folder = new TemporaryFolder();
        await using var accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, TimeProvider.System, postgres.Variables);
        await accounting.TellAsync(
            TimeProvider.System,
            new PaymentCaptured(SomeEvents.Payment("pay_1", "org_1", 1_000), 1_000, 59, DateTimeOffset.UnixEpoch),
            new PaymentCaptured(SomeEvents.Payment("pay_2", "org_1", 5_000, "EUR"), 5_000, 0, DateTimeOffset.UnixEpoch));
        await using var database = new NpgsqlConnection(postgres.ConnectionStringOf("accounting"));
        await database.OpenAsync();
        await SomeEvents.UntilAsync(async () => (long)(await ReadAsync(database, "SELECT COUNT(*) FROM journal_entries"))! == 2);

        await AssertGuardedAsync(database);
        await AssertExactUnderManyWritersAsync(accounting, database);

        var sheet = await accounting.DataAsync(
            """
            { balanceSheet { balanced assets { total { amount } } untranslated { currency assets { total { amount } } } }
              cashFlowStatement(from: "1970-01-01") { netChange { amount } } incomeStatement(from: "1970-01-01") { netIncome { amount } } }
            """,
            null,
            accounting.TokenFor("usr_1", "org_1", "ACCOUNTANT"));
        Assert.Equal(
            """{"balanceSheet":{"balanced":true,"assets":{"total":{"amount":"9.41"}},"untranslated":[{"currency":"EUR","assets":{"total":{"amount":"50.00"}}}]},"cashFlowStatement":{"netChange":{"amount":"9.41"}},"incomeStatement":{"netIncome":{"amount":"9.41"}}}""",
            sheet.ToString());
    }

    private static async Task AssertGuardedAsync(NpgsqlConnection database)
    {
        foreach (var sql in new[]
        {
            """UPDATE journal_entries SET "Description" = 'other'""", "DELETE FROM journal_entries",
            """UPDATE journal_lines SET "Amount_Minor" = 1""", "DELETE FROM journal_lines",
        })
        {
            Assert.Equal("The journal is append-only.", await RefusalOfAsync(database, sql));
        }

        var cash = (string)(await ReadAsync(database, """SELECT "Id" FROM accounts WHERE "Code" = '1000'"""))!;
        var sales = (string)(await ReadAsync(database, """SELECT "Id" FROM accounts WHERE "Code" = '4000'"""))!;
        var posted = (string)(await ReadAsync(database, """SELECT "Id" FROM journal_entries LIMIT 1"""))!;
        Assert.Equal("An entry balances in each currency.", await RefusalOfAsync(database, Entry("je_1", (cash, "DEBIT", 100, "USD"), (sales, "CREDIT", 99, "USD"))));
        Assert.Equal("An entry balances in each currency.", await RefusalOfAsync(database, Entry("je_1", (cash, "DEBIT", 100, "USD"), (sales, "CREDIT", 100, "EUR"))));
        Assert.Equal("An entry has two lines or more.", await RefusalOfAsync(database, Entry("je_1", (cash, "DEBIT", 100, "USD"))));
        Assert.Equal("A line needs an active account of its own book.", await RefusalOfAsync(database, Entry("je_1", ("acc_other", "DEBIT", 100, "USD"))));
        Assert.Equal("A posted entry takes no more lines.", await RefusalOfAsync(database, Line(posted, 9, cash, "DEBIT", 100, "USD")));
        Assert.Contains(
            "amount_is_positive", await RefusalOfAsync(database, Entry("je_1", (cash, "DEBIT", -1, "USD"), (sales, "CREDIT", -1, "USD"))), StringComparison.Ordinal);
        Assert.Equal(2L, await ReadAsync(database, "SELECT COUNT(*) FROM journal_entries"));
    }

    private static async Task AssertExactUnderManyWritersAsync(RunningSubgraph accounting, NpgsqlConnection database)
    {
        var token = accounting.TokenFor("usr_1", "org_1", "ACCOUNTANT");
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var refusals = new List<string>();
            for (var entry = 1; entry <= EntriesPerWriter; entry++)
            {
                var (debit, credit) = writer % 2 == 0 ? ("1000", "3000") : ("3000", "1000");
                refusals.AddRange(await PostAsync(accounting, token, $"{writer} {entry}", debit, credit));
            }

            return refusals;
        })));

        Assert.Empty(answers.SelectMany(refusals => refusals));
        Assert.Equal(2L + (Writers * EntriesPerWriter), await ReadAsync(database, "SELECT COUNT(*) FROM journal_entries"));
        const string Stray =
            """
            SELECT COUNT(*) FROM (
              SELECT "AccountId", "Amount_Currency", "EffectiveDate", SUM(CASE "Side" WHEN 'DEBIT' THEN "Amount_Minor" ELSE -"Amount_Minor" END) FROM journal_lines GROUP BY 1, 2, 3
              EXCEPT SELECT "AccountId", "Currency", "Day", "NetDebitMinor" FROM account_days) AS stray
            """;
        Assert.Equal(0L, await ReadAsync(database, Stray));
    }

    private static async Task<IEnumerable<string>> PostAsync(RunningSubgraph accounting, string token, string key, string debit, string credit)
    {
        var amount = new { amount = "1.00", currency = "USD" };
        var payload = (await accounting.DataAsync(
            "mutation($input: PostJournalEntryInput!) { postJournalEntry(input: $input) { journalEntry { id } errors { ... on Error { code } } } }",
            new
            {
                input = new
                {
                    description = "At once", idempotencyKey = key, lines = new object[] { new { accountCode = debit, debit = amount }, new { accountCode = credit, credit = amount } },
                },
            },
            token)).GetProperty("postJournalEntry");
        return payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? [errors[0].Text("code")!] : [];
    }

    private static string Entry(string id, params (string Account, string Side, long Minor, string Currency)[] lines)
        => string.Concat(lines.Select((line, index) => Line(id, index + 1, line.Account, line.Side, line.Minor, line.Currency)))
            + $"""
              INSERT INTO journal_entries ("Id", "OrganizationId", "SourceType", "EffectiveDate", "Description", "PostedAt")
              VALUES ('{id}', 'org_1', 'MANUAL', '2026-03-01', 'raw', now());
              """;

    private static string Line(string id, int number, string account, string side, long minor, string currency)
        => $"""
            INSERT INTO journal_lines ("JournalEntryId", "Number", "OrganizationId", "AccountId", "EffectiveDate", "Side", "Amount_Minor", "Amount_Currency")
            VALUES ('{id}', {number}, 'org_1', '{account}', '2026-03-01', '{side}', {minor}, '{currency}');
            """;

    private static async Task<string?> RefusalOfAsync(NpgsqlConnection database, string sql)
    {
        await using var transaction = await database.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, database, transaction);
        return await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync()) is PostgresException refused ? refused.MessageText : null;
    }

    private static async Task<object?> ReadAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database);
        return await command.ExecuteScalarAsync();
    }
}
