using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// A screen that shows a business's payments as they go on. Whenever its stream ends, fails or is silent for long it opens another one, at the next
/// gateway, with the cursor of the last step that it saw.
/// </summary>
internal sealed class PaymentWatcher : IAsyncDisposable
{
    private const string Updates = "subscription($after: String!) { paymentUpdated(after: $after) { cursor status payment { id } } }";

    private static readonly TimeSpan BetweenStreams = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _leaving = new();
    private readonly ConcurrentQueue<(string Payment, string Step)> _seen = new();
    private readonly Task _watching;
    private string _cursor = "0";

    public PaymentWatcher(string accessToken, IReadOnlyList<Uri> gateways) => _watching = WatchAsync(accessToken, gateways);

    /// <summary>The steps of a payment that it has seen so far: each as its cursor and what the payment became.</summary>
    public IReadOnlyList<string> StepsOf(string payment) => [.. _seen.Where(seen => seen.Payment == payment).Select(seen => seen.Step)];

    /// <summary>How many steps it has seen, whosoever they are.</summary>
    public int Count => _seen.Count;

    /// <summary>Waits for so many steps, though not for ever: what has come by then is there to be looked at.</summary>
    public async Task UntilSeenAsync(int count, TimeSpan patience)
    {
        for (var waiting = Stopwatch.StartNew(); _seen.Count < count && waiting.Elapsed < patience;)
        {
            await Task.Delay(BetweenStreams);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _watching;
        _leaving.Dispose();
    }

    private async Task WatchAsync(string accessToken, IReadOnlyList<Uri> gateways)
    {
        for (var number = 0; !_leaving.IsCancellationRequested; number++)
        {
            try
            {
                await using var updates = await ServerSentEvents.StartAsync(
                    gateways[number % gateways.Count], accessToken, Updates, new { after = _cursor }, _leaving.Token);
                while (TryKeep(await updates.UntilAsync(_ => true).WaitAsync(_leaving.Token)))
                {
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException or TimeoutException or OperationCanceledException or Xunit.Sdk.XunitException)
            {
                // Its server is gone, or has nothing to tell.
            }

            await Task.Delay(BetweenStreams);
        }
    }

    /// <returns>False for an error, after which it begins another stream.</returns>
    private bool TryKeep(JsonElement data)
    {
        if (data.ValueKind is not JsonValueKind.Object || !data.TryGetProperty("paymentUpdated", out var update) || update.ValueKind is not JsonValueKind.Object)
        {
            return false;
        }

        _cursor = update.Text("cursor");
        _seen.Enqueue((update.Text("payment.id"), StepOf(update)));
        return true;
    }

    /// <summary>As <see cref="StepsOf"/> has it.</summary>
    public static string StepOf(JsonElement update) => $"{update.Text("cursor")} {update.Text("status")}";
}
