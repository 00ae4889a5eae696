namespace FinFlow.AllInOne;

/// <summary>
/// The system's clock, shifted. The demo's year is lived through the real operations: the clock stands at a day of the past while its
/// payments are made, then jumps to the next, and at the end it is the system's own again.
/// </summary>
internal sealed class DemoClock : TimeProvider
{
    private long _shiftTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shiftTicks));

    public void MoveTo(DateTimeOffset now) => Interlocked.Exchange(ref _shiftTicks, (now - System.GetUtcNow()).Ticks);

    public void ReturnToPresent() => Interlocked.Exchange(ref _shiftTicks, 0);
}
