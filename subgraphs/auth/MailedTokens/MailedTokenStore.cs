using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Mails tokens and takes them back. Each method is a step of a decision that others save.</summary>
public sealed class MailedTokenStore(AuthDbContext db, MailRoom mail, FinFlowConfiguration configuration)
{
    internal const int MailsMax = 3;
    internal static readonly TimeSpan MailsWindow = TimeSpan.FromMinutes(15);

    /// <summary>Ours have some 50 characters; what is longer is not worth hashing.</summary>
    private const int CharactersMax = 128;

    /// <summary>Mails a new token to the user.</summary>
    /// <returns>False when too many went out lately, and none more did.</returns>
    internal async Task<bool> SendAsync(User user, MailedTokenPurpose purpose, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - MailsWindow;
        var recent = await db.MailedTokens.AsNoTracking()
            .CountAsync(token => token.UserId == user.Id && token.Purpose == purpose && token.IssuedAt > since, cancellationToken);
        if (recent >= MailsMax)
        {
            return false;
        }

        db.RemoveRange(await db.MailedTokens.AsNoTracking().Where(old => old.ExpiresAt <= now).ToListAsync(cancellationToken));
        var (text, token) = MailedToken.Issue(user, purpose, now);
        db.Add(token);
        mail.Send(purpose is MailedTokenPurpose.ResetPassword
            ? Letters.ResetPassword(user, WayBack("resetPassword", text), token.ExpiresAt)
            : Letters.VerifyEmail(user, WayBack("verifyEmail", text), token.ExpiresAt));
        return true;
    }

    /// <summary>Takes a token back, and with it all others that the user has for the same purpose; null when it does not count.</summary>
    internal async Task<MailedToken?> TakeAsync(string text, MailedTokenPurpose purpose, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (text.Length > CharactersMax)
        {
            return null;
        }

        var hash = RefreshToken.HashOf(text);
        var taken = await db.MailedTokens.AsNoTracking()
            .SingleOrDefaultAsync(token => token.Hash == hash && token.Purpose == purpose && token.ExpiresAt > now, cancellationToken);
        if (taken is not null)
        {
            await DropAsync(taken.UserId, purpose, cancellationToken);
        }

        return taken;
    }

    /// <summary>Whatever was mailed for the purpose counts no more.</summary>
    internal async Task DropAsync(string userId, MailedTokenPurpose purpose, CancellationToken cancellationToken)
        => db.RemoveRange(await db.MailedTokens.AsNoTracking().Where(token => token.UserId == userId && token.Purpose == purpose).ToListAsync(cancellationToken));

    // Behind a #, because what stands there is sent to no server and so is in nobody's log.
    private string WayBack(string mutation, string text)
        => configuration.Get("FINFLOW_APP_URL") is { } page ? $"Open {page}#{mutation}={text}" : $"The token for {mutation} is {text}";
}
