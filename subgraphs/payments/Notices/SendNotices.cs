using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Hands over the mails that wait; what nobody takes is tried again after growing waits, until it is no news any more.</summary>
public sealed class SendNotices(PaymentsDbContext db, IMailSender mails, TimeProvider clock, ILogger<SendNotices> logger) : IPeriodicJob
{
    private const int MailsMax = 200;

    /// <summary>How long it can be looked up that a mail was sent.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var stale = now - PaymentNotice.AgeMax;
        await db.Notices.Where(notice => notice.NextAttemptAt != null && notice.OccurredAt < stale)
            .ExecuteUpdateAsync(notice => notice.SetProperty(n => n.NextAttemptAt, (DateTimeOffset?)null).SetProperty(n => n.Version, n => n.Version + 1), cancellationToken);
        var waiting = await db.Notices.AsNoTracking()
            .Where(notice => notice.NextAttemptAt != null && notice.NextAttemptAt <= now)
            .OrderBy(notice => notice.NextAttemptAt).ThenBy(notice => notice.Id)
            .Take(MailsMax)
            .ReadableAsync(notice => notice.Id, logger, cancellationToken);
        await waiting.EachAsync(notice => notice.Id, notice => SendAsync(notice, cancellationToken), logger, cancellationToken);

        var old = now - Kept;
        await db.Notices.Where(notice => notice.NextAttemptAt == null && notice.OccurredAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task SendAsync(PaymentNotice notice, CancellationToken cancellationToken)
    {
        // Saving counts the row's version up, also that of what is claimed here: what is saved later is the next one.
        var tried = notice.Tried(clock.GetUtcNow());
        if (!await db.TrySaveAsync(() => db.Update(tried), cancellationToken))
        {
            return;
        }

        var address = await db.Recipients.Reachable(db).Where(recipient => recipient.UserId == notice.UserId).Select(recipient => recipient.Email).SingleOrDefaultAsync(cancellationToken);
        var payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(payment => payment.Id == notice.PaymentId, cancellationToken);
        if (address is null || payment is null)
        {
            // Whoever was meant has left, or lost the permission, since it was written.
            await db.TrySaveAsync(() => db.Update(tried with { NextAttemptAt = null }), cancellationToken);
        }
        else if (await mails.SendAsync(PaymentLetter.Write(notice, address, payment), cancellationToken))
        {
            await db.TrySaveAsync(() => db.Update(tried.Sent(clock.GetUtcNow())), cancellationToken);
        }
    }
}
