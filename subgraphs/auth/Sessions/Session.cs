namespace FinFlow.Auth;

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    /// <summary>Its user logged out.</summary>
    Logout,

    /// <summary>Its user ended it from another session.</summary>
    Revoked,

    /// <summary>A refresh token was used twice, so one of the two users of it is a thief.</summary>
    TokenReused,

    /// <summary>The password was changed in another session, or reset.</summary>
    PasswordChanged,

    /// <summary>Its user was deactivated.</summary>
    Deactivated,

    /// <summary>Somebody else proved that the user's address is theirs.</summary>
    AddressProven,

    /// <summary>Its user logged in anew from within it.</summary>
    Replaced,
}

/// <summary>A login and all the tokens that came of it.</summary>
public sealed record Session
{
    /// <summary>However often it is refreshed, a session ends after this long.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>The id, with the prefix <c>ses_</c>.</summary>
    [ID]
    public required string Id { get; init; }

    [GraphQLIgnore]
    public required string UserId { get; init; }

    [GraphQLIgnore]
    public required string OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its tokens were last refreshed.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    [GraphQLIgnore]
    public SessionEnd? EndReason { get; init; }

    [GraphQLIgnore]
    public long Version { get; init; } = 1;

    internal bool IsActive(DateTimeOffset now) => EndedAt is null && now < ExpiresAt;

    internal Session End(SessionEnd reason, DateTimeOffset now) => EndedAt is null ? this with { EndedAt = now, EndReason = reason } : this;
}
