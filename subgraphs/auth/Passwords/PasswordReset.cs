namespace FinFlow.Auth;

/// <summary>Gives whoever reads a user's mails another password for the one that was forgotten.</summary>
public sealed class PasswordReset(
    AuthDbContext db,
    UserStore users,
    SessionStore sessions,
    MfaStore factors,
    EmailVerification verification,
    MailedTokenStore tokens,
    MailRoom mail,
    SessionRevocations revocations,
    TimeProvider clock)
{
    /// <summary>Mails a token when an active user has the address. The answer is the same when none has.</summary>
    /// <param name="email">In its normal form.</param>
    /// <returns>Until when a token counts that may have been mailed.</returns>
    internal async Task<DateTimeOffset> RequestAsync(string email, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.DecideAsync<bool>(
            async token =>
            {
                if (await users.FindByEmailAsync(email, token) is not { IsActive: true } user
                    || !await tokens.SendAsync(user, MailedTokenPurpose.ResetPassword, now, token))
                {
                    return false;
                }

                db.Publish(new PasswordResetRequested(user.Id, user.OrganizationId, now), clock);
                return true;
            },
            () => new UserBusy(),
            cancellationToken);
        return now + MailedToken.LifetimeOf(MailedTokenPurpose.ResetPassword);
    }

    /// <summary>
    /// Another password, and the end of every session and lock. Second factors stay, because a mailbox alone is one factor, unless the address
    /// was never proven: then whoever set them up may not be its owner.
    /// </summary>
    internal async Task<Result<User>> ResetAsync(string text, string passwordHash, CancellationToken cancellationToken)
    {
        var reset = await db.DecideAsync<User>(
            async token =>
            {
                var now = clock.GetUtcNow();
                if (await tokens.TakeAsync(text, MailedTokenPurpose.ResetPassword, now, token) is not { } taken
                    || await users.FindAsync(taken.UserId, token) is not { IsActive: true } user
                    || user.Email != taken.Email
                    || await users.FindCredentialAsync(user.Id, token) is not { } credential)
                {
                    return new MailedTokenInvalid();
                }

                if (user.EmailVerifiedAt is null)
                {
                    await factors.DropAllAsync(user.Id, token);
                }

                var proven = verification.Proven(user, now);
                db.Update(credential.ChangeTo(passwordHash, now));
                await sessions.EndAllAsync(user.Id, keptSessionId: null, SessionEnd.PasswordChanged, now, token);
                db.Publish(new PasswordWasReset(user.Id, user.OrganizationId, now), clock);
                mail.Send(Letters.PasswordWasReset(user, now));
                return proven;
            },
            () => new UserBusy(),
            cancellationToken);
        if (!reset.IsRefused)
        {
            revocations.MakeStale(reset.Value.Id, clock.GetUtcNow());
        }

        return reset;
    }
}
