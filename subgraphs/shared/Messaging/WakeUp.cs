namespace FinFlow.Messaging;

/// <summary>A bell for one sleeper. Ringing while nobody sleeps is remembered once, so no ring is lost.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim bell = new(0);
    private int rung;

    public void Ring()
    {
        if (Interlocked.Exchange(ref rung, 1) == 0)
        {
            bell.Release();
        }
    }

    /// <summary>Returns at the ring, or after the timeout, which covers what another process did.</summary>
    /// <returns>Whether it rang.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var isRung = await bell.WaitAsync(timeout, cancellationToken);
        if (isRung)
        {
            // Whoever wakes looks at everything there is, so a ring between these two lines may fall away.
            Volatile.Write(ref rung, 0);
        }

        return isRung;
    }

    public void Dispose() => bell.Dispose();
}
