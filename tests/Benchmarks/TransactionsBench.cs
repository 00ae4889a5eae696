using System.Diagnostics;
using System.Text.Json;

namespace FinFlow.Benchmarks;

/// <summary>
/// Transactions per second through the gateway of the all-in-one process, over HTTP, each judged against real history and recorded
/// with its event: one a request, and in batches of 100. Everything that consumes the events runs beside it, as it does for users;
/// client and server share the machine. Printed beside the original's own figures, and with the server's processor time, which a
/// busy machine changes less.
/// </summary>
internal static class TransactionsBench
{
    // Each may have ten accepted a minute, so that a run of single ones stays below the velocity's limit.
    private const int Businesses = 4_000;
    private const int BatchSize = 100;
    /// <summary>The original's best figures, in transactions a second.</summary>
    private const double OriginalSingle = 1_321;
    private const double OriginalBatched = 3_100;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    private const string Single = """
        mutation($input: SubmitTransactionInput!) {
          submitTransaction(input: $input) { transaction { id status riskScore riskLevel } errors { ... on Error { code } } }
        }
        """;

    private const string Batch = """
        mutation($input: SubmitTransactionBatchInput!) {
          submitTransactionBatch(input: $input) {
            items { index transaction { id status riskScore riskLevel } error { code } } acceptedCount heldCount rejectedCount refusedCount errors { ... on Error { code } }
          }
        }
        """;

    public static async Task RunAsync()
    {
        using var installation = Installation.OneProcess(null);
        await installation.StartAsync();
        using var api = new Api(installation.Address);
        var tokens = Enumerable.Range(0, Businesses).Select(installation.TokenOfMerchant).ToList();
        await MeasureAsync("one a request", OriginalSingle, installation, workers: 64, (worker, turn) => SubmitAsync(api, tokens, (turn * 64) + worker));
        await MeasureAsync($"batches of {BatchSize}", OriginalBatched, installation, workers: 6, (worker, turn) => SubmitBatchAsync(api, tokens, (turn * 6) + worker));
    }

    private static async Task MeasureAsync(string name, double original, Installation installation, int workers, Func<int, int, Task<Recorded>> send)
    {
        await SendForAsync(WarmUp, workers, send, 1_000_000);
        var (started, busyBefore) = (Stopwatch.GetTimestamp(), installation.ProcessorTime);
        var (requests, recorded) = await SendForAsync(Measured, workers, send, 0);
        var (seconds, busy) = (Stopwatch.GetElapsedTime(started).TotalSeconds, installation.ProcessorTime - busyBefore);
        Console.WriteLine(
            $"{name}: {recorded.Count / seconds:N0} transactions/s, {recorded.Count / seconds / original:N2} of the original's best ({original:N0}/s); "
            + $"{requests / seconds:N0} requests/s, {workers} clients, {recorded.Accepted * 100.0 / recorded.Count:N0} % accepted, {busy.TotalMilliseconds / recorded.Count:N2} CPU-ms each, {seconds:N1} s");
    }

    private static async Task<(int Requests, Recorded Recorded)> SendForAsync(TimeSpan duration, int workers, Func<int, int, Task<Recorded>> send, int firstTurn)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var (requests, count, accepted) = (0, 0, 0);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var recorded = await send(worker, firstTurn + requests++);
                (count, accepted) = (count + recorded.Count, accepted + recorded.Accepted);
            }

            return (requests, count, accepted);
        })));
        return (counts.Sum(count => count.requests), new Recorded(counts.Sum(count => count.count), counts.Sum(count => count.accepted)));
    }

    private static async Task<Recorded> SubmitAsync(Api api, List<string> tokens, int number)
    {
        var answer = (await api.DataAsync(Single, new { input = Item($"s-{number}") }, tokens[number % tokens.Count])).GetProperty("submitTransaction").GetProperty("transaction");
        return answer.ValueKind == JsonValueKind.Object ? new Recorded(1, answer.GetProperty("status").GetString() == "PROCESSING" ? 1 : 0) : throw new InvalidOperationException("Nothing was recorded.");
    }

    private static async Task<Recorded> SubmitBatchAsync(Api api, List<string> tokens, int number)
    {
        var transactions = Enumerable.Range(0, BatchSize).Select(i => Item($"b-{number}-{i}"));
        var answer = (await api.DataAsync(Batch, new { input = new { transactions } }, tokens[number % tokens.Count])).GetProperty("submitTransactionBatch");
        var recorded = ((string[])["acceptedCount", "heldCount", "rejectedCount"]).Sum(name => answer.GetProperty(name).GetInt32());
        return recorded == BatchSize ? new Recorded(recorded, answer.GetProperty("acceptedCount").GetInt32()) : throw new InvalidOperationException($"{answer}");
    }

    private static object Item(string key)
        => new { type = "DEPOSIT", amount = new { amount = "12.50", currency = "USD" }, country = "US", reference = "order 4711", idempotencyKey = key };

    private readonly record struct Recorded(int Count, int Accepted);
}
