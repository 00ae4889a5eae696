using System.Collections.Concurrent;

namespace FinFlow.Hosting;

/// <summary>The last few of something; what is older is forgotten, so that it never grows.</summary>
internal sealed class LastFew<T>
{
    internal const int Max = 50;

    private readonly ConcurrentQueue<T> kept = new();

    /// <summary>The newest first.</summary>
    internal IReadOnlyList<T> All => [.. kept.Reverse()];

    internal void Add(T one)
    {
        kept.Enqueue(one);
        while (kept.Count > Max)
        {
            kept.TryDequeue(out _);
        }
    }
}
