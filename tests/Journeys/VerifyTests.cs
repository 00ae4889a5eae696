using System.Data.Common;
using FinFlow.Subgraphs.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FinFlow.Journeys.Tests;

/// <summary>`finflow verify` on an installation that holds together, and then on copies of which each is damaged in one way.</summary>
public sealed class VerifyTests
{
    private const string NoTriggersOnSqlite =
        "DROP TRIGGER IF EXISTS journal_lines_checked; DROP TRIGGER IF EXISTS journal_entries_no_delete; DROP TRIGGER IF EXISTS journal_lines_no_update; DROP TRIGGER IF EXISTS audit_entries_no_update; DROP TRIGGER IF EXISTS account_days_kept;";

    /// <summary>Where, what is done past all guards, and which line names it.</summary>
    private static readonly (string Subgraph, string Damage, string Named)[] Damages =
    [
        ("payments", """UPDATE payments SET "CapturedAmount_Minor" = 4201 WHERE "Reference" = 'order 4711' """, "every captured payment has exactly one journal entry"),
        ("payments", """UPDATE payments SET "Status" = 'VOIDED'""", "every captured payment has exactly one journal entry"),
        ("payments", """UPDATE refunds SET "Amount_Minor" = 1""", "every refund has exactly one journal entry"),
        ("accounting", """UPDATE journal_lines SET "Amount_Minor" = "Amount_Minor" + 1 WHERE "Number" = 1 AND "Amount_Minor" = 4200""", "debits equal credits in every entry and currency"),
        ("accounting", """UPDATE account_days SET "NetDebitMinor" = "NetDebitMinor" + 1""", "balances are what the lines add up to"),
        ("credit", """INSERT INTO outbox ("Id", "Topic", "Key", "Envelope") VALUES ('evt_1', 'finflow.credit', 'k', '{}')""", "every event has left its outbox"),
        ("analytics", """UPDATE revenue_days SET "RevenueMinor" = "RevenueMinor" - 1""", "dashboards show what the ledger says"),
        ("compliance", """UPDATE audit_entries SET "Details" = '{}' WHERE "Sequence" = 3""", "the audit trail is an unbroken chain"),
    ];

