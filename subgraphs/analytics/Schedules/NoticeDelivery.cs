using Microsoft.Extensions.Logging;

namespace FinFlow.Analytics;

/// <summary>Hands over the mails that wait; what nobody takes is tried again after growing waits.</summary>
public sealed class NoticeDelivery(
    AnalyticsDbContext db, ReportStore reports, ExportTokens tokens, IMailSender mails, FinFlowConfiguration configuration, TimeProvider clock,
    ILogger<NoticeDelivery> logger)
{
    private const int MailsMax = 200;

    internal async Task DeliverAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var waiting = await db.Notices.AsNoTracking()
            .Where(notice => notice.SentAt == null && notice.Attempts < ReportNotice.AttemptsMax && notice.NextAttemptAt <= now)
            .OrderBy(notice => notice.NextAttemptAt).ThenBy(notice => notice.Id)
            .Take(MailsMax)
            .ReadableAsync(notice => notice.Id, logger, cancellationToken);
        await waiting.EachAsync(notice => notice.Id, notice => DeliverAsync(notice.Tried(now), cancellationToken), logger, cancellationToken);
    }

    private async Task DeliverAsync(ReportNotice tried, CancellationToken cancellationToken)
    {
        if (await db.TrySaveAsync(() => db.Update(tried), cancellationToken) && await SendAsync(tried, cancellationToken))
        {
            // Saving has counted the version of what was claimed up, so this is the next one.
            await db.TrySaveAsync(() => db.Update(tried with { SentAt = clock.GetUtcNow() }), cancellationToken);
        }
    }

    private async Task<bool> SendAsync(ReportNotice notice, CancellationToken cancellationToken)
        => await reports.ReadAsync(notice.ReportId, cancellationToken) is var (report, table)
            && await mails.SendAsync(
                ReportLetter.Write(notice, report, table, tokens.Issue(report, notice.Format, ExportTokens.MailedLifetime), configuration.PublicUrl), cancellationToken);
}
