using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Payments;

/// <summary>
/// Finishes what was promised to the processor: captures and voids that an event decided, answers that did not come, and, at
/// start, whatever a crash left. All of it stands in the database, so nothing depends on this process having been the one before.
/// </summary>
public sealed class UnfinishedPayments(
    IServiceScopeFactory scopes, PaymentCommits commits, TimeProvider clock, ILogger<UnfinishedPayments> logger) : BackgroundService
{
    private const int BatchMax = 100;

    /// <summary>Processors answer slowly and independently; more at once than this would only queue at their side.</summary>
    private const int AtOnceMax = 8;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At start nobody else is busy with anything, so even what is due later was left by a crash.
        DateTimeOffset? dueBy = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var more = await FinishAsync(dueBy, stoppingToken);
                dueBy = clock.GetUtcNow();
                if (!more)
                {
                    await commits.WaitAsync(Poll, clock, stoppingToken);
                    dueBy = clock.GetUtcNow();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "Unfinished payments could not be read");
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One round over what is due; true when there may be more.</summary>
    internal async Task<bool> FinishAsync(DateTimeOffset? dueBy, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var payments = await scope.ServiceProvider.GetRequiredService<PaymentStore>().ListDueAsync(dueBy, BatchMax, cancellationToken);
        var refunds = await scope.ServiceProvider.GetRequiredService<RefundStore>().ListDueAsync(dueBy, BatchMax, cancellationToken);
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(payments, parallelism, (payment, token) => FinishOneAsync(
            payment.Id, services => services.GetRequiredService<PaymentProcessing>().FinishAsync(payment, token)));
        await Parallel.ForEachAsync(refunds, parallelism, (refund, token) => FinishOneAsync(
            refund.Id, services => services.GetRequiredService<RefundProcessing>().FinishAsync(refund, token)));
        return payments.Count == BatchMax || refunds.Count == BatchMax;
    }

    private async ValueTask FinishOneAsync<T>(string id, Func<IServiceProvider, Task<Result<T>>> finish)
        where T : notnull
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var result = await finish(scope.ServiceProvider);
            if (result.IsRefused)
            {
                logger.LogWarning("Finishing {Id} was refused: {Code}", id, result.Refusal.Code);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One that fails must not hold up the others; it stays due.
            logger.LogError(exception, "Finishing {Id} failed", id);
        }
    }
}
