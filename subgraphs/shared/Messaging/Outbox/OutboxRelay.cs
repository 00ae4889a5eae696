using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

/// <summary>Moves what has committed from a context's outbox to the log: in order, at least once, woken by each commit.</summary>
internal sealed class OutboxRelay<TContext>(
    IServiceScopeFactory scopes, IEventLog log, OutboxBell<TContext> bell, TimeProvider clock, ILogger<OutboxRelay<TContext>> logger)
    : BackgroundService
    where TContext : DbContext
{
    private const int MessagesMax = 200;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    // What an instance left that has died; one that lives hears its own bell.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // The instance that has the turn does not hear of what commits here meanwhile.
    private static readonly TimeSpan TurnDelay = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isRung = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RelayAsync(isRung, stoppingToken) is var relayed && relayed is null or MessagesMax)
                {
                    if (relayed is null)
                    {
                        await Task.Delay(TurnDelay, clock, stoppingToken);
                    }
                }

                isRung = await bell.WaitAsync(LookInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outbox is the durable copy, so whatever failed is tried again and nothing is lost.
                if (exception.WillPass())
                {
                    logger.LogWarning("The outbox of {Context} waits for its database: {Reason:l}", typeof(TContext).Name, exception.Message);
                }
                else
                {
                    logger.LogWarning(exception, "Relaying the outbox of {Context} failed", typeof(TContext).Name);
                }

                await Task.Delay(RetryDelay, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <param name="isRung">Whether there is something, as far as this process knows; otherwise a look is cheaper than a turn.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many messages were told; null when another instance is about it.</returns>
    private async Task<int?> RelayAsync(bool isRung, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TContext>();
        var outbox = db.Set<OutboxMessage>();
        if (!isRung && !await outbox.AnyAsync(cancellationToken))
        {
            return 0;
        }

        var messages = await TellAsync(db, cancellationToken);
        if (messages.Count == 0 && db.Database.IsPostgres() && await outbox.AnyAsync(cancellationToken))
        {
            // It has come in between; or another instance has it, from whom it cannot be taken.
            messages = await TellAsync(db, cancellationToken);
            if (messages.Count == 0)
            {
                return null;
            }
        }

        MessagingMetrics.Published(messages.Count);
        return messages.Count;
    }

    private Task<List<OutboxMessage>> TellAsync(TContext db, CancellationToken cancellationToken)
        => db.Database.IsPostgres() ? RelayInTurnAsync(db, cancellationToken) : RelayAloneAsync(db, cancellationToken);

    // Instances that share a database take turns, so that each event is usually told once and always in its order. The turn is a lock, which ends
    // with the transaction. What another instance has told in the meantime, a statement that began before finds gone, and passes over.
    private async Task<List<OutboxMessage>> RelayInTurnAsync(TContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.TakeOutboxAsync(MessagesMax, cancellationToken);
        if (taken.Count > 0)
        {
            await AppendAsync(taken, cancellationToken);

            // A crash before this line appends the same ids again, which every inbox recognises.
            await transaction.CommitAsync(cancellationToken);
        }

        return taken;
    }

    // The one writer of a file must not wait for the log, so what was told is deleted afterwards.
    private async Task<List<OutboxMessage>> RelayAloneAsync(TContext db, CancellationToken cancellationToken)
    {
        var outbox = db.Set<OutboxMessage>();
        var messages = await outbox.AsNoTracking().OrderBy(message => message.Sequence).Take(MessagesMax).ToListAsync(cancellationToken);
        if (messages.Count > 0)
        {
            await AppendAsync(messages, cancellationToken);
            var told = messages.Select(message => message.Sequence).ToArray();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await outbox.Where(message => told.Contains(message.Sequence)).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return messages;
    }

    private Task AppendAsync(IEnumerable<OutboxMessage> messages, CancellationToken cancellationToken)
        => log.AppendAsync([.. messages.Select(message => new LoggedEvent(message.Topic, message.Key, message.Id, Encoding.UTF8.GetBytes(message.Envelope)))], cancellationToken);
}
