using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Has processors delete cards that are not kept here any more, such as those of people who asked to be forgotten. It is never given up, only asked more seldom.</summary>
public sealed class ForgetCards(PaymentsDbContext db, PaymentProcessors processors, ProcessorPatience patience, TimeProvider clock, ILogger<ForgetCards> logger)
    : IPeriodicJob
{
    private const int BatchMax = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.CardsToForget.AsNoTracking().Where(card => card.DueAt <= now).OrderBy(card => card.DueAt).Take(BatchMax)
            .ReadableAsync(card => card.Id, logger, cancellationToken);
        await due.EachAsync(card => card.Id, card => ForgetAsync(card, cancellationToken), logger, cancellationToken);
    }

    private async Task ForgetAsync(CardToForget card, CancellationToken cancellationToken)
    {
        // Put off before it is tried, so that one whose processor cannot even be asked does not come first each time.
        var asked = card.Unanswered(clock.GetUtcNow());
        if (await db.TrySaveAsync(() => db.Update(asked), cancellationToken)
            && (await IsOthersTooAsync(card, cancellationToken) || await patience.ForgetCardAsync(processors.Of(card.Processor), card.Token, cancellationToken)))
        {
            await db.TrySaveAsync(() => db.Remove(asked), cancellationToken);
        }
    }

    // A processor may answer two businesses that store one card with one token; the other business goes on to be paid with it.
    private Task<bool> IsOthersTooAsync(CardToForget card, CancellationToken cancellationToken)
        => db.WithValue<PaymentMethod>(method => method.Token, card.Token).AnyAsync(method => method.Processor == card.Processor && method.RemovedAt == null, cancellationToken);
}
