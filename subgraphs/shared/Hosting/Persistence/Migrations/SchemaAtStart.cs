using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Hosting;

internal sealed class SchemaAtStart<TContext>(
    IDbContextFactory<TContext> contexts, TimeProvider clock, ILogger<SchemaAtStart<TContext>> logger) : IHostedService
    where TContext : FinFlowDbContext
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatabaseSchema.ApplyAsync(db, clock, logger, cancellationToken);
        await PlainRows.SealAsync(db, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
