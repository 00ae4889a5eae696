using System.Diagnostics;

namespace FinFlow.Benchmarks;

/// <summary>How much, and how long each waits.</summary>
internal static class Load
{
    /// <summary>Each client takes the next payment when the one before stands in the books, through all rounds without a pause.</summary>
    /// <returns>Payments booked in a second, for each round.</returns>
    internal static async Task<double[]> SaturateAsync(Tills tills, int clients, TimeSpan duration, int rounds = 1)
    {
        tills.IsSaturated = true;
        var booked = new int[rounds];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                await tills.PayAsync();
                var round = (int)(Stopwatch.GetElapsedTime(started) / duration);
                if (round >= rounds)
                {
                    return;
                }

                Interlocked.Increment(ref booked[round]);
            }
        })));
        tills.IsSaturated = false;
        return [.. booked.Select(count => count / duration.TotalSeconds)];
    }

    /// <summary>So many payments, by as many clients.</summary>
    internal static async Task PayAsync(Tills tills, int clients, int payments)
        => await Parallel.ForAsync(0, payments, new ParallelOptions { MaxDegreeOfParallelism = clients }, async (_, _) => await tills.PayAsync());

    /// <summary>Payments come at their times, whether the ones before are done or not.</summary>
    internal static async Task<List<PaymentTimes>> ArriveAsync(Tills tills, double perSecond, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var paying = new List<Task<PaymentTimes>>();
        for (var number = 0; number < perSecond * duration.TotalSeconds; number++)
        {
            var due = TimeSpan.FromSeconds(number / perSecond);
            if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
            }

            paying.Add(Task.Run(tills.PayAsync));
        }

        return [.. await Task.WhenAll(paying)];
    }

    internal static double Percentile(this IEnumerable<TimeSpan> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, Math.Floor(sorted.Count * share))].TotalMilliseconds;
    }
}
