using Microsoft.EntityFrameworkCore;

namespace FinFlow.Auth;

/// <summary>Takes letters within a decision: they go out when, and only when, the decision is saved.</summary>
public sealed class MailRoom(AuthDbContext db, Secrets secrets, TimeProvider clock)
{
    internal void Send(Letter letter) => db.Add(WaitingMail.Of(letter with { Id = Id.New("mail", clock) }, secrets, clock.GetUtcNow()));

    /// <summary>The letters about a user that wait. They are sealed, whom they are about included, so all have to be opened: a day's at most.</summary>
    internal async Task<List<Letter>> WaitingForAsync(string userId, CancellationToken cancellationToken)
        => [.. (await db.WaitingMails.AsNoTracking().ToListAsync(cancellationToken)).Select(mail => mail.Open(secrets)).OfType<Letter>().Where(letter => letter.UserId == userId)];
}
