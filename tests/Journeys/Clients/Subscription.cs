using System.Text.Json;
using System.Threading.Channels;

namespace FinFlow.Journeys.Tests;

/// <summary>Events of one subscription, whichever protocol brought them.</summary>
internal abstract class Subscription : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly List<JsonElement> _seen = [];

    protected CancellationTokenSource Ended { get; } = new();

    /// <summary>The data of the first event, past or to come, for which <paramref name="matches"/> holds.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> matches)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var data = await _events.Reader.ReadAsync(patience.Token);
                _seen.Add(data);
                if (matches(data))
                {
                    return data;
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"The awaited event did not come. Seen: {string.Join('\n', _seen)}", failure);
        }
    }

    /// <summary>Waits until the server ends the stream; events that come before are passed over.</summary>
    public async Task UntilCompleteAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _events.Reader.WaitToReadAsync(patience.Token))
        {
            _seen.Add(await _events.Reader.ReadAsync(patience.Token));
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Ended.CancelAsync();
        Ended.Dispose();
    }

    protected void Publish(JsonElement result)
        => _events.Writer.TryWrite(result.TryGetProperty("errors", out _) ? result : result.GetProperty("data"));

    /// <param name="failure">Why no event can come any more, when the server did not say that it was the end.</param>
    protected void Complete(Exception? failure = null) => _events.Writer.TryComplete(failure);
}
