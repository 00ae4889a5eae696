namespace FinFlow.Credit;

/// <summary>Load → decide → save, each with its event in one transaction.</summary>
public sealed class LoanStore(CreditDbContext db, TimeProvider clock)
{
    /// <summary>Turns an open offer into a loan and pays it out; the other offers of the same request are withdrawn.</summary>
    internal Task<Result<Loan>> AcceptAsync(string offerId, IdempotencyKey key, Caller caller, CancellationToken cancellationToken)
        => OnceAsync(key, async ct =>
        {
            var now = clock.GetUtcNow();
            if (await db.Offers.AsNoTracking().SingleOrDefaultAsync(offer => offer.Id == offerId && offer.OrganizationId == caller.OrganizationId, ct) is not { } open)
            {
                return new LoanOfferNotFound(offerId);
            }

            if (await db.IsRestrictedAsync(caller.UserId, ct))
            {
                return new ProcessingRestricted();
            }

            if (await db.InArrearsAsync(caller.OrganizationId, ct))
            {
                return new BorrowerInArrears();
            }

            if (!open.Accept(now).TryGet(out var accepted, out var refusal))
            {
                return refusal;
            }

            var others = await db.Offers.AsNoTracking().Where(offer => offer.RequestId == open.RequestId && offer.Id != open.Id).ToListAsync(ct);
            db.Update(accepted);
            db.UpdateRange(others.Select(other => other.Withdraw()));
            var account = LoanAccount.Disburse(accepted, Id.New("lon", clock), caller.UserId, now);
            db.Add(account.Loan);
            db.AddRange(account.Installments);
            db.Publish(LoanEvents.Disbursed(account.Loan), clock);
            return account.Loan;
        }, cancellationToken);

    /// <param name="amount">Null: what is left of the oldest unpaid installment.</param>
    internal Task<Result<Loan>> RepayAsync(string loanId, Money? amount, IdempotencyKey key, Caller caller, CancellationToken cancellationToken)
        => OnceAsync(key, async ct =>
        {
            if (await db.Loans.AsNoTracking().SingleOrDefaultAsync(loan => loan.Id == loanId && loan.OrganizationId == caller.OrganizationId, ct) is not { } loan)
            {
                return new LoanNotFound(loanId);
            }

            var before = await AccountOfAsync(loan, ct);
            var sum = amount ?? before.Installments.FirstOrDefault(installment => !installment.Outstanding.IsZero)?.Outstanding ?? Money.Zero(loan.Principal.Currency);
            if (!before.Repay(sum, Id.New("lrp", clock), clock.GetUtcNow()).TryGet(out var repaid, out var refusal))
            {
                return refusal;
            }

            db.Update(repaid.After.Loan);
            db.UpdateRange(repaid.After.Installments.Except(before.Installments));
            db.Add(repaid.Repayment);
            db.Publish(LoanEvents.Repaid(repaid.After.Loan, repaid.Repayment), clock);
            return repaid.After.Loan;
        }, cancellationToken);

    internal async Task<LoanAccount> AccountOfAsync(Loan loan, CancellationToken cancellationToken)
        => new(loan, await db.Installments.AsNoTracking().Where(installment => installment.LoanId == loan.Id).OrderBy(installment => installment.Number).ToListAsync(cancellationToken));

    private Task<Result<Loan>> OnceAsync(IdempotencyKey key, Func<CancellationToken, Task<Result<Loan>>> decide, CancellationToken cancellationToken)
        => db.DecideInTurnAsync<Loan>(
            key.OrganizationId,
            async ct =>
            {
                var (known, reused) = await key.FindAsync(db, ct);
                if (reused is not null)
                {
                    return reused;
                }

                if (known is not null)
                {
                    return await db.Loans.AsNoTracking().SingleAsync(loan => loan.Id == known, ct);
                }

                var decided = await decide(ct);
                if (decided.TryGet(out var loan, out _))
                {
                    key.Remember(db, loan.Id);
                }

                return decided;
            },
            () => new LoanBusy(),
            cancellationToken);
}
