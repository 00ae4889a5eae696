using System.Diagnostics;
using System.Text.Json;
using FinFlow.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraphs.Tests;

public sealed class LoggingTests
{
    [Fact]
    public void Lines_Should_Be_Json_That_Holds_No_Secret()
    {
        var lines = LinesOf(logger =>
        {
            using (logger.BeginScope(new KeyValuePair<string, object>[] { new("RequestId", "req-1") }))
            {
                logger.LogInformation("Login of {Email} with {Password}", "ada@example.com", "hunter2");
                logger.LogWarning(new IOException("password=hunter2 for card 4242 4242 4242 4242"), "Bearer eyJhbGciOi.eyJzdWIi.c2ln was sent to {Amount}", 12.50m);
                logger.LogDebug("never");
            }
        });

        Assert.Equal(2, lines.Length);
        Assert.Equal("Login of \"ada@example.com\" with \"***\"", lines[0].GetProperty("message").GetString());
        Assert.Equal("req-1", lines[0].GetProperty("requestId").GetString());
        Assert.Equal("Bearer *** was sent to 12.50", lines[1].GetProperty("message").GetString());
        Assert.Contains("password=*** for card ***", lines[1].GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_Should_NameTheTraceInWhichItIsLogged_AndNoneOutsideOfOne()
    {
        // The test's own runner may trace.
        Activity.Current = null;
        using var activity = new Activity("pay").SetIdFormat(ActivityIdFormat.W3C);

        var lines = LinesOf(logger =>
        {
            logger.LogInformation("before");
            activity.Start();
            logger.LogInformation("within");
            activity.Stop();
        });

        Assert.False(lines[0].TryGetProperty("traceId", out _));
        Assert.Equal(activity.TraceId.ToHexString(), lines[1].GetProperty("traceId").GetString());
    }

    /// <summary>What is written to standard output while somebody logs.</summary>
    private static JsonElement[] LinesOf(Action<ILogger> log)
    {
        var standard = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            var configuration = FinFlowConfiguration.From(new Dictionary<string, string> { ["LOG_LEVEL"] = "info" });
            using var services = new ServiceCollection().AddFinFlowLogging(configuration).BuildServiceProvider();
            log(services.GetRequiredService<ILoggerFactory>().CreateLogger("FinFlow.Tests"));
        }
        finally
        {
            Console.SetOut(standard);
        }

        return [.. captured.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("sourceContext", out var source) && source.GetString() == "FinFlow.Tests")];
    }
}
