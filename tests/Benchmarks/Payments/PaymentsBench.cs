using System.Globalization;

namespace FinFlow.Benchmarks;

/// <summary>
/// Payments a second from a client's request until the journal entry exists: on embedded storage, on PostgreSQL in one process, and on a
/// cluster; beside pgbench, which does the same SQL with the same commits. PostgreSQL has one core, everything else the other.
/// </summary>
internal static class PaymentsBench
{
    private const int Clients = 16;
    private const int Rounds = 3;

    // What pgbench repeats: payments of the recorded run, after those in which FinFlow was still getting warm.
    private const int PaymentsBefore = 300;
    private const int PaymentsMeasured = 100;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    /// <param name="shapes">embedded, postgres, cluster; all when empty.</param>
    internal static async Task RunAsync(string[] shapes)
    {
        Cores.KeepToOthers();
        var wanted = shapes.Length == 0 ? ["embedded", "postgres", "cluster"] : shapes;
        double? pgbench = null;
        if (wanted.Contains("embedded"))
        {
            using var installation = Installation.OneProcess(null);
            await MeasureAsync("embedded storage, one process", installation, () => Ledger.OfFolder(installation.DataFolder), null);
        }

        if (wanted.Contains("postgres"))
        {
            using var postgres = new PostgresServer();
            using var installation = Installation.OneProcess(postgres);
            var best = await MeasureAsync("PostgreSQL, one process", installation, () => Ledger.OfPostgres(postgres.ConnectionTo("finflow")), null);
            pgbench = await RecordAsync(postgres, installation);
            Print($"  of which one process on PostgreSQL does {100 * best / pgbench:0} %");
        }

        if (wanted.Contains("cluster"))
        {
            using var installation = Installation.Cluster();
            await MeasureAsync("PostgreSQL, Redis, Kafka, eight processes", installation, () => Ledger.OfPostgres(installation.PinPostgres()), pgbench);
        }
    }

    private static async Task<double> MeasureAsync(string name, Installation installation, Func<Ledger> ledger, double? pgbench)
    {
        await installation.StartAsync();
        await using var tills = await Tills.OpenAsync(installation, ledger());
        using (Cores.Spread(ProcessorTime.ProcessesOfThisRun()))
        {
            await Load.PayAsync(tills, Clients, Tills.Businesses); // An organisation's first payment opens its books, its profiles and its dashboards.
            await Load.SaturateAsync(tills, Clients, WarmUp);
        }

        await Load.SaturateAsync(tills, Clients, Measured);
        var cpu = (FinFlow: ProcessorTime.OfThisRun("FinFlow.", ".dll"), Postgres: PostgresServer.ProcessorTime);
        var rounds = await Load.SaturateAsync(tills, Clients, Measured, Rounds);
        cpu = (ProcessorTime.OfThisRun("FinFlow.", ".dll") - cpu.FinFlow, PostgresServer.ProcessorTime - cpu.Postgres);
        var payments = (rounds.Sum() * Measured.TotalSeconds) + Clients; // The last of each client is booked after the end.

        var best = rounds.Order().ElementAt(Rounds / 2);
        Print($"{name}: {best:0} payments/s ({string.Join(", ", rounds.Select(round => $"{round:0}"))}; {Clients} clients)"
            + (pgbench is null ? "" : $", {100 * best / pgbench:0} % of pgbench"));
        Print($"  processor time of a payment: FinFlow and the clients {1000 * cpu.FinFlow / payments:0.0} ms, PostgreSQL {1000 * cpu.Postgres / payments:0.0} ms");
        await ArriveAsync(tills, best / 2);
        installation.Stop();
        return best;
    }

    private static async Task ArriveAsync(Tills tills, double perSecond)
    {
        await Load.ArriveAsync(tills, perSecond, Measured); // What saturation has left undone is no part of it.
        var cpu = (FinFlow: ProcessorTime.OfThisRun("FinFlow.", ".dll"), Postgres: PostgresServer.ProcessorTime);
        var rounds = new List<List<PaymentTimes>>();
        while (rounds.Count < Rounds)
        {
            rounds.Add(await Load.ArriveAsync(tills, perSecond, 3 * Measured));
        }

        cpu = (ProcessorTime.OfThisRun("FinFlow.", ".dll") - cpu.FinFlow, PostgresServer.ProcessorTime - cpu.Postgres);
        var payments = rounds.Sum(round => round.Count);
        Print($"  at half of it ({perSecond:0}/s): answered {Percentiles(rounds, times => times.Answered)}; in the books {Percentiles(rounds, times => times.Booked)}; "
            + $"processor time {1000 * cpu.FinFlow / payments:0.0} ms, PostgreSQL's {1000 * cpu.Postgres / payments:0.0} ms");
    }

    // Medians of the rounds, and each round's worst hundredth, which a single hiccup of the machine decides.
    private static string Percentiles(List<List<PaymentTimes>> rounds, Func<PaymentTimes, TimeSpan> time)
    {
        List<double> Of(double share) => [.. rounds.Select(round => round.Select(time).Percentile(share))];
        return $"p50 {Of(0.5).Order().ElementAt(Rounds / 2):0} ms, p99 {Of(0.99).Order().ElementAt(Rounds / 2):0} ms ({string.Join(", ", Of(0.99).Select(p99 => $"{p99:0}"))})";
    }

    private static async Task<double> RecordAsync(PostgresServer postgres, Installation installation)
    {
        Pgbench.Keep(postgres);
        postgres.Log("all");
        await installation.StartAsync();
        await using (var tills = await Tills.OpenAsync(installation, Ledger.OfPostgres(postgres.ConnectionTo("finflow"))))
        {
            await Load.PayAsync(tills, Clients, PaymentsBefore + PaymentsMeasured + Clients);
        }

        installation.Stop();
        postgres.Log("none");
        var (before, measured) = RecordedStatements.Read(postgres.ReadLog(), postgres.Tables("finflow")).Split(PaymentsBefore, PaymentsMeasured);
        if (Environment.GetEnvironmentVariable("FINFLOW_BENCH_STATEMENTS") is { } file)
        {
            await File.WriteAllLinesAsync(file, measured.Census());
        }

        var (perSecond, cpu, statements) = await Pgbench.RunAsync(postgres, before, measured, Clients);
        Print($"pgbench, the same statements: {perSecond:0} payments/s ({Clients} clients); a payment is {(double)statements.Statements / measured.Payments:0.0} statements "
            + $"and {(double)statements.Commits / measured.Payments:0.0} commits that write, and {cpu:0.0} ms of PostgreSQL's processor time");
        return perSecond;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine(line);
}
