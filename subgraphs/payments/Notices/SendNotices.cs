using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>Hands over the mails that wait; what nobody takes is tried again after growing waits, until it is no news any more.</summary>
public sealed class SendNotices(PaymentsDbContext db, IMailSender mails, TimeProvider clock) : IPeriodicJob
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
            .ToListAsync(cancellationToken);
        foreach (var notice in waiting)
        {
            await SendAsync(notice, cancellationToken);
        }

        var old = now - Kept;
        await db.Notices.Where(notice => notice.NextAttemptAt == null && notice.OccurredAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task SendAsync(PaymentNotice notice, CancellationToken cancellationToken)
    {
        var tried = notice.Tried(clock.GetUtcNow());
        if (!await SaveAsync(tried, cancellationToken))
        {
            return;
        }

        var address = await db.Recipients.Reachable(db).Where(recipient => recipient.UserId == notice.UserId).Select(recipient => recipient.Email).SingleOrDefaultAsync(cancellationToken);
        var payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(payment => payment.Id == notice.PaymentId, cancellationToken);
        if (address is null || payment is null)
        {
            // Whoever was meant has left, or lost the permission, since it was written.
            await SaveAsync(tried with { NextAttemptAt = null }, cancellationToken);
        }
        else if (await mails.SendAsync(PaymentLetter.Write(notice, address, payment), cancellationToken))
        {
            await SaveAsync(tried.Sent(clock.GetUtcNow()), cancellationToken);
        }
    }

    /// <returns>False when another process was faster. The row's version counts up with each save, also the one of a claim.</returns>
    private async Task<bool> SaveAsync(PaymentNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            db.Update(notice);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
