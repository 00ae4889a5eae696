using System.Collections.Concurrent;

namespace FinFlow.Gateway.Fusion;

/// <summary>Objects that wait to be used again, at most so many.</summary>
internal sealed class Pool<T>(int most)
    where T : class
{
    private readonly ConcurrentQueue<T> _idle = new();
    private int _count;

    public T? Take()
    {
        if (!_idle.TryDequeue(out var item))
        {
            return null;
        }

        Interlocked.Decrement(ref _count);
        return item;
    }

    /// <summary>False when there are enough already.</summary>
    public bool Give(T item)
    {
        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _idle.Enqueue(item);
        return true;
    }
}
