using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace FinFlow.Hosting;

internal sealed class SchemaAtStart<TContext>(IDbContextFactory<TContext> contexts) : IHostedService
    where TContext : FinFlowDbContext
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await DatabaseSchema.ApplyAsync(db, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
