using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Auth;

/// <summary>Hands over the mails that wait; what nobody takes is tried again, after growing waits, for a day.</summary>
public sealed partial class MailDelivery(AuthDbContext db, IMailSender sender, Secrets secrets, TimeProvider clock, ILogger<MailDelivery> logger) : IPeriodicJob
{
    private const int MailsMax = 50;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.WaitingMails.AsNoTracking()
            .Where(mail => mail.NextAttemptAt <= now).OrderBy(mail => mail.NextAttemptAt).Take(MailsMax)
            .ReadableAsync(mail => mail.Id, logger, cancellationToken);
        await due.EachAsync(mail => mail.Id, mail => DeliverAsync(mail, cancellationToken), logger, cancellationToken);
    }

    private async Task DeliverAsync(WaitingMail mail, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var claimed = mail.Tried(now);
        if (!await db.TrySaveAsync(() => db.Update(claimed), cancellationToken))
        {
            return;
        }

        if (Open(mail) is not { } letter || await sender.SendAsync(letter, cancellationToken) || IsTooLate(mail, now))
        {
            await db.TrySaveAsync(() => db.Remove(claimed), cancellationToken);
        }
    }

    private bool IsTooLate(WaitingMail mail, DateTimeOffset now)
    {
        var isTooLate = now - mail.WrittenAt > WaitingMail.Lifetime;
        if (isTooLate)
        {
            GivenUp(logger, mail.Id, mail.Attempts + 1);
        }

        return isTooLate;
    }

    private Letter? Open(WaitingMail mail)
    {
        var letter = mail.Open(secrets);
        if (letter is null)
        {
            Unreadable(logger, mail.Id);
        }

        return letter;
    }

    [LoggerMessage(LogLevel.Error, "Nobody took the mail {Id} in {Attempts} attempts; it is dropped.")]
    private static partial void GivenUp(ILogger logger, string id, int attempts);

    [LoggerMessage(LogLevel.Error, "The mail {Id} was sealed by another key and is dropped.")]
    private static partial void Unreadable(ILogger logger, string id);
}
