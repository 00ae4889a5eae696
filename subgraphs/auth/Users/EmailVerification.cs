namespace FinFlow.Auth;

/// <summary>
/// Proves that a user's address is the user's. Who has the mail must be logged in as well: else somebody could register another's address,
/// wait for its owner to follow the link, and share an account with them from then on.
/// </summary>
public sealed class EmailVerification(AuthDbContext db, UserStore users, MailedTokenStore tokens, TimeProvider clock)
{
    internal Task<Result<User>> RequestAsync(string userId, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                if (await users.FindAsync(userId, token) is not { EmailVerifiedAt: null } user)
                {
                    return new EmailAlreadyVerified();
                }

                return await tokens.SendAsync(user, MailedTokenPurpose.VerifyEmail, clock.GetUtcNow(), token)
                    ? user
                    : new MailsTooMany(MailedTokenStore.MailsMax, (int)MailedTokenStore.MailsWindow.TotalMinutes);
            },
            () => new UserBusy(),
            cancellationToken);

    internal Task<Result<User>> VerifyAsync(string userId, string text, CancellationToken cancellationToken)
        => db.DecideAsync<User>(
            async token =>
            {
                var now = clock.GetUtcNow();
                if (await tokens.TakeAsync(text, MailedTokenPurpose.VerifyEmail, now, token) is not { } taken
                    || taken.UserId != userId
                    || await users.FindAsync(userId, token) is not { } user
                    || user.Email != taken.Email)
                {
                    return new MailedTokenInvalid();
                }

                return Proven(user, now);
            },
            () => new UserBusy(),
            cancellationToken);

    /// <summary>The user whose address is proven from now on, if it was not before. A step of a decision that others save.</summary>
    internal User Proven(User user, DateTimeOffset now)
    {
        if (user.EmailVerifiedAt is not null)
        {
            return user;
        }

        var proven = user with { EmailVerifiedAt = now };
        db.Update(proven);
        db.Publish(new EmailVerified(user.Id, user.OrganizationId, now), clock);
        return proven;
    }
}
