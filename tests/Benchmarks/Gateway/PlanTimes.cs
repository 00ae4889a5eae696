using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Benchmarks;

/// <summary>How long it takes from a request to a plan: the first time in a process, the first time of a document, and every further time.</summary>
internal static class PlanTimes
{
    private const int Cold = 400;
    private const int Cached = 400_000;

    /// <param name="schema">The composed schema.</param>
    /// <param name="body">The request as JSON.</param>
    public static async Task RunAsync(string schema, string body)
    {
        await WarmElsewhereAsync(schema, body);
        using var request = JsonDocument.Parse(await File.ReadAllTextAsync(body));
        var text = request.RootElement.GetProperty("query").GetString()!;
        var composed = CompositeSchema.Load(await File.ReadAllTextAsync(schema));
        var pipeline = new Pipeline(composed, FusionOptions.Default);

        var first = Time(pipeline, text);
        // A comment makes it another document, which is parsed, validated and planned anew.
        var cold = Enumerable.Range(0, Cold).Select(i => Time(pipeline, $"# {i}\n{text}")).Skip(Cold / 2).Order().ToList();
        Time(pipeline, text);
        var operation = Operation(text);
        for (var i = 0; i < Cached / 4; i++)
        {
            pipeline.TryPrepare(operation, out _, out _);
        }

        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Cached; i++)
        {
            pipeline.TryPrepare(operation, out _, out _);
        }

        var cached = Stopwatch.GetElapsedTime(started).TotalMicroseconds / Cached;
        Console.WriteLine($"Parse, validate and plan, first time in the process: {first.TotalMilliseconds:0.0} ms");
        Console.WriteLine($"Parse, validate and plan, a new document:            {cold[cold.Count / 2].TotalMilliseconds:0.00} ms (median of {cold.Count}; slowest {cold[^1].TotalMilliseconds:0.00})");
        Console.WriteLine($"Lookup of a plan that is there:                      {cached:0.00} µs (mean of {Cached:N0})");
    }

    /// <summary>The first plan of a process that has warmed up, as a gateway does. Its document is not known before.</summary>
    public static async Task RunWarmAsync(string schema, string body)
    {
        using var request = JsonDocument.Parse(await File.ReadAllTextAsync(body));
        var composed = CompositeSchema.Load(await File.ReadAllTextAsync(schema));
        var pipeline = new Pipeline(composed, FusionOptions.Default);
        var started = Stopwatch.GetTimestamp();
        pipeline.WarmUp([], failure => throw failure);
        var warming = Stopwatch.GetElapsedTime(started);
        var first = Time(pipeline, request.RootElement.GetProperty("query").GetString()!);
        Console.WriteLine($"Parse, validate and plan, first, after warming up:   {first.TotalMilliseconds:0.0} ms (warming up: {warming.TotalMilliseconds:0} ms)");
    }

    /// <summary>In a process of its own, since this one's first plan is wanted without warming up.</summary>
    private static async Task WarmElsewhereAsync(string schema, string body)
    {
        using var other = Process.Start(Environment.ProcessPath!, [.. Assembly(), "plans", "warm", schema, body]);
        await other.WaitForExitAsync();
    }

    /// <summary>What `dotnet` must be told first; nothing where the executable is the program itself.</summary>
    private static string[] Assembly()
        => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(PlanTimes).Assembly.Location] : [];

    private static TimeSpan Time(Pipeline pipeline, string text)
    {
        var operation = Operation(text);
        var started = Stopwatch.GetTimestamp();
        return pipeline.TryPrepare(operation, out _, out var refused)
            ? Stopwatch.GetElapsedTime(started)
            : throw new InvalidOperationException(refused.Body.ToString());
    }

    private static OperationRequest Operation(string text) => new() { Document = Encoding.UTF8.GetBytes(text) };
}
