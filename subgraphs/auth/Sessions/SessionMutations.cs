namespace FinFlow.Auth;

[MutationType]
public static class SessionMutations
{
    /// <summary>
    /// Logs in with e-mail address and password. Five failures in a row lock the login for a minute, five more for two, and so on;
    /// the answer does not tell a locked login from a wrong password, nor a known address from an unknown one. Whoever has a second factor
    /// gets a challenge, which <c>verifyMfa</c> answers. Sent with an access token, it ends that one's session when it opens the new one.
    /// </summary>
    /// <param name="email">As registered; case does not matter.</param>
    /// <param name="password">As registered.</param>
    [Error<InvalidCredentials>]
    public static async Task<Result<LoginPayload>> LoginAsync(
        string email,
        string password,
        UserStore users,
        SessionStore sessions,
        PasswordHashing hashing,
        ISmsSender sms,
        AccessTokens tokens,
        TimeProvider clock,
        Caller? caller,
        CancellationToken cancellationToken)
    {
        var answer = EvenAnswer.Begin(clock);
        var opened = await AttemptAsync(email, password, users, sessions, hashing, cancellationToken);
        if (opened is { Session: { } session, RefreshToken: { } refreshToken })
        {
            await sessions.ReplaceAsync(caller, cancellationToken);
            return new LoginPayload(tokens.For(opened.User, session, refreshToken), MfaChallenge: null);
        }

        if (opened?.Challenge is { } begun)
        {
            return new LoginPayload(Session: null, await begun.SendAsync(sms, cancellationToken));
        }

        await answer.WaitAsync(cancellationToken);
        return new InvalidCredentials();
    }

    /// <summary>Gives a new access token and the next refresh token. Each refresh token works once; used again it ends the session.</summary>
    /// <param name="refreshToken">The last one that the session got.</param>
    [Error<RefreshTokenInvalid>]
    [UseMutationConvention(PayloadFieldName = "session")]
    public static async Task<Result<SessionTokens>> RefreshSessionAsync(
        string refreshToken, SessionStore sessions, AccessTokens tokens, CancellationToken cancellationToken)
        => (await sessions.RefreshAsync(refreshToken, cancellationToken)).Then<SessionTokens>(opened =>
            tokens.For(opened.User, opened.Session!, opened.RefreshToken!));

    /// <summary>Ends the session: its refresh token at once, its access tokens in every part of the system within moments.</summary>
    [Authorize]
    [Error<SessionUnknown>]
    [UseMutationConvention(PayloadFieldName = "session")]
    public static Task<Result<Session>> LogoutAsync(Caller caller, SessionStore sessions, CancellationToken cancellationToken)
        => sessions.EndAsync(caller.SessionId, caller.UserId, SessionEnd.Logout, cancellationToken);

    /// <summary>Ends another session of the caller, say that of a lost phone.</summary>
    /// <param name="id">The session.</param>
    [Authorize]
    [Error<SessionUnknown>]
    public static Task<Result<Session>> RevokeSessionAsync(
        [ID<Session>] string id, Caller caller, SessionStore sessions, CancellationToken cancellationToken)
        => sessions.EndAsync(id, caller.UserId, SessionEnd.Revoked, cancellationToken);

    private static async Task<OpenedSession?> AttemptAsync(
        string email, string password, UserStore users, SessionStore sessions, PasswordHashing hashing, CancellationToken cancellationToken)
    {
        var user = EmailAddress.Normalize(email).TryGet(out var address, out _) ? await users.FindByEmailAsync(address, cancellationToken) : null;
        var credential = user is null ? null : await users.FindCredentialAsync(user.Id, cancellationToken);

        // Verified for nobody, too: an unknown address must not be told from a known one by the time that it takes.
        var isRight = password.Length <= PasswordPolicy.CharactersMax && hashing.Verify(credential, password);
        return user is null ? null : (await sessions.LogInAsync(user.Id, isRight, cancellationToken)).Match(opened => opened, _ => (OpenedSession?)null);
    }
}

/// <summary>A session, or the question that stands between the password and the session.</summary>
/// <param name="Session">The tokens; null when a second factor is asked for.</param>
/// <param name="MfaChallenge">What to answer with a code; null when the password was enough.</param>
public sealed record LoginPayload(SessionTokens? Session, MfaChallenge? MfaChallenge);

/// <summary>The tokens of a session.</summary>
/// <param name="AccessToken">Send it as <c>Authorization: Bearer …</c>.</param>
/// <param name="AccessTokenExpiresAt">From then on it must be refreshed.</param>
/// <param name="RefreshToken">Works once, for the next pair of tokens. Keep it secret.</param>
/// <param name="User">Who logged in.</param>
public sealed record SessionTokens(string AccessToken, DateTimeOffset AccessTokenExpiresAt, string RefreshToken, User User);

internal static class SessionTokenIssuing
{
    extension(AccessTokens tokens)
    {
        public SessionTokens For(User user, Session session, string refreshToken)
        {
            // As of the moment when the roles were read: were it a moment later, roles that changed in between would outlive the change.
            var access = tokens.Issue(user.Id, user.OrganizationId, session.Id, user.Roles.Select(role => role.Name), session.LastUsedAt);
            return new SessionTokens(access.Token, access.ExpiresAt, refreshToken, user);
        }
    }
}
