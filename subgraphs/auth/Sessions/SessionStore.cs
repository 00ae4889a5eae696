using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Sessions and their chains of refresh tokens.</summary>
public sealed class SessionStore(
    AuthDbContext db, MfaStore factors, MailedTokenStore mailedTokens, MailRoom mail, SessionMirror mirror, SessionRevocations revocations, TimeProvider clock)
{
    private const string PasswordProof = "PASSWORD";
    private const string SecondFactorProof = "MFA";

    /// <summary>The user's sessions that are not over, the latest first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Sessions.AsNoTracking()
            .Where(session => session.UserId == userId && session.EndedAt == null && session.ExpiresAt > now)
            .OrderByDescending(session => session.LastUsedAt)
            .ThenByDescending(session => session.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Judges an attempt to log in and opens a session when it is good. Whether the password was right is known before, because
    /// finding out takes long; whether it counts is decided here, so that of many attempts at once none slips past the lock.
    /// </summary>
    public Task<Result<OpenedSession>> LogInAsync(string userId, bool passwordIsRight, CancellationToken cancellationToken)
        => db.DecideAsync<OpenedSession>(
            async token =>
            {
                var now = clock.GetUtcNow();
                var credential = await db.Credentials.AsNoTracking().SingleAsync(credential => credential.UserId == userId, token);
                var user = await db.Users.AsNoTracking().SingleAsync(user => user.Id == userId, token);
                if (credential.IsLocked(now) || !passwordIsRight || !user.IsActive)
                {
                    CountFailure(user, credential, now);
                    return new OpenedSession(user, null, null);
                }

                // The failures are forgotten when the second factor was right, too: else a known password would give codes without end to try.
                return await factors.ChallengeAsync(userId, now, token) is { } challenge
                    ? new OpenedSession(user, null, null, challenge)
                    : Open(user, credential, now, PasswordProof);
            },
            () => new InvalidCredentials(),
            cancellationToken);

    /// <summary>Opens a session for the right answer to a challenge; counts a wrong one, which leaves the session null.</summary>
    public Task<Result<OpenedSession>> AnswerAsync(string challengeId, string code, CancellationToken cancellationToken)
        => db.DecideAsync<OpenedSession>(
            async token =>
            {
                var now = clock.GetUtcNow();
                var challenge = await db.MfaChallenges.AsNoTracking().SingleOrDefaultAsync(challenge => challenge.Id == challengeId, token);
                if (challenge?.IsOpen(now) is not true)
                {
                    return new MfaChallengeInvalid();
                }

                var credential = await db.Credentials.AsNoTracking().SingleAsync(credential => credential.UserId == challenge.UserId, token);
                var user = await db.Users.AsNoTracking().SingleAsync(user => user.Id == challenge.UserId, token);
                if (credential.IsLocked(now) || !user.IsActive || !await factors.UseAsync(challenge, code, now, token))
                {
                    db.Update(challenge with { Attempts = challenge.Attempts + 1 });
                    CountFailure(user, credential, now);
                    return new OpenedSession(user, null, null);
                }

                db.Update(challenge with { AnsweredAt = now });
                return Open(user, credential, now, SecondFactorProof);
            },
            () => new MfaChallengeInvalid(),
            cancellationToken);

    /// <summary>
    /// The next link of the chain. A token that comes a second time ends the session: one of the two who have it is a thief. Not so when
    /// the second request was under way before the first was answered: that is one client with two windows, and gets a link of its own.
    /// </summary>
    public async Task<Result<OpenedSession>> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var arrivedAt = clock.GetUtcNow();
        var hash = RefreshToken.HashOf(refreshToken);
        var mirrored = await mirror.FindAsync(hash, cancellationToken);
        var refreshed = await db.DecideAsync<OpenedSession>(
            async token =>
            {
                var now = clock.GetUtcNow();
                if ((mirrored ?? await FindAsync(hash, token)) is not var (known, session)
                    || await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == session.UserId, token) is not { } user)
                {
                    return new RefreshTokenInvalid();
                }

                // Whoever loses against what the database has decides again on that alone.
                mirrored = null;
                if (known.UsedAt is { } usedAt && usedAt < arrivedAt)
                {
                    End(session, SessionEnd.TokenReused, now);
                    return new OpenedSession(user, session, null);
                }

                if (now >= known.ExpiresAt || !session.IsActive(now) || !user.IsActive)
                {
                    return new RefreshTokenInvalid();
                }

                var used = session with { LastUsedAt = now };
                var (text, next) = RefreshToken.Issue(used, now);
                db.Update(known with { UsedAt = known.UsedAt ?? now });
                db.Update(used);
                db.Add(next);
                return new OpenedSession(user, used, text);
            },
            () => new RefreshTokenInvalid(),
            cancellationToken);

        if (refreshed is { IsRefused: false, Value: { RefreshToken: null, Session: { } stolen } })
        {
            revocations.RevokeSession(stolen.Id, clock.GetUtcNow());
            return new RefreshTokenInvalid();
        }

        return refreshed;
    }

    private async Task<Mirrored?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        // First the token, then its session, whoever comes: of several windows with one token each waits for the one before.
        var known = await db.RefreshTokens.AsNoTracking().TagWith(RowLocks.ForChange).SingleOrDefaultAsync(known => known.Hash == hash, cancellationToken);
        if (known is null)
        {
            mirror.Forget([hash], []);
            return null;
        }

        var session = await db.Sessions.AsNoTracking().TagWith(RowLocks.ForChange).SingleAsync(session => session.Id == known.SessionId, cancellationToken);
        mirror.Keep(known);
        mirror.Keep(session);
        return new Mirrored(known, session);
    }

    /// <summary>Ends one session of the user: its refresh tokens at once, its access tokens in every subgraph within a moment.</summary>
    public async Task<Result<Session>> EndAsync(string id, string userId, SessionEnd reason, CancellationToken cancellationToken)
    {
        var ended = await db.DecideAsync<Session>(
            async token => await db.Sessions.AsNoTracking().TagWith(RowLocks.ForChange).SingleOrDefaultAsync(session => session.Id == id && session.UserId == userId, token)
                is { } session
                ? End(session, reason, clock.GetUtcNow())
                : new SessionUnknown(id),
            () => new SessionUnknown(id),
            cancellationToken);
        if (!ended.IsRefused)
        {
            revocations.RevokeSession(id, clock.GetUtcNow());
        }

        return ended;
    }

    /// <summary>Ends the session from within which its user logged in anew, so that a login never leaves an older token of the same client alive.</summary>
    public Task ReplaceAsync(Caller? caller, CancellationToken cancellationToken)
        => caller is null ? Task.CompletedTask : EndAsync(caller.SessionId, caller.UserId, SessionEnd.Replaced, cancellationToken);

    /// <summary>Changes the password and ends every other session of the user.</summary>
    public Task<Result<User>> ChangePasswordAsync(
        string userId, string keptSessionId, string passwordHash, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                var now = clock.GetUtcNow();
                var credential = await db.Credentials.AsNoTracking().SingleAsync(credential => credential.UserId == userId, token);
                var user = await db.Users.AsNoTracking().SingleAsync(user => user.Id == userId, token);
                db.Update(credential.ChangeTo(passwordHash, now));
                await EndAllAsync(userId, keptSessionId, SessionEnd.PasswordChanged, now, token);
                await mailedTokens.DropAsync(userId, MailedTokenPurpose.ResetPassword, token);
                db.Publish(new PasswordChanged(userId, user.OrganizationId, now), clock);
                mail.Send(Letters.PasswordChanged(user, now));
                return user;
            },
            () => new UserBusy(),
            cancellationToken);

    /// <summary>Counts a failed attempt to prove who one is while logged in, as a failed login counts.</summary>
    public Task<Result<User>> CountFailureAsync(string userId, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                var credential = await db.Credentials.AsNoTracking().SingleAsync(credential => credential.UserId == userId, token);
                var user = await db.Users.AsNoTracking().SingleAsync(user => user.Id == userId, token);
                CountFailure(user, credential, clock.GetUtcNow());
                return user;
            },
            () => new UserBusy(),
            cancellationToken);

    /// <summary>A session for whom a provider vouches, or the challenge of whoever has a second factor. A step of a decision that others save.</summary>
    internal async Task<OpenedSession> OpenOrChallengeAsync(User user, string proof, DateTimeOffset now, CancellationToken cancellationToken)
        => await factors.ChallengeAsync(user.Id, now, cancellationToken) is { } challenge
            ? new OpenedSession(user, null, null, challenge)
            : Open(user, credential: null, now, proof);

    /// <summary>Ends the user's sessions but one. A step of a decision that others save.</summary>
    internal async Task EndAllAsync(string userId, string? keptSessionId, SessionEnd reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sessions = await db.Sessions.AsNoTracking()
            .Where(session => session.UserId == userId && session.Id != keptSessionId && session.EndedAt == null)
            .ToListAsync(cancellationToken);
        sessions.ForEach(session => End(session, reason, now));
    }

    /// <summary>Takes a password away that nobody proved to be the user's, and the sessions that it opened. A step of a decision that others save.</summary>
    internal async Task DropPasswordAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var credential = await db.Credentials.AsNoTracking().SingleAsync(credential => credential.UserId == userId, cancellationToken);
        db.Update(credential.ChangeTo("", now));
        await EndAllAsync(userId, keptSessionId: null, SessionEnd.AddressProven, now, cancellationToken);
    }

    /// <param name="credential">Whose failures are forgotten; null to forget none.</param>
    internal OpenedSession Open(User user, Credential? credential, DateTimeOffset now, string proof)
    {
        if (credential?.Failures > 0)
        {
            db.Update(credential.Succeeded());
        }

        var session = new Session
        {
            Id = Id.New("ses", clock),
            UserId = user.Id,
            OrganizationId = user.OrganizationId,
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = now + Session.Lifetime,
        };
        var (text, refresh) = RefreshToken.Issue(session, now);
        db.Add(session);
        db.Add(refresh);
        db.Publish(new LoginSucceeded(user.Id, user.OrganizationId, session.Id, proof, now), clock);
        return new OpenedSession(user, session, text);
    }

    private void CountFailure(User user, Credential credential, DateTimeOffset now)
    {
        var failed = credential.Failed(now);
        db.Publish(new LoginFailed(user.Id, user.OrganizationId, now), clock);
        if (failed != credential)
        {
            db.Update(failed);
        }

        if (failed.LockedUntil is { } until && until != credential.LockedUntil)
        {
            db.Publish(new LoginLocked(user.Id, user.OrganizationId, until, now), clock);
            if (failed.Failures == Credential.FailuresMax)
            {
                // The first lock of a row alone is told by mail: whoever goes on guessing shall not fill the mailbox, too.
                mail.Send(Letters.LoginLocked(user, until));
            }
        }
    }

    private Session End(Session session, SessionEnd reason, DateTimeOffset now)
    {
        var ended = session.End(reason, now);
        if (session.EndedAt is null)
        {
            db.Update(ended);
            db.Publish(new SessionRevoked(session.UserId, session.OrganizationId, session.Id, now), clock);
        }

        return ended;
    }
}

/// <summary>What came of a login or a refresh.</summary>
/// <param name="Session">Null when the attempt failed.</param>
/// <param name="RefreshToken">Null when there is no next one.</param>
/// <param name="Challenge">What a second factor must answer before there is a session; else null.</param>
public sealed record OpenedSession(User User, Session? Session, string? RefreshToken, BegunChallenge? Challenge = null);
