using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// Consumers that lost all they had, and a log that tells them each event twice and the last one first: books, dashboards, credit history and trail
/// come out as they were.
/// </summary>
public sealed class DisorderTests
{
    /// <summary>What follows from others' events alone.</summary>
    private static readonly string[] Consumers = ["accounting", "analytics", "compliance", "credit"];

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
        await finflow.KillAsync();
        Forget(finflow);
        Disorder(Path.Combine(finflow.Data, "events.db"));

        await finflow.KillAndRestartAsync();

        var after = await UntilRefundedAsync(business);
        Assert.Equal(before.GetRawText(), after.GetRawText());
        await Verification.AssertHoldsAsync(finflow);
    }

    private static Task<JsonElement> UntilRefundedAsync(Business business)
        => Eventually.GetAsync(
            () => business.Client.DataAsync(Figures),
            figures => (figures.Text("dashboard.refunds.amount"), figures.Value("journalEntries.totalCount").GetInt32()) == ("6.00", 6));

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
