using System.Security.Claims;

namespace FinFlow.Hosting;

/// <summary>Why a token does not count.</summary>
public enum TokenRefusal
{
    /// <summary>No bearer token, or one that we did not sign like this.</summary>
    Invalid,

    /// <summary>Its time is over: refresh the session.</summary>
    Expired,

    /// <summary>Its session was ended: log in again.</summary>
    Revoked,

    /// <summary>The user's roles changed after it was issued: refresh the session.</summary>
    Stale,
}

/// <summary>What the Authorization header says about the caller.</summary>
public abstract record AuthenticationOutcome
{
    private AuthenticationOutcome()
    {
    }

    /// <summary>There was no header.</summary>
    public sealed record Anonymous : AuthenticationOutcome;

    /// <param name="Principal">Its identity is a <see cref="CallerIdentity"/>.</param>
    public sealed record Authenticated(ClaimsPrincipal Principal, Caller Caller, DateTimeOffset ExpiresAt) : AuthenticationOutcome;

    /// <summary>There was a header, and nothing may be done in its name.</summary>
    public sealed record Refused(TokenRefusal Reason) : AuthenticationOutcome
    {
        /// <summary>One sentence for the client.</summary>
        public string Message => Reason switch
        {
            TokenRefusal.Expired => "The access token has expired. Refresh the session.",
            TokenRefusal.Revoked => "The session was ended. Log in again.",
            TokenRefusal.Stale => "The access token was issued before the user's roles changed. Refresh the session.",
            _ => "The access token is not valid.",
        };
    }
}
