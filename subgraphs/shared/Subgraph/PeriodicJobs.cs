using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Subgraph;

/// <summary>Work that falls due with time, such as marking invoices overdue. Each run looks at the clock and does what is due, so a missed run is made up by the next.</summary>
public interface IPeriodicJob
{
    Task RunAsync(CancellationToken cancellationToken);
}

/// <summary>Runs a job at start and then at its interval, each time in a scope of its own. A failed run is logged, and the next one tries again.</summary>
/// <remarks>A process never runs it twice at once. Of several instances on one database, one at a time runs it; another one that comes meanwhile leaves it at that.</remarks>
internal sealed class PeriodicJobs<TJob>(IServiceScopeFactory scopes, TimeSpan interval, ILogger<TJob> logger) : BackgroundService, IRunsOnDemand
    where TJob : class, IPeriodicJob
{
    private readonly SemaphoreSlim running = new(1, 1);

    /// <summary>When it returns, what was due before has been done, by this run or by one that was under way.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await running.WaitAsync(cancellationToken);
        try
        {
            await RunInTurnAsync(cancellationToken);
        }
        finally
        {
            running.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        running.Dispose();
    }

    private async Task RunInTurnAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var db = scope.ServiceProvider.GetRequiredService<Func<FinFlowDbContext>>()();
        await using var turn = await InstanceTurn.TryTakeAsync(db, typeof(TJob).Name, cancellationToken);
        if (turn is not null)
        {
            await scope.ServiceProvider.GetRequiredService<TJob>().RunAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(failure, "{Job} failed; it runs again in {Interval}", typeof(TJob).Name, interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

internal interface IRunsOnDemand
{
    Task RunOnceAsync(CancellationToken cancellationToken);
}
