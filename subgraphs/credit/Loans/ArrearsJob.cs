using Microsoft.Extensions.Logging;

namespace FinFlow.Credit;

/// <summary>Marks loans overdue the day after an unpaid due date, and defaulted 90 days later. Each step is told once.</summary>
internal sealed class ArrearsJob(CreditDbContext db, LoanStore loans, TimeProvider clock, ILogger<ArrearsJob> logger) : IPeriodicJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var late = await db.Loans.AsNoTracking()
            .Where(loan => (loan.Status == LoanStatus.Active || loan.Status == LoanStatus.Overdue) && loan.NextDueDate < today)
            .Select(loan => loan.Id)
            .ToListAsync(cancellationToken);
        await late.EachAsync(
            id => id, id => db.DecideAsync<Loan>(ct => MarkAsync(id, today, ct), () => new LoanBusy(), cancellationToken), logger, cancellationToken);
    }

    // One loan, one transaction: a repayment that comes in between is seen, and a lost race is left to the next run.
    private async Task<Result<Loan>> MarkAsync(string id, DateOnly today, CancellationToken cancellationToken)
    {
        var before = await db.Loans.AsNoTracking().SingleAsync(loan => loan.Id == id, cancellationToken);
        var after = before.OnDay(today);
        if (after.Status != before.Status)
        {
            db.Update(after);
            db.Publish(LoanEvents.Overdue(await loans.AccountOfAsync(after, cancellationToken), today, clock.GetUtcNow()), clock);
        }

        return after;
    }
}
