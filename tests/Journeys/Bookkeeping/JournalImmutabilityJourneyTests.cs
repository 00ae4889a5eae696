using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>What is posted stays: it is reversed and never edited, neither at the API nor in the database.</summary>
[Collection(BookkeepingCollection.Name)]
public sealed class JournalImmutabilityJourneyTests(SharedDeployment shared)
{
    private const string Columns =
        """
        "JournalEntryId", "Number", "OrganizationId", "AccountId", "EffectiveDate", "Side", "Amount_Minor", "Amount_Currency"
        """;

    [Fact]
    public async Task PostedEntry_Should_BeReversed_AndNeverEdited()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = await business.PostAsync(Bookkeeping.Today, "1000", "4000", "250.00");

        // The whole of what a client can do to an entry is to post another one.
        var mutations = (await business.Client.DataAsync("{ __schema { mutationType { fields { name } } } }")).Value("__schema.mutationType.fields");
        Assert.Equal(
            ["postJournalEntry", "reverseJournalEntry"],
            mutations.EnumerateArray().Select(field => field.Text("name")).Where(name => name.Contains("Journal", StringComparison.Ordinal)).Order());

        var reversal = await business.MakeAsync(
            "reverseJournalEntry", new { id, reason = "The wrong customer", idempotencyKey = "reverse" }, "journalEntry", "id description reverses { id reversedBy { id } }");
        Assert.Equal((id, reversal.Text("id")), (reversal.Text("reverses.id"), reversal.Text("reverses.reversedBy.id")));
        Assert.Equal("JOURNAL_ENTRY_ALREADY_REVERSED", await business.RefusalAsync("reverseJournalEntry", new { id, reason = "Again", idempotencyKey = "again" }));
        Assert.Equal(
            "REVERSAL_NOT_REVERSIBLE", await business.RefusalAsync("reverseJournalEntry", new { id = reversal.Text("id"), reason = "Back", idempotencyKey = "back" }));
        Assert.Equal(
            """{"journalEntries":{"totalCount":2},"trialBalance":{"balanced":true,"lines":[]}}""",
            (await business.Client.DataAsync("{ journalEntries { totalCount } trialBalance { balanced lines { account { code } } } }")).ToString());

        foreach (var (sql, refusal) in new[]
        {
            ($"""UPDATE journal_entries SET "Description" = 'other' WHERE "Id" = '{id}'""", "The journal is append-only."),
            ($"""DELETE FROM journal_entries WHERE "Id" = '{id}'""", "The journal is append-only."),
            ($"""UPDATE journal_lines SET "Amount_Minor" = 1 WHERE "JournalEntryId" = '{id}'""", "The journal is append-only."),
            ($"""DELETE FROM journal_lines WHERE "JournalEntryId" = '{id}'""", "The journal is append-only."),
            ($"""INSERT INTO journal_lines ({Columns}) SELECT {Columns.Replace("\"Number\"", "\"Number\" + 10", StringComparison.Ordinal)} FROM journal_lines WHERE "JournalEntryId" = '{id}'""", "A posted entry takes no more lines."),
        })
        {
            Assert.Equal(refusal, RefusalOf(sql));
        }
    }

    /// <summary>What the running deployment's own database answers whoever writes to it past our code.</summary>
    private string? RefusalOf(string sql)
    {
        using var connection = Open();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Record.Exception(() => command.ExecuteNonQuery()) switch
        {
            SqliteException refused => refused.Message.Split('\'')[1],
            PostgresException refused => refused.MessageText,
            _ => null,
        };
    }

    private DbConnection Open()
    {
        var told = shared.Deployment.Environment;
        return told.ContainsKey("POSTGRES_HOST")
            ? new NpgsqlConnection($"Host={told["POSTGRES_HOST"]};Port={told["POSTGRES_PORT"]};Username={told["POSTGRES_USER"]};Password={told["POSTGRES_PASSWORD"]};Database={told["POSTGRES_DB"]};Search Path=accounting;Pooling=False")
            : new SqliteConnection($"Data Source={Path.Combine(shared.Deployment.Data, "accounting.db")}");
    }
}
