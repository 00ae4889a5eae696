using System.Data.Common;
using System.Text.Json;
using FinFlow.Accounting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Subgraphs.Tests;

/// <summary>An account, or a period, is closed while another request posts to it: one of the two is refused, and no closed account holds money.</summary>
public sealed class ClosingRaceTests
{
    private const int Rounds = 10;

    [Fact]
    public async Task ClosingAndPostingAtOnce_Should_RefuseOneOfThem_OnSqlite()
    {
        using var folder = new TemporaryFolder();
        await using var accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, null, TestDatabase.Embedded);
        await using var database = new SqliteConnection($"Data Source={folder.File("accounting.db")}");
        await database.OpenAsync();

        await RaceAsync(accounting, database);
    }

    [PostgresFact]
    public async Task ClosingAndPostingAtOnce_Should_RefuseOneOfThem_OnPostgres()
    {
        var postgres = PostgresDatabase.Create();
        using var folder = new TemporaryFolder();
        await using var accounting = await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, TimeProvider.System, postgres.Variables);
        await using var database = new NpgsqlConnection(postgres.ConnectionStringOf("accounting"));
        await database.OpenAsync();

        await RaceAsync(accounting, database);
        await AssertClosingWaitsForTheEntryThatIsBeingWrittenAsync(accounting, database, postgres.ConnectionStringOf("accounting"));
    }

    /// <summary>Both are sent at the same moment, each time about a fresh account.</summary>
    private static async Task RaceAsync(RunningSubgraph accounting, DbConnection database)
    {
        var outcomes = new List<(string? Posting, string? Closing)>();
        for (var round = 0; round < Rounds; round++)
        {
            var (code, id) = ($"{7_000 + round}", await OpenAsync(accounting, $"{7_000 + round}"));
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var posting = AtOnceAsync(start.Task, () => PostAsync(accounting, code));
            var closing = AtOnceAsync(start.Task, () => CloseAsync(accounting, id));
            start.SetResult();
            outcomes.Add((await posting, await closing));
        }

        Assert.All(outcomes, outcome => Assert.Contains(outcome, new (string?, string?)[] { (null, "ACCOUNT_NOT_EMPTY"), ("ACCOUNT_INACTIVE", null) }));
        Assert.Equal(0L, await ReadAsync(database, ClosedWithMoney));
        Assert.Equal((long)outcomes.Count(outcome => outcome.Closing is null), await ReadAsync(database, """SELECT COUNT(*) FROM accounts WHERE NOT "IsActive" """));
        Assert.Equal((long)outcomes.Count(outcome => outcome.Posting is null), await ReadAsync(database, "SELECT COUNT(*) FROM journal_entries"));
    }

    /// <summary>The worst moment, held still: the entry's lines are written and nobody else can see them yet.</summary>
    private static async Task AssertClosingWaitsForTheEntryThatIsBeingWrittenAsync(RunningSubgraph accounting, NpgsqlConnection database, string connectionString)
    {
        var id = await OpenAsync(accounting, "8000");
        var year = (await MutateAsync(accounting, "openFiscalYear", new { from = "2025-01-01" }, "fiscalYear { periods { id } }")).GetProperty("fiscalYear");
        var january = year.GetProperty("periods")[0].Text("id")!;
        var capital = (string)(await ReadAsync(database, """SELECT "Id" FROM accounts WHERE "Code" = '3000'"""))!;
        await using var writer = new NpgsqlConnection(connectionString);
        await writer.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await WriteAsync(writer, Line(1, id, "DEBIT") + Line(2, capital, "CREDIT"));

        var closings = new[] { Task.Run(() => CloseAsync(accounting, id)), Task.Run(() => ClosePeriodAsync(accounting, january)) };
        await Telling.UntilAsync(
            async () => (long)(await ReadAsync(database, "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'journal_lines'::regclass"))!,
            waiting => waiting == closings.Length);
        await WriteAsync(
            writer,
            """
            INSERT INTO journal_entries ("Id", "OrganizationId", "SourceType", "EffectiveDate", "Description", "PostedAt")
            VALUES ('je_held', 'org_1', 'MANUAL', '2025-01-31', 'held', now())
            """);
        await transaction.CommitAsync();

        // The account is found full; the period takes the entry with it.
        Assert.Equal(("ACCOUNT_NOT_EMPTY", null), (await closings[0], await closings[1]));
        Assert.Equal(0L, await ReadAsync(database, ClosedWithMoney));
        Assert.Equal("CLOSED", await ReadAsync(database, $"""SELECT "Status" FROM fiscal_periods WHERE "Id" = '{january}'"""));
    }

    private const string ClosedWithMoney =
        """
        SELECT COUNT(*) FROM accounts WHERE NOT "IsActive" AND "Id" IN (
          SELECT "AccountId" FROM journal_lines GROUP BY "AccountId", "Amount_Currency" HAVING SUM(CASE "Side" WHEN 'DEBIT' THEN "Amount_Minor" ELSE -"Amount_Minor" END) <> 0)
        """;

    private static string Line(int number, string account, string side)
        => $"""
            INSERT INTO journal_lines ("JournalEntryId", "Number", "OrganizationId", "AccountId", "EffectiveDate", "Side", "Amount_Minor", "Amount_Currency")
            VALUES ('je_held', {number}, 'org_1', '{account}', '2025-01-31', '{side}', 100, 'USD');
            """;

    private static async Task<string?> AtOnceAsync(Task start, Func<Task<string?>> send)
    {
        await start;
        return await send();
    }

    private static async Task<string> OpenAsync(RunningSubgraph accounting, string code)
        => (await MutateAsync(accounting, "openAccount", new { code, name = "Till", type = "ASSET" }, "account { id }")).GetProperty("account").Text("id")!;

    private static async Task<string?> CloseAsync(RunningSubgraph accounting, string id) => CodeOf(await MutateAsync(accounting, "closeAccount", new { id }, "account { id }"));

    private static async Task<string?> ClosePeriodAsync(RunningSubgraph accounting, string id)
        => CodeOf(await MutateAsync(accounting, "closeFiscalPeriod", new { id }, "fiscalPeriod { id }"));

    private static async Task<string?> PostAsync(RunningSubgraph accounting, string code)
    {
        var amount = new { amount = "1.00", currency = "USD" };
        var lines = new object[] { new { accountCode = code, debit = amount }, new { accountCode = "3000", credit = amount } };
        return CodeOf(await MutateAsync(accounting, "postJournalEntry", new { description = "At once", idempotencyKey = code, lines }, "journalEntry { id }"));
    }

    private static async Task<JsonElement> MutateAsync(RunningSubgraph accounting, string mutation, object input, string made)
        => (await accounting.DataAsync(
            $"mutation($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ {made} errors {{ ... on Error {{ code message }} }} }} }}",
            new { input },
            accounting.TokenFor("usr_1", "org_1", "ACCOUNTANT"))).GetProperty(mutation);

    private static string? CodeOf(JsonElement payload)
        => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Text("code") : null;

    private static async Task WriteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ReadAsync(DbConnection database, string sql)
    {
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
