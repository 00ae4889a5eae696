using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>Lists each day of each processor once it is over. Days that were missed while nothing ran are made up for, oldest first.</summary>
public sealed class DailyChargeLists(
    PaymentsDbContext db, ChargeListing listing, PaymentProcessors processors, TimeProvider clock, ILogger<DailyChargeLists> logger) : IPeriodicJob
{
    /// <summary>How far back a processor is listed that never was: what happened before was before this installation looked.</summary>
    private const int DaysBackMax = 7;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // One that is silent, or whose answer makes no sense, must not hold up the others; the next run asks again.
        await processors.All.EachAsync(processor => $"The charges of {processor.Name}", processor => ListAsync(processor, cancellationToken), logger, cancellationToken);
    }

    private async Task ListAsync(IPaymentProcessor processor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var last = await db.ListedDays.Where(listed => listed.Processor == processor.Name).MaxAsync(listed => (DateOnly?)listed.Day, cancellationToken);
        var day = last?.AddDays(1) ?? DateOnly.FromDateTime(now.UtcDateTime).AddDays(-DaysBackMax);

        // A later day is not told before an earlier one, or that one would be taken for told.
        while (ListedDay.IsSettled(day, now) && await listing.TellDayAsync(processor, day, cancellationToken))
        {
            day = day.AddDays(1);
        }
    }
}
