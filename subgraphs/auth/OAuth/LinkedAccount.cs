namespace FinFlow.Auth;

/// <summary>An account at a provider that logs in to a user. The provider's tokens are not kept: what they were for is done when they come.</summary>
public sealed record LinkedAccount
{
    public required OAuthProvider Provider { get; init; }

    /// <summary>The provider's id of the account.</summary>
    public required string Subject { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset LinkedAt { get; init; }
}

/// <summary>A state that came back, kept until it would have expired anyway, so that it comes back once.</summary>
public sealed record UsedOAuthState
{
    /// <summary>SHA-256 in hex.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
