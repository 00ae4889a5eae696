namespace FinFlow.Auth;

/// <summary>
/// An answer that comes at one moment whatever was done for it. Something is written down for somebody and nothing for nobody, and the
/// difference must not be told by the time that it takes.
/// </summary>
internal readonly struct EvenAnswer
{
    /// <summary>More than hashing and a write take together.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(300);

    private readonly TimeProvider clock;
    private readonly long begunAt;

    private EvenAnswer(TimeProvider clock) => (this.clock, begunAt) = (clock, clock.GetTimestamp());

    internal static EvenAnswer Begin(TimeProvider clock) => new(clock);

    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        var rest = Moment - clock.GetElapsedTime(begunAt);
        return Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, clock, cancellationToken);
    }
}