    [Fact]
    public async Task Verify_Should_NameEachBrokenInvariant_OnSqlite()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, new Dictionary<string, string> { ["POSTGRES_HOST"] = "" });
        await DoBusinessAsync(finflow);
        await AssertIntactAsync(finflow.Environment, "-d", finflow.Data);
        await finflow.KillAsync();

        foreach (var (subgraph, damage, named) in Damages.Append(("events", "UPDATE event SET topic = 'finflow.payments.dlq' WHERE position = 1", "no event was given up as a dead letter and not told again")))
        {
            var copy = Directory.CreateTempSubdirectory("finflow-damaged-");
            foreach (var file in Directory.GetFiles(finflow.Data, "*.db*"))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }

            await using (var database = new SqliteConnection($"Data Source={Path.Combine(copy.FullName, $"{subgraph}.db")};Pooling=False"))
            {
                await ExecuteAsync(database, NoTriggersOnSqlite + damage);
            }

            await AssertBrokenAsync(finflow.Environment, named, "-d", copy.FullName);
            copy.Delete(recursive: true);
        }
    }

    [PostgresFact]
    public async Task Verify_Should_NameEachBrokenInvariant_OnPostgres()
    {
        var original = PostgresDatabase.Create();
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, original.Variables.ToDictionary(variable => variable.Name, variable => variable.Value));
        await DoBusinessAsync(finflow);
        await AssertIntactAsync(finflow.Environment);
        await finflow.KillAsync();

        foreach (var (subgraph, damage, named) in Damages)
        {
            var copy = original with { Name = $"damaged_{Guid.CreateVersion7():n}" };
            await using (var server = new NpgsqlConnection((original with { Name = "postgres" }).ConnectionString))
            {
                await ExecuteAsync(server, $"""CREATE DATABASE "{copy.Name}" TEMPLATE "{original.Name}" """);
            }

            await using (var database = new NpgsqlConnection(copy.ConnectionStringOf(subgraph)))
            {
                // As a superuser can: no trigger of a table runs.
                await ExecuteAsync(database, $"SET session_replication_role = replica; {damage}");
            }

            await AssertBrokenAsync(new Dictionary<string, string>(finflow.Environment) { ["POSTGRES_DB"] = copy.Name }, named);
        }
    }

    [Fact]
    public async Task Verify_Should_RaiseTheAlarm_WhenARunningInstallationDoesNotHoldTogether()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, Deployment.Embedded);
        await DoBusinessAsync(finflow);
        await using var prometheus = await RunningPrometheus.StartAsync(finflow.Address);
        await prometheus.SeenAsync("""finflow_system_events_total{type="verification.failed", source="verify"} == 0""");
        await AssertIntactAsync(finflow.Environment);
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(finflow.Data, "analytics.db")};Pooling=False"))
        {
            await ExecuteAsync(database, """UPDATE revenue_days SET "RevenueMinor" = "RevenueMinor" - 1""");
        }

        await AssertBrokenAsync(finflow.Environment, "dashboards show what the ledger says");
        await prometheus.SeenAsync("""ALERTS{alertname="VerificationFailed", alertstate="firing", source="verify"}""");
        Assert.Contains("dashboards show what the ledger says", finflow.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Should_SayWhatItFound_ThoughNobodyCanBeTold()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, Deployment.Embedded);
        await DoBusinessAsync(finflow);
        await finflow.KillAsync();
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(finflow.Data, "analytics.db")};Pooling=False"))
        {
            await ExecuteAsync(database, """UPDATE revenue_days SET "RevenueMinor" = "RevenueMinor" - 1""");
        }

        File.Delete(Path.Combine(finflow.Data, "events.db"));
        var (exitCode, output) = await Verification.RunAsync(finflow.Environment, "-w", "0");
        Assert.Equal(1, exitCode);
        Assert.Contains("BROKEN  dashboards show what the ledger says: ", output, StringComparison.Ordinal);
        Assert.Contains("finflow verify: no alarm was raised: There is no ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Should_SayWhatItCannotRead()
    {
        var (exitCode, output) = await Verification.RunAsync(new Dictionary<string, string> { ["POSTGRES_HOST"] = "" }, "-d", "/nowhere");
        Assert.Equal((2, "finflow verify: There is no /nowhere/auth.db; -d names the folder of an installation.\n"), (exitCode, output));

        (exitCode, output) = await Verification.RunAsync(new Dictionary<string, string>(), "-w", "soon");
        Assert.Equal((2, "finflow verify: -w is a number of seconds. Usage: finflow verify [-d <data folder>] [-w <seconds>]\n"), (exitCode, output));
    }

    private static async Task DoBusinessAsync(Deployment finflow)
    {
        using var business = await Business.RegisterAsync(finflow);
        var payment = await business.PayAsync(await business.AddPaymentMethodAsync(), "42.00");
        await business.UntilPaymentIsAsync(payment, "CAPTURED");
        await business.Client.MakeAsync("refundPayment", new { id = payment, amount = new { amount = "2.00", currency = "USD" }, idempotencyKey = "r" }, "refund", "id");
        await business.Client.DataAsync("mutation { requestCreditScore { creditScore { id } } }");
        await Eventually.GetAsync(
            async () => (await business.Client.DataAsync("{ dashboard { refunds { amount } } }")).Text("dashboard.refunds.amount"), refunds => refunds == "2.00");
    }

    private static async Task AssertIntactAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var (exitCode, output) = await Verification.RunAsync(environment, [.. arguments, "-w", "20"]);
        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith("ok      ", line, StringComparison.Ordinal));
        Assert.Contains("ok      every captured payment has exactly one journal entry: 1 payments", lines);
        Assert.Contains("ok      every refund has exactly one journal entry: 1 refunds", lines);
        Assert.Contains("ok      debits equal credits in every entry and currency: 2 entries", lines);
        Assert.Equal(8, lines.Length);
    }

    /// <summary>It is named. What follows from it may be named too: a changed line is neither balanced nor what dashboards show.</summary>
    private static async Task AssertBrokenAsync(IReadOnlyDictionary<string, string> environment, string invariant, params string[] arguments)
    {
        var (exitCode, output) = await Verification.RunAsync(environment, [.. arguments, "-w", "0"]);
        Assert.True(exitCode == 1, $"{invariant} was not found broken:\n{output}");
        Assert.Contains($"BROKEN  {invariant}: ", output, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
