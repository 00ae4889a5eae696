using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FinFlow.Messaging;

public static class MessagingServices
{
    /// <summary>
    /// Relays the context's outbox and consumes events for it, as hosted services. Needs <see cref="IEventLog"/> and
    /// <see cref="TimeProvider"/> in the container; the context's options must take the container's <see cref="IInterceptor"/>s.
    /// </summary>
    /// <param name="group">The subgraph's name: its offsets are kept under it.</param>
    public static IServiceCollection AddMessaging<TContext>(
        this IServiceCollection services, string group, Action<MessagingBuilder>? listen = null)
        where TContext : DbContext
    {
        var bell = new OutboxBell<TContext>();
        services.AddSingleton(bell);
        foreach (var interceptor in bell.Interceptors)
        {
            services.AddSingleton(interceptor);
        }

        var messaging = new MessagingBuilder(services);
        listen?.Invoke(messaging);

        services.TryAddSingleton<DeadLetters>();
        services.AddSingleton<IHostedService, OutboxRelay<TContext>>();
        services.AddSingleton<IHostedService>(provider => new EventConsumers<TContext>(
            group,
            messaging,
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<DeadLetters>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventConsumers<TContext>>>()));
        return services;
    }
}
