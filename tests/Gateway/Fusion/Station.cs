using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>A source whose streams tell what a test says.</summary>
internal sealed class Station : ComposedSources
{
    private readonly List<Channel<object?>> _streams = [];
    private int _opened;
    private int _ended;

    public Station()
    {
        Source = new TestSource("station", """
            type Query { version: String }
            type Mutation { say(text: String!): String }
            type Subscription {
              heard: Line!
              said(after: String): Line! @joinable(unless: ["after"])
              saidSince(since: Int! = 1): Line! @joinable(unless: "since")
              state: Line! @joinable(latest: true)
            }
            type Line { text: String! at: String }
            """).On("Mutation.say", (_, a) => a["text"]);
        foreach (var field in new[] { "heard", "said", "saidSince", "state" })
        {
            Source.Stream($"Subscription.{field}", (_, cancellationToken) => StreamAsync(cancellationToken));
        }
    }

    public TestSource Source { get; }

    public override IReadOnlyList<TestSource> Sources => [Source];

    public int Opened => Volatile.Read(ref _opened);

    public int Ended => Volatile.Read(ref _ended);

    /// <summary>To everybody who listens, of whom there is at least one.</summary>
    public async Task TellAsync(string text)
    {
        foreach (var stream in await ListenersAsync())
        {
            stream.Writer.TryWrite(new Record { ["text"] = text, ["at"] = null });
        }
    }

    public async Task FailAsync() => (await ListenersAsync()).ForEach(stream => stream.Writer.TryComplete(new InvalidOperationException("secret")));

    private async Task<List<Channel<object?>>> ListenersAsync()
    {
        await Eventually.TrueAsync(() => Opened > Ended);
        lock (_streams)
        {
            return [.. _streams];
        }
    }

    private async IAsyncEnumerable<object?> StreamAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = Channel.CreateUnbounded<object?>();
        lock (_streams)
        {
            _streams.Add(stream);
        }

        Interlocked.Increment(ref _opened);
        try
        {
            await foreach (var line in stream.Reader.ReadAllAsync(cancellationToken))
            {
                yield return line;
            }
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }
}
