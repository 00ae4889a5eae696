using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

/// <summary>Runs one consumer for each topic that a subgraph listens to.</summary>
internal sealed class EventConsumers<TContext>(
    string group,
    MessagingBuilder messaging,
    IServiceScopeFactory scopes,
    IEventLog log,
    DeadLetters deadLetters,
    TimeProvider clock,
    ILogger<EventConsumers<TContext>> logger) : BackgroundService
    where TContext : DbContext
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var transactions = new EventTransactions<TContext>(group, messaging, scopes, clock);
        return Task.WhenAll(messaging.Routes.Values
            .Select(route => route.Contract.Topic)
            .Distinct()
            .Select(topic => new EventConsumer<TContext>(group, topic, messaging, transactions, log, deadLetters, clock, logger))
            .Select(consumer => Task.Run(() => consumer.RunAsync(stoppingToken), stoppingToken)));
    }
}
