using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace FinFlow.Benchmarks;

/// <summary>
/// Transactions per second through the gateway of the all-in-one process, over HTTP, each judged against real history and recorded
/// with its event: one a request, and in batches of 100. Everything that consumes the events runs beside it, as it does for users.
/// </summary>
internal static class TransactionsBench
{
    private const int Businesses = 20;
    private const int BatchSize = 100;
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
            var tokens = new List<string>();
            for (var i = 0; i < Businesses; i++)
            {
                tokens.Add(await RegisterAsync(http, i));
            }

            await MeasureAsync("one a request", workers: 8, (worker, turn) => SubmitAsync(http, tokens, worker, turn));
            await MeasureAsync($"batches of {BatchSize}", workers: 3, (worker, turn) => SubmitBatchAsync(http, tokens, worker, turn));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            data.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, int workers, Func<int, int, Task<int>> send)
    {
        await SendForAsync(WarmUp, workers, send, 1_000_000);
        var started = Stopwatch.GetTimestamp();
        var (requests, transactions) = await SendForAsync(Measured, workers, send, 0);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{name}: {transactions / seconds:N0} transactions/s ({requests / seconds:N0} requests/s, {workers} clients, {seconds:N1} s)");
    }

    private static async Task<(int Requests, int Transactions)> SendForAsync(TimeSpan duration, int workers, Func<int, int, Task<int>> send, int firstTurn)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var (requests, transactions) = (0, 0);
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                transactions += await send(worker, firstTurn + requests++);
            }

            return (requests, transactions);
        })));
        return (counts.Sum(count => count.requests), counts.Sum(count => count.transactions));
    }

    private static async Task<int> SubmitAsync(HttpClient http, List<string> tokens, int worker, int turn)
    {
        var answer = await PostAsync(http, Single, new { input = Item($"s-{worker}-{turn}") }, tokens[((turn * 8) + worker) % tokens.Count]);
        return answer.GetProperty("submitTransaction").GetProperty("transaction").ValueKind == JsonValueKind.Object ? 1 : throw new InvalidOperationException($"{answer}");
    }

    private static async Task<int> SubmitBatchAsync(HttpClient http, List<string> tokens, int worker, int turn)
    {
        var transactions = Enumerable.Range(0, BatchSize).Select(i => Item($"b-{worker}-{turn}-{i}"));
        var answer = (await PostAsync(http, Batch, new { input = new { transactions } }, tokens[((turn * 3) + worker) % tokens.Count])).GetProperty("submitTransactionBatch");
        var recorded = ((string[])["acceptedCount", "heldCount", "rejectedCount"]).Sum(name => answer.GetProperty(name).GetInt32());
        return recorded == BatchSize ? recorded : throw new InvalidOperationException($"{answer}");
    }

    private static object Item(string key)
        => new { type = "DEPOSIT", amount = new { amount = "12.50", currency = "USD" }, country = "US", reference = "order 4711", idempotencyKey = key };

    private static async Task<string> RegisterAsync(HttpClient http, int number)
    {
        var (email, password) = ($"bench-{number}@shop.example", "a long enough pass phrase");
        await PostAsync(http, "mutation($input: RegisterInput!) { register(input: $input) { user { id } } }", new { input = new { email, password, name = "Bench" } }, null);
        var login = await PostAsync(
            http, "mutation($input: LoginInput!) { login(input: $input) { session { accessToken } } }", new { input = new { email, password } }, null);
        return login.GetProperty("login").GetProperty("session").GetProperty("accessToken").GetString()!;
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
        (start.Environment["FINFLOW_DATA"], start.Environment["FINFLOW_PORT"]) = (data, $"{port}");
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
}
