using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// Consumers that lost all they had, and a log that tells them each event twice and the last one first: books, dashboards, credit history and trail
/// come out as they were.
/// </summary>
public sealed class DisorderTests
{
    /// <summary>What follows from others' events alone.</summary>
    private static readonly string[] Consumers = ["accounting", "analytics", "compliance", "credit"];

    /// <summary>What others tell of their own accord; what consumers tell follows from it.</summary>
    private static readonly string[] Told = ["finflow.users", "finflow.payments", "finflow.transactions"];

    // Consumers that begin with nothing have all their migrations before them.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Figures = """
        {
          dashboard(range: LAST_30_DAYS) { paymentCount revenue { amount } fees { amount } refunds { amount } }
          journalEntries { totalCount }
          trialBalance { balanced lines { account { code } debit { amount } credit { amount } } }
        }
        """;

    [Fact]
    public async Task Everything_Should_ComeOutTheSame_FromALogInDisorder()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, Deployment.Embedded);
        await ComeOutTheSameAsync(finflow, async () =>
        {
            await finflow.KillAsync();
            Forget(finflow);
            Disorder(Path.Combine(finflow.Data, "events.db"));
            await finflow.KillAndRestartAsync();
        });
    }

    /// <summary>The same on PostgreSQL and Kafka, where the log is not rewritten: what it has is appended twice, the last event first.</summary>
    internal static Task ComeOutTheSameOnTheClusterAsync(Deployment finflow)
        => ComeOutTheSameAsync(finflow, () => finflow.WhileEndedAsync(Consumers, async () =>
        {
            await using var database = await finflow.OpenDatabaseAsync();
            await using var forget = new NpgsqlCommand(
                $"""DROP SCHEMA {string.Join(", ", Consumers)} CASCADE; DELETE FROM transactions."LedgerAccounts" """, database);
            await forget.ExecuteNonQueryAsync();

            var log = new ClusterEvents(finflow);
            var events = Told.SelectMany(topic => log.Read(topic).Select(message => (Topic: topic, Message: message))).Reverse().ToList();
            await log.AppendAsync([.. events, .. events]);
        }));

    private static async Task ComeOutTheSameAsync(Deployment finflow, Func<Task> disorder)
    {
        using var business = await Business.RegisterAsync(finflow);
        var method = await business.AddPaymentMethodAsync();
        for (var number = 1; number <= 3; number++)
        {
            var payment = await business.PayAsync(method, $"{number}0.00");
            await business.UntilPaymentIsAsync(payment, "CAPTURED");
            await business.RefundAsync(payment, $"{number}.00", $"refund {number}");
        }

        var before = await UntilRefundedAsync(business);
        await Verification.AssertHoldsAsync(finflow);

        await disorder();

        var after = await UntilRefundedAsync(business);
        Assert.Equal(before.GetRawText(), after.GetRawText());
        await Verification.AssertHoldsAsync(finflow);
    }

    // Whoever has just started, and begins with nothing, is asked again.
    private static async Task<JsonElement> UntilRefundedAsync(Business business)
    {
        var answer = await Eventually.GetAsync(
            () => business.Client.QueryAsync(Figures),
            answer => answer.Status == 200 && !answer.Body.TryGetProperty("errors", out _)
                && (answer.Body.Text("data.dashboard.refunds.amount"), answer.Body.Value("data.journalEntries.totalCount").GetInt32()) == ("6.00", 6),
            Patience);
        return answer.Body.GetProperty("data");
    }

    private static void Forget(Deployment finflow)
    {
        foreach (var file in Consumers.SelectMany(consumer => Directory.GetFiles(finflow.Data, $"{consumer}.db*")))
        {
            File.Delete(file);
        }

        // The ledger's entries are told anew, and are news to who follows them.
        Execute(Path.Combine(finflow.Data, "transactions.db"), """DELETE FROM "LedgerAccounts" """);
    }

    private static void Disorder(string log) => Execute(log, $"""
        DELETE FROM event WHERE topic IN ('finflow.accounting', 'finflow.compliance', 'finflow.credit', 'finflow.system');
        DELETE FROM consumer_offset WHERE consumer IN ({string.Join(", ", Consumers.Select(consumer => $"'{consumer}'"))});
        INSERT INTO event (topic, key, id, appended_at, envelope) SELECT topic, key, id || ' again', appended_at, envelope FROM event ORDER BY position DESC;
        INSERT INTO event (topic, key, id, appended_at, envelope) SELECT topic, key, id || ' once more', appended_at, envelope FROM event WHERE id LIKE '% again' ORDER BY position;
        DELETE FROM event WHERE id NOT LIKE '% again' AND id NOT LIKE '% once more';
        UPDATE consumer_offset SET position = (SELECT MAX(position) FROM event);
        """);

    private static void Execute(string file, string sql)
    {
        using var database = new SqliteConnection($"Data Source={file};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
