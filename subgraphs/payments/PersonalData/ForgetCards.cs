using Microsoft.EntityFrameworkCore;

namespace FinFlow.Payments;

/// <summary>Has processors delete cards that are not kept here any more, such as those of people who asked to be forgotten. It is never given up, only asked more seldom.</summary>
public sealed class ForgetCards(PaymentsDbContext db, PaymentProcessors processors, ProcessorPatience patience, TimeProvider clock) : IPeriodicJob
{
    private const int BatchMax = 100;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.CardsToForget.AsNoTracking().Where(card => card.DueAt <= now).OrderBy(card => card.DueAt).Take(BatchMax).ToListAsync(cancellationToken);
        foreach (var card in due)
        {
            var isGone = await IsOthersTooAsync(card, cancellationToken) || await patience.ForgetCardAsync(processors.Of(card.Processor), card.Token, cancellationToken);

            // Another process that does the same at once loses nothing: what is gone stays gone.
            await db.TrySaveAsync(() => _ = isGone ? db.Remove(card) : db.Update(card.Unanswered(clock.GetUtcNow())), cancellationToken);
        }
    }

    // A processor may answer two businesses that store one card with one token; the other business goes on to be paid with it.
    private Task<bool> IsOthersTooAsync(CardToForget card, CancellationToken cancellationToken)
        => db.WithValue<PaymentMethod>(method => method.Token, card.Token).AnyAsync(method => method.Processor == card.Processor && method.RemovedAt == null, cancellationToken);
}
