using System.Collections.Concurrent;
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

    private readonly ConcurrentDictionary<string, byte> underWay = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim places = new(AtOnceMax);

    public override void Dispose()
    {
        base.Dispose();
        places.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At start nobody else is busy with anything, so even what is due later was left by a crash.
        DateTimeOffset? dueBy = null;
        var (lookedAtAll, more) = (clock.GetUtcNow(), false);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // What falls due meanwhile does not wait for what is being finished, as long as there is a place.
                var all = dueBy is null || more || clock.GetUtcNow() - lookedAtAll >= Poll;
                lookedAtAll = all ? clock.GetUtcNow() : lookedAtAll;
                (_, more) = await BeginAsync(dueBy, all, stoppingToken);
                dueBy = clock.GetUtcNow();
                if (!more)
                {
                    await commits.WaitAsync(Poll, clock, stoppingToken);
                    dueBy = clock.GetUtcNow();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "Unfinished payments could not be read");
                await Task.Delay(Poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What is being finished comes to its end.
        for (var place = 0; place < AtOnceMax; place++)
        {
            await places.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>One round over what is due, to its end; true when there may be more.</summary>
    internal async Task<bool> FinishAsync(DateTimeOffset? dueBy, CancellationToken cancellationToken)
    {
        var (begun, more) = await BeginAsync(dueBy, all: true, cancellationToken);
        await Task.WhenAll(begun);
        return more;
    }

    /// <param name="all">Whether refunds are looked at, too: only payments are told of when they commit.</param>
    private async Task<(IReadOnlyList<Task> Begun, bool More)> BeginAsync(DateTimeOffset? dueBy, bool all, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var payments = await scope.ServiceProvider.GetRequiredService<PaymentStore>().ListDueAsync(dueBy, BatchMax, cancellationToken);
        var refunds = all ? await scope.ServiceProvider.GetRequiredService<RefundStore>().ListDueAsync(dueBy, BatchMax, cancellationToken) : [];
        var begun = new List<Task>();
        foreach (var payment in payments.Where(payment => underWay.TryAdd(payment.Id, 0)).ToList())
        {
            begun.Add(await InPlaceAsync(payment.Id, services => services.GetRequiredService<PaymentProcessing>().FinishAsync(payment, cancellationToken), cancellationToken));
        }

        foreach (var refund in refunds.Where(refund => underWay.TryAdd(refund.Id, 0)).ToList())
        {
            begun.Add(await InPlaceAsync(refund.Id, services => services.GetRequiredService<RefundProcessing>().FinishAsync(refund, cancellationToken), cancellationToken));
        }

        return (begun, payments.Count == BatchMax || refunds.Count == BatchMax);
    }

    /// <returns>As soon as it has a place: the end of it.</returns>
    private async Task<Task> InPlaceAsync<T>(string id, Func<IServiceProvider, Task<Result<T>>> finish, CancellationToken cancellationToken)
        where T : notnull
    {
        await places.WaitAsync(cancellationToken);
        return Task.Run(
            async () =>
            {
                try
                {
                    await FinishOneAsync(id, finish);
                }
                finally
                {
                    underWay.TryRemove(id, out _);
                    places.Release();
                }
            },
            CancellationToken.None);
    }

    private async Task FinishOneAsync<T>(string id, Func<IServiceProvider, Task<Result<T>>> finish)
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
