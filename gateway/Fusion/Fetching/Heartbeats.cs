namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Whether a source sends comments while it has no event to tell. Only the silence of one that does means something: of one that does not,
/// nobody can know whether it is away or has nothing to say.
/// </summary>
/// <param name="silenceMax">Without a byte for so long, a stream of a source that sends heartbeats has lost it; null for any time.</param>
/// <param name="clock">Measures the silence.</param>
internal sealed class Heartbeats(TimeSpan? silenceMax, TimeProvider clock)
{
    private volatile bool _areSent;

    /// <summary>How long an answer may be silent; null for any time, and while the source has sent no heartbeat.</summary>
    public TimeSpan? SilenceMax => _areSent ? silenceMax : null;

    /// <summary>A stream of the source has had one: from now on it counts for all of them.</summary>
    public void Seen() => _areSent = true;

    /// <param name="tooLong">Called when a silence has lasted too long.</param>
    public Silence Watch(Action tooLong) => new(this, tooLong, silenceMax, clock);

    /// <summary>The silences of one stream. Its timer is left alone while events come: when it rings, it looks since when there were none.</summary>
    public sealed class Silence : IDisposable
    {
        private readonly Heartbeats _heartbeats;
        private readonly Action _tooLong;
        private readonly TimeProvider _clock;
        private readonly ITimer? _timer;
        private long _since;

        public Silence(Heartbeats heartbeats, Action tooLong, TimeSpan? max, TimeProvider clock)
        {
            (_heartbeats, _tooLong, _clock) = (heartbeats, tooLong, clock);
            if (max is { } limit)
            {
                _timer = clock.CreateTimer(_ => Look(limit), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(limit, Timeout.InfiniteTimeSpan);
            }
        }

        public void Begin() => Volatile.Write(ref _since, _clock.GetTimestamp());

        public void End() => Volatile.Write(ref _since, 0);

        public void Dispose() => _timer?.Dispose();

        private void Look(TimeSpan limit)
        {
            var since = Volatile.Read(ref _since);
            var left = since == 0 ? limit : limit - _clock.GetElapsedTime(since);
            if (left > TimeSpan.Zero)
            {
                _timer!.Change(left, Timeout.InfiniteTimeSpan);
            }
            else if (_heartbeats.SilenceMax is null)
            {
                _timer!.Change(limit, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _tooLong();
            }
        }
    }
}
