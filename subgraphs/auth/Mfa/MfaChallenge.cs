namespace FinFlow.Auth;

/// <summary>A login that waits for a second factor.</summary>
public sealed record MfaChallenge
{
    /// <summary>So many wrong codes end it; the password must be given anew.</summary>
    internal const int AttemptsMax = 5;

    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>What the code is an answer to.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    /// <summary>How a code can be had; SMS only when a message was sent. A recovery code always works.</summary>
    public required IReadOnlyList<MfaMethod> Methods { get; init; }

    [GraphQLIgnore]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on the login must begin anew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Of the code that was sent; null when none was.</summary>
    [GraphQLIgnore]
    public string? CodeHash { get; init; }

    [GraphQLIgnore]
    public int Attempts { get; init; }

    [GraphQLIgnore]
    public DateTimeOffset? AnsweredAt { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    internal bool IsOpen(DateTimeOffset now) => AnsweredAt is null && Attempts < AttemptsMax && now < ExpiresAt;
}
