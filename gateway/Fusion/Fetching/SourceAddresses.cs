namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The equal instances of a source. Those that are well take turns. One that fails is left out for a while, longer each time; then a single
/// request finds out whether it is back, and if it is it has its turns again.
/// </summary>
internal sealed class SourceAddresses
{
    private readonly HttpSourceOptions _options;
    private readonly Address[] _all;
    private readonly Lock _gate = new();
    private int _turn;

    public SourceAddresses(IReadOnlyList<Uri> addresses, HttpSourceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(addresses.Count);
        (_options, _all) = (options, [.. addresses.Select(uri => new Address(uri))]);
    }

    public int Count => _all.Length;

    /// <summary>The address for a request, or for its next try.</summary>
    /// <param name="mayProbe">Whether the request may find out if an address is back: one that is lost when it is not, a mutation, shall not.</param>
    /// <param name="before">The request's tries so far, all of them failed; their addresses are not asked again.</param>
    /// <returns>Null when the request has been everywhere.</returns>
    public Visit? Next(bool mayProbe, Visit? before = null)
    {
        lock (_gate)
        {
            var now = Now;
            Address? soonest = null;
            for (var i = 0; i < _all.Length; i++)
            {
                var index = (_turn + i) % _all.Length;
                var address = _all[index];
                if (before?.Includes(address) == true)
                {
                    continue;
                }

                var isProbe = address.Failures > 0;
                if (!isProbe || (mayProbe && !address.IsProbed && address.AwayUntil <= now))
                {
                    _turn = index + 1;
                    address.IsProbed = isProbe;
                    return new Visit(this, address, isProbe, before);
                }

                soonest = soonest is null || address.AwayUntil < soonest.AwayUntil ? address : soonest;
            }

            // An address is left out in favour of others only: where none is well, hoping costs nothing. Waiting in vain twice does.
            return soonest is null || before?.Failure == AddressFailure.TimedOut ? null : new Visit(this, soonest, isProbe: false, before);
        }
    }

    private TimeSpan Now => _options.TimeProvider.GetElapsedTime(0);

    private void Conclude(Visit visit, AddressFailure? failure)
    {
        lock (_gate)
        {
            var address = visit.At;
            if (failure is null)
            {
                (address.Failures, address.IsProbed) = (0, false);
                return;
            }

            // Of many requests that were under way when it went, one counts.
            if (visit.IsProbe || address.Failures == 0)
            {
                var doublings = Math.Min(address.Failures, 16);
                var away = TimeSpan.FromTicks(Math.Min(_options.AwayMin.Ticks << doublings, _options.AwayMax.Ticks));
                (address.Failures, address.AwayUntil, address.IsProbed) = (address.Failures + 1, Now + away, false);
            }
        }
    }

    private void End(Visit visit)
    {
        if (visit.IsProbe)
        {
            lock (_gate)
            {
                visit.At.IsProbed = false;
            }
        }
    }

    /// <summary>An instance and how it is; guarded by the gate.</summary>
    internal sealed class Address(Uri uri)
    {
        public Uri Uri { get; } = uri;

        /// <summary>In a row; none when it is well.</summary>
        public int Failures { get; set; }

        public TimeSpan AwayUntil { get; set; }

        /// <summary>Whether a request is finding out if it is back.</summary>
        public bool IsProbed { get; set; }
    }

    /// <summary>One try of a request at one address.</summary>
    internal sealed class Visit(SourceAddresses addresses, Address at, bool isProbe, Visit? before)
    {
        public Address At { get; } = at;

        public bool IsProbe { get; } = isProbe;

        public AddressFailure? Failure { get; private set; }

        public Uri Uri => At.Uri;

        public void Succeed() => addresses.Conclude(this, null);

        public void Fail(AddressFailure failure) => addresses.Conclude(this, Failure ??= failure);

        /// <summary>Over, in whatever way: that nobody waits any more says nothing of the address.</summary>
        public void End() => addresses.End(this);

        public bool Includes(Address address) => At == address || before?.Includes(address) == true;
    }
}

/// <summary>How an address failed a request.</summary>
internal enum AddressFailure
{
    /// <summary>No connection was made, so that nothing was sent: even a mutation may go elsewhere.</summary>
    NotConnected,

    /// <summary>The connection broke, or what stands before the source answers in its place (502, 503, 504).</summary>
    NotAnswered,

    /// <summary>The answer did not begin in time.</summary>
    TimedOut,
}
