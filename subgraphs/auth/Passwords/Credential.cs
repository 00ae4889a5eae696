namespace FinFlow.Auth;

/// <summary>How a user proves who they are, and how often that failed. Kept apart from the user, whom everybody reads.</summary>
public sealed record Credential
{
    /// <summary>So many failures in a row lock the login for a while; each further so many lock it for longer.</summary>
    internal const int FailuresMax = 5;

    private static readonly TimeSpan WaitIncrement = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(15);

    public required string UserId { get; init; }

    /// <summary>Empty for whoever logs in with another provider alone.</summary>
    public required string PasswordHash { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public int Failures { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    public long Version { get; init; } = 1;

    internal bool HasPassword => PasswordHash is not "";

    public bool IsLocked(DateTimeOffset now) => now < LockedUntil;

    /// <summary>Wait = increment × ⌊failures / 5⌋, at most 15 minutes. A failure while it is locked does not count.</summary>
    public Credential Failed(DateTimeOffset now)
    {
        if (IsLocked(now))
        {
            return this;
        }

        var failures = Failures + 1;
        var wait = WaitIncrement * (failures / FailuresMax);
        return failures % FailuresMax == 0
            ? this with { Failures = failures, LockedUntil = now + (wait < WaitMax ? wait : WaitMax) }
            : this with { Failures = failures };
    }

    public Credential Succeeded() => this with { Failures = 0, LockedUntil = null };

    public Credential ChangeTo(string passwordHash, DateTimeOffset now)
        => this with { PasswordHash = passwordHash, ChangedAt = now, Failures = 0, LockedUntil = null };
}
