using System.Diagnostics;

namespace FinFlow.Messaging;

/// <summary>What many find out at the same time, and one of them tells, again only after a while.</summary>
public sealed class NowAndThen(TimeSpan between)
{
    private long toldAt = -1;

    /// <returns>Whether the caller is the one.</returns>
    public bool IsToBeTold()
    {
        var before = Interlocked.Read(ref toldAt);
        return (before < 0 || Stopwatch.GetElapsedTime(before) > between)
            && Interlocked.CompareExchange(ref toldAt, Stopwatch.GetTimestamp(), before) == before;
    }
}
