using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Accounts at providers, and the users whom they log in.</summary>
public sealed class OAuthStore(AuthDbContext db, SessionStore sessions, MfaStore factors, UserStore users, MailRoom mail, TimeProvider clock)
{
    /// <summary>Takes a state once.</summary>
    internal Task<Result<UsedOAuthState>> UseStateAsync(string state, DateTimeOffset expiresAt, CancellationToken cancellationToken)
        => db.DecideAsync<UsedOAuthState>(
            async token =>
            {
                var now = clock.GetUtcNow();
                var used = new UsedOAuthState { Hash = RefreshToken.HashOf(state), ExpiresAt = expiresAt };
                if (await db.UsedOAuthStates.AsNoTracking().AnyAsync(known => known.Hash == used.Hash, token))
                {
                    return new OauthStateInvalid();
                }

                db.RemoveRange(await db.UsedOAuthStates.AsNoTracking().Where(old => old.ExpiresAt <= now).ToListAsync(token));
                db.Add(used);
                return used;
            },
            () => new OauthStateInvalid(),
            cancellationToken);

    /// <summary>The session, or the challenge, of whom the provider vouches for; a new user when there is none.</summary>
    internal Task<Result<OpenedSession>> LogInAsync(OAuthProfile profile, CancellationToken cancellationToken)
        => db.DecideAsync<OpenedSession>(
            async token =>
            {
                var now = clock.GetUtcNow();
                var linked = await db.LinkedAccounts.AsNoTracking()
                    .SingleOrDefaultAsync(account => account.Provider == profile.Provider && account.Subject == profile.Subject, token);
                if (linked is not null)
                {
                    var user = await db.Users.AsNoTracking().SingleAsync(user => user.Id == linked.UserId, token);
                    return user.IsActive ? await sessions.OpenOrChallengeAsync(user, profile.Provider.Name, now, token) : new UserNotActive();
                }

                return profile.VerifiedEmail is { } email
                    ? await LinkAsync(profile, email, now, token)
                    : new OauthEmailNotVerified(profile.Provider);
            },
            () => new UserBusy(),
            cancellationToken);

    private async Task<Result<OpenedSession>> LinkAsync(OAuthProfile profile, string email, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = new LinkedAccount { Provider = profile.Provider, Subject = profile.Subject, UserId = "", LinkedAt = now };
        if (await users.FindByEmailAsync(email, cancellationToken) is not { } known)
        {
            var added = users.Add(new NewUser(email, profile.Name ?? email, PasswordHash: "", Role.Merchant) { EmailIsProven = true }, now);
            db.Add(account with { UserId = added.Id });
            return sessions.Open(added, credential: null, now, profile.Provider.Name);
        }

        if (!known.IsActive)
        {
            return new UserNotActive();
        }

        // Whoever registered an address without proving it may have waited for its owner to come by this way.
        var isUnproven = known.EmailVerifiedAt is null;
        var user = isUnproven ? known with { EmailVerifiedAt = now } : known;
        if (isUnproven)
        {
            db.Update(user);
            await sessions.DropPasswordAsync(user.Id, now, cancellationToken);
            await factors.DropAllAsync(user.Id, cancellationToken);
        }

        db.Add(account with { UserId = user.Id });
        db.Publish(new SignInMethodLinked(user.Id, user.OrganizationId, profile.Provider.Name, now), clock);
        mail.Send(Letters.SignInMethodLinked(user, profile.Provider, isUnproven, now));
        return isUnproven
            ? sessions.Open(user, credential: null, now, profile.Provider.Name)
            : await sessions.OpenOrChallengeAsync(user, profile.Provider.Name, now, cancellationToken);
    }
}
