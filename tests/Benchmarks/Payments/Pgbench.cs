using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FinFlow.Benchmarks;

/// <summary>
/// pgbench doing what FinFlow did: the statements of real payments with their values and commits, prepared, on the same server with the
/// same settings. Each client does all of it, one statement after another, on a copy of its own of the database as it was.
/// </summary>
internal static partial class Pgbench
{
    // It reads a script in time that grows with the square of its length, so all clients read theirs first, and start when there is a database of this name.
    private const string Start = "start";
    private const string WaitForStart =
        $"DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{Start}') LOOP PERFORM pg_sleep(0.02); END LOOP; END $$;\n";

    private const string Base = "base";
    private const string Warm = "warm";

    /// <summary>Keeps the database as it is now. Nobody may be connected to it.</summary>
    internal static void Keep(PostgresServer postgres) => postgres.Execute("postgres", $"CREATE DATABASE {Base} TEMPLATE finflow");

    /// <returns>Payments in a second, PostgreSQL's processor time of each, and what they are made of.</returns>
    internal static async Task<(double PerSecond, double ProcessorMs, RecordedStatements Statements)> RunAsync(PostgresServer postgres, RecordedStatements before, RecordedStatements measured, int clients)
    {
        postgres.Execute("postgres", $"CREATE DATABASE {Warm} TEMPLATE {Base}");
        await FailuresAsync(postgres, Warm, before);

        postgres.Execute("postgres", $"CREATE DATABASE trial TEMPLATE {Warm}");
        var failed = await FailuresAsync(postgres, "trial", measured);
        Console.WriteLine($"  {failed.Count} recorded transactions cannot be done again and are left out.");
        var statements = measured.Without(failed);
        for (var client = 0; client < clients; client++)
        {
            postgres.Execute("postgres", $"CREATE DATABASE client{client} TEMPLATE {Warm}");
        }

        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, WaitForStart + statements.ToScript(Schemas(postgres), out _));
        var running = Enumerable.Range(0, clients).Select(client => postgres.Start("pgbench", $"client{client}", "-n", "-c", "1", "-t", "1", "-f", script)).ToList();
        var outputs = running.Select(async process => await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync()).ToList();
        while (postgres.SessionsThat("DO $$") < clients && outputs.TrueForAll(output => !output.IsCompleted))
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        var (started, cpu) = (Stopwatch.GetTimestamp(), PostgresServer.ProcessorTime);
        postgres.Execute("postgres", $"CREATE DATABASE {Start}");
        await Task.WhenAll(outputs);
        var elapsed = Stopwatch.GetElapsedTime(started);
        cpu = PostgresServer.ProcessorTime - cpu;
        File.Delete(script);
        foreach (var output in outputs.Select(output => output.GetAwaiter().GetResult()).Where(output => !output.Contains("number of transactions actually processed: 1/1", StringComparison.Ordinal)))
        {
            throw new InvalidOperationException(output);
        }

        for (var client = 0; client < clients; client++)
        {
            postgres.Execute("postgres", $"DROP DATABASE client{client}");
        }

        return (clients * measured.Payments / elapsed.TotalSeconds, 1000 * cpu / (clients * measured.Payments), statements);
    }

    private static async Task<HashSet<int>> FailuresAsync(PostgresServer postgres, string database, RecordedStatements recorded)
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, recorded.ToScript(Schemas(postgres), out var lines));
        using var psql = postgres.Start("psql", database, "-q", "-o", "/dev/null", "-f", script);
        var output = psql.StandardOutput.ReadToEndAsync();
        var errors = await psql.StandardError.ReadToEndAsync();
        await output;
        await psql.WaitForExitAsync();
        File.Delete(script);
        if (Environment.GetEnvironmentVariable("FINFLOW_BENCH_VERBOSE") is not null)
        {
            Console.WriteLine(errors);
        }

        return [.. Error().Matches(errors).Select(match => lines[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1])];
    }

    private static string Schemas(PostgresServer postgres)
        => string.Join(", ", postgres.Tables(Base).Select(schema => schema.Key).Where(schema => !schema.StartsWith("pg_", StringComparison.Ordinal) && schema != "information_schema"));

    [GeneratedRegex(@":(\d+): ERROR")]
    private static partial Regex Error();
}
