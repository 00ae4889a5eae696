using FinFlow.Finance;
using FinFlow.Hosting;
using FinFlow.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FinFlow.Subgraphs.Tests;

internal enum LoafState
{
    InTheOven,
    Sold,
}

internal sealed record Loaf
{
    public required string Id { get; init; }

    public required LoafState State { get; init; }

    public required Money Price { get; init; }

    public Money? Discount { get; init; }

    public CountryCode? Origin { get; init; }

    public required DateTimeOffset BakedAt { get; init; }

    public long Version { get; init; }
}

/// <summary>A subgraph's database in small.</summary>
internal sealed class BakeryDbContext(DbContextOptions<BakeryDbContext> options) : FinFlowDbContext(options)
{
    public DbSet<Loaf> Loaves => Set<Loaf>();
}

/// <summary>A process in small: its own container over a data folder, started and stopped like the real one.</summary>
internal sealed class Bakery : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IHostedService[] hosted;

    private Bakery(ServiceProvider services)
    {
        this.services = services;
        hosted = [.. services.GetServices<IHostedService>()];
    }

    internal static async Task<Bakery> OpenAsync(string folder, IEventLog log, Action<MessagingBuilder>? listen = null, object? witness = null)
    {
        var configuration = FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_DATA"] = folder });
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(log)
            .AddSingleton(TimeProvider.System)
            .AddFinFlowDbContext<BakeryDbContext>(configuration, "bakery")
            .AddMessaging<BakeryDbContext>("bakery", listen);
        if (witness is not null)
        {
            services.AddSingleton(witness.GetType(), witness);
        }

        var bakery = new Bakery(services.BuildServiceProvider());
        foreach (var service in bakery.hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return bakery;
    }

    internal async Task<T> WithDbAsync<T>(Func<BakeryDbContext, Task<T>> use)
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<BakeryDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in hosted.Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await services.DisposeAsync();
    }
}
