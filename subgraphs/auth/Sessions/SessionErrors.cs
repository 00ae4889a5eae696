namespace FinFlow.Auth;

/// <summary>The refresh token is unknown, expired, or was used before; in the last case its session was ended.</summary>
public sealed record RefreshTokenInvalid() : Refusal("The refresh token is not valid; log in again.");

/// <summary>The caller has no such session.</summary>
public sealed record SessionUnknown(string Id) : Refusal("You have no session with this id.");
