using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What an operator finds in the log and at /health when something is wrong: the cause, by the name of the variable that tells of it.</summary>
public sealed class TroubleshootingTests
{
    // Nobody listens there: the port of the discard service.
    private const string Nowhere = "9";

    [Fact]
    public async Task WithoutKafka_Should_ServeDegraded_AndNameTheBroker()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, new Dictionary<string, string> { ["KAFKA_BROKER"] = $"127.0.0.1:{Nowhere}" });
        using var business = await Business.RegisterAsync(finflow);

        Assert.Equal("DEGRADED: kafka DOWN", await HealthAsync(finflow));
        Assert.Contains($"Kafka does not answer at 127.0.0.1:{Nowhere} (KAFKA_BROKER); events wait until it does", finflow.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutRedis_Should_ServeDegraded_AndNameTheHost()
    {
        await using var finflow = await Deployment.StartAsync(
            Shape.OneProcess, new Dictionary<string, string> { ["REDIS_HOST"] = "127.0.0.1", ["REDIS_PORT"] = Nowhere });
        using var business = await Business.RegisterAsync(finflow);
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "20.00");
        await business.UntilPaymentIsAsync(id, "CAPTURED");

        Assert.Equal("DEGRADED: redis DOWN", await HealthAsync(finflow));
        Assert.Contains($"Redis does not answer at 127.0.0.1:{Nowhere} (REDIS_HOST); caches and subscriptions go on without it", finflow.Output, StringComparison.Ordinal);
    }

    private static async Task<string> HealthAsync(Deployment finflow)
    {
        using var client = new HttpClient { BaseAddress = finflow.Address };
        using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative));
        var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var down = health.GetProperty("dependencies").EnumerateArray().Where(state => state.Text("status") != "UP").Select(state => $"{state.Text("name")} {state.Text("status")}");
        return $"{health.Text("status")}: {string.Join(", ", down)}";
    }
}
