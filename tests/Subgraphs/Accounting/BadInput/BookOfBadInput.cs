using FinFlow.Accounting;
using Npgsql;
using Microsoft.Data.Sqlite;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// The books that bad input is tried on: one on SQLite, and one on PostgreSQL where there is one. Since whatever is refused writes nothing,
/// all tables of bad input share them.
/// </summary>
public sealed class BookOfBadInput : IAsyncLifetime
{
    internal const string Csv = "date,amount,currency\\n2026-03-10,10.00,USD\\n";

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder besidePostgres = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private readonly List<FullBook> books = [];

    /// <summary>What is no id of anything in the book, and never was. Each mutation's table adds ids of other kinds, and a stranger's.</summary>
    internal static string[] NoIds => ["", " ", "x_nothing", "org_1", "' OR 1=1 --", "1000", "a\\u0000b", "VERY LONG", "acc_", "je_0"];

    public async Task InitializeAsync()
    {
        books.Add(new FullBook(
            await RunningSubgraph.StartAsync<AccountingSubgraph>(folder.Path, clock, TestDatabase.Embedded),
            clock,
            new SqliteConnection($"Data Source={folder.File("accounting.db")};Mode=ReadOnly"),
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('outbox', 'inbox')"));
        if (RunningPostgres.Binaries is not null)
        {
            var postgres = PostgresDatabase.Create();
            books.Add(new FullBook(
                await RunningSubgraph.StartAsync<AccountingSubgraph>(besidePostgres.Path, clock, postgres.Variables),
                clock,
                new NpgsqlConnection(postgres.ConnectionStringOf("accounting")),
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'accounting' AND table_name NOT IN ('outbox', 'inbox')"));
        }

        foreach (var book in books)
        {
            await book.FillAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var book in books)
        {
            await book.DisposeAsync();
        }

        besidePostgres.Dispose();
        folder.Dispose();
    }

    /// <param name="cases">
    /// Inputs as JSON with the code of their refusal; a name in capitals stands for an id of the book. Null is the code of what the schema
    /// itself refuses, before anything runs. The first input is one that the schema accepts.
    /// </param>
    internal async Task RefusesAsync(string mutation, params (string Input, string? Code)[] cases)
    {
        Assert.True(cases.Length >= 10);
        foreach (var book in books)
        {
            await book.RefusesAsync(mutation, cases);
        }
    }

    internal static string EntryOf(string debit, string credit, string amount, string key, string date = "2026-03-10", string currency = "USD")
        => $$"""
            { "description": "Something", "idempotencyKey": "{{key}}", "effectiveDate": "{{date}}", "lines": [
              { "accountCode": "{{debit}}", "debit": { "amount": "{{amount}}", "currency": "{{currency}}" } },
              { "accountCode": "{{credit}}", "credit": { "amount": "{{amount}}", "currency": "{{currency}}" } }] }
            """;

    internal static string DraftOf(string customer, string amount, string due, string key)
        => $$"""{ "customerName": "{{customer}}", "amount": { "amount": "{{amount}}", "currency": "USD" }, "dueDate": "{{due}}", "idempotencyKey": "{{key}}" }""";
}

/// <summary>The tables of bad input that are held against the same book.</summary>
[CollectionDefinition(Name)]
public sealed class BadInputCollection : ICollectionFixture<BookOfBadInput>
{
    internal const string Name = "bad input for accounting";
}
