using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Payments as rows: each change is written with its step and its event, in one transaction.</summary>
public sealed class PaymentStore(PaymentsDbContext db, TimeProvider clock, ILogger<PaymentStore> logger)
{
    private static readonly KeptQuery<PaymentsDbContext, string, Payment?> ById
        = new((db, id, _) => db.Payments.AsNoTracking().SingleOrDefault(payment => payment.Id == id));

    private static readonly KeptQuery<PaymentsDbContext, string, Payment?> ByIdForChange
        = new((db, id, _) => db.Payments.AsNoTracking().TagWith(RowLocks.ForChange).SingleOrDefault(payment => payment.Id == id));

    private static readonly KeptQuery<PaymentsDbContext, string, string, PaymentMethod?> MethodOf
        = new((db, id, organizationId, _) => db.PaymentMethods.AsNoTracking().SingleOrDefault(method => method.Id == id && method.OrganizationId == organizationId));

    public Task<Payment?> FindAsync(string id, CancellationToken cancellationToken)
        => ById.AskAsync(db, id, cancellationToken);

    /// <summary>As the writer before has left it, and nobody else's to change until the running transaction ends.</summary>
    internal Task<Payment?> FindForChangeAsync(string id, CancellationToken cancellationToken)
        => ByIdForChange.AskAsync(db, id, cancellationToken);

    /// <summary>One page of an organisation's payments, the latest first unless the query says otherwise.</summary>
    public async Task<Page<Payment>> ReadPageAsync(
        string organizationId, PagingArguments paging, QueryContext<Payment> query, CancellationToken cancellationToken)
        => await db.Payments.AsNoTracking()
            .Where(payment => payment.OrganizationId == organizationId)
            .With(query, order => order.IfEmpty(latest => latest.AddDescending(payment => payment.CreatedAt)).AddDescending(payment => payment.Id))
            .ToPageAsync(paging, cancellationToken);

    /// <summary>Records the intent to collect, or finds the one that the same request recorded before.</summary>
    public Task<Result<Intent>> IntendAsync(PaymentRequest request, IdempotencyKey key, string userId, CancellationToken cancellationToken)
        => db.DecideAsync<Intent>(
            async token =>
            {
                if (!(await db.FindKnownAsync(key, token)).TryGet(out var known, out var reused))
                {
                    return reused;
                }

                if (known.ResultId is not null)
                {
                    return new Intent((await FindAsync(known.ResultId, token))!, null);
                }

                if (await db.IsRestrictedAsync(userId, token))
                {
                    return new ProcessingRestricted();
                }

                var method = await MethodOf.AskAsync(db, request.PaymentMethodId, key.OrganizationId, token);
                if (method is null)
                {
                    return new PaymentMethodNotFound(request.PaymentMethodId);
                }

                var now = clock.GetUtcNow();
                return request.ToIntent(Id.New("pay", clock), key.OrganizationId, userId, method, now).Then<Intent>(payment =>
                {
                    db.Add(payment);
                    db.AddStep(payment, now);
                    db.Remember(key, payment.Id, now);
                    return new Intent(payment, method.Token);
                });
            },
            () => new PaymentBusy(key.Key),
            cancellationToken);

    /// <summary>Changes one organisation's payment once for each key; asked again, it answers with the payment as it is now.</summary>
    public Task<Result<Payment>> ChangeOnceAsync(
        string id, IdempotencyKey key, Func<Payment, Result<Payment>> decide, CancellationToken cancellationToken)
        => db.DecideAsync<Payment>(
            async token =>
            {
                // Before the key, which whoever has the payment now may be about to remember.
                var payment = await FindForChangeAsync(id, token);
                if (!(await db.FindKnownAsync(key, token)).TryGet(out var known, out var reused))
                {
                    return reused;
                }

                return payment is null || payment.OrganizationId != key.OrganizationId ? new PaymentNotFound(id)
                    : known.ResultId is not null ? payment
                    : Decide(payment, decide).Then<Payment>(changed =>
                    {
                        db.Remember(key, id, clock.GetUtcNow());
                        return changed;
                    });
            },
            () => new PaymentBusy(id),
            cancellationToken);

    /// <summary>Changes a payment as the decision says.</summary>
    public Task<Result<Payment>> ChangeAsync(string id, Func<Payment, Result<Payment>> decide, CancellationToken cancellationToken)
        => db.DecideAsync<Payment>(
            async token => await FindForChangeAsync(id, token) is { } payment ? Decide(payment, decide) : new PaymentNotFound(id),
            () => new PaymentBusy(id),
            cancellationToken);

    /// <summary>
    /// Changes a payment that the caller has read: as it is known, which its version checks, or, when somebody has changed it meanwhile, as that one has
    /// left it.
    /// </summary>
    public Task<Result<Payment>> ChangeAsync(Payment known, Func<Payment, Result<Payment>> decide, CancellationToken cancellationToken)
    {
        var attempts = 0;
        return db.DecideAsync<Payment>(
            async token =>
            {
                if (attempts++ == 0 && decide(known).TryGet(out var changed, out _) && changed != known)
                {
                    Write(known, changed);
                    return changed;
                }

                return await FindForChangeAsync(known.Id, token) is { } payment ? Decide(payment, decide) : new PaymentNotFound(known.Id);
            },
            () => new PaymentBusy(known.Id),
            cancellationToken);
    }

    /// <summary>Payments with a step that nobody has seen through by now; all of them when <paramref name="now"/> is null.</summary>
    public Task<List<Payment>> ListDueAsync(DateTimeOffset? now, int countMax, CancellationToken cancellationToken)
        => db.Payments.AsNoTracking()
            .Where(payment => payment.DueAt != null && (now == null || payment.DueAt <= now))
            .OrderBy(payment => payment.DueAt)
            .Take(countMax)
            .ReadableAsync(payment => payment.Id, logger, cancellationToken);

    /// <summary>Puts a changed payment, its step and its event into the running transaction.</summary>
    internal void Write(Payment before, Payment after)
    {
        var now = clock.GetUtcNow();
        db.Update(after);
        if (after.Status != before.Status || after.RefundedAmount != before.RefundedAmount)
        {
            db.AddStep(after, now);
        }

        db.LeavesWork |= after.DueAt <= now;
        if (PaymentAnnouncement.Of(before, after, now) is { } announcement)
        {
            db.Publish(announcement, clock);
        }
    }

    private Result<Payment> Decide(Payment payment, Func<Payment, Result<Payment>> decide)
        => decide(payment).Then<Payment>(changed =>
        {
            if (changed != payment)
            {
                Write(payment, changed);
            }

            return changed;
        });
}

/// <param name="Token">The method's, when this request recorded it, so that the processor cannot have heard of it; null otherwise.</param>
public sealed record Intent(Payment Payment, string? Token);
