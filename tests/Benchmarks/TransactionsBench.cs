using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using FinFlow.Hosting;

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
        var data = Directory.CreateTempSubdirectory("finflow-bench-");
        var port = FreePort();
        using var process = Start(data.FullName, port);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
            await UntilReadyAsync(http);
            var tokens = Tokens(data.FullName);
            await MeasureAsync("one a request", OriginalSingle, process, workers: 64, (worker, turn) => SubmitAsync(http, tokens, (turn * 64) + worker));
            await MeasureAsync($"batches of {BatchSize}", OriginalBatched, process, workers: 6, (worker, turn) => SubmitBatchAsync(http, tokens, (turn * 6) + worker));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            data.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, double original, Process process, int workers, Func<int, int, Task<Recorded>> send)
    {
        await SendForAsync(WarmUp, workers, send, 1_000_000);
        process.Refresh();
        var (started, busyBefore) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var (requests, recorded) = await SendForAsync(Measured, workers, send, 0);
        process.Refresh();
        var (seconds, busy) = (Stopwatch.GetElapsedTime(started).TotalSeconds, process.TotalProcessorTime - busyBefore);
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

    private static async Task<Recorded> SubmitAsync(HttpClient http, List<string> tokens, int number)
    {
        var answer = (await PostAsync(http, Single, new { input = Item($"s-{number}") }, tokens[number % tokens.Count])).GetProperty("submitTransaction").GetProperty("transaction");
        return answer.ValueKind == JsonValueKind.Object ? new Recorded(1, answer.GetProperty("status").GetString() == "PROCESSING" ? 1 : 0) : throw new InvalidOperationException("Nothing was recorded.");
    }

    private static async Task<Recorded> SubmitBatchAsync(HttpClient http, List<string> tokens, int number)
    {
        var transactions = Enumerable.Range(0, BatchSize).Select(i => Item($"b-{number}-{i}"));
        var answer = (await PostAsync(http, Batch, new { input = new { transactions } }, tokens[number % tokens.Count])).GetProperty("submitTransactionBatch");
        var recorded = ((string[])["acceptedCount", "heldCount", "rejectedCount"]).Sum(name => answer.GetProperty(name).GetInt32());
        return recorded == BatchSize ? new Recorded(recorded, answer.GetProperty("acceptedCount").GetInt32()) : throw new InvalidOperationException($"{answer}");
    }

    private static object Item(string key)
        => new { type = "DEPOSIT", amount = new { amount = "12.50", currency = "USD" }, country = "US", reference = "order 4711", idempotencyKey = key };

    // The key that the process made for itself at its start: registering so many would measure the hashing of passwords.
    private static List<string> Tokens(string data)
    {
        var issuer = new AccessTokens(FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_DATA"] = data }), TimeProvider.System);
        return [.. Enumerable.Range(0, Businesses).Select(i => issuer.Issue($"usr_{i}", $"org_{i}", $"ses_{i}", [Roles.Merchant]).Token)];
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string query, object variables, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException($"{errors}") : body.GetProperty("data");
    }

    private static Process Start(string data, int port)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "FinFlow.sln")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("FinFlow.sln stands above every program.");
        }

        var program = Path.Combine(root.FullName, "artifacts/bin/AllInOne/release_linux-x64/FinFlow.AllInOne.dll");
        var start = new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = root.FullName, RedirectStandardOutput = true };
        (start.Environment["FINFLOW_DATA"], start.Environment["FINFLOW_PORT"], start.Environment["RATE_LIMIT_PER_USER"]) = (data, $"{port}", "0");
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task UntilReadyAsync(HttpClient http)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The process was not ready within a minute.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private readonly record struct Recorded(int Count, int Accepted);
}
