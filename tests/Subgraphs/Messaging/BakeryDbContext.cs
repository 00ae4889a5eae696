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

    internal static async Task<Bakery> OpenAsync(
        string folder, IEventLog log, Action<MessagingBuilder>? listen = null, object? witness = null, string group = "bakery", PostgresDatabase? database = null)
    {
        var variables = new Dictionary<string, string> { ["FINFLOW_DATA"] = folder, [PostgresDatabase.DataKeys.Name] = PostgresDatabase.DataKeys.Value };
        foreach (var (name, value) in database?.Variables ?? [])
        {
            variables[name] = value;
        }

        var configuration = FinFlowConfiguration.From(variables);
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(log)
            .AddSingleton(TimeProvider.System)
            .AddFinFlowDbContext<BakeryDbContext>(configuration, group)
            .AddMessaging<BakeryDbContext>(group, listen);
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

    /// <summary>Something to tell, that nothing else depends on.</summary>
    internal static UserUpdated Renamed(string name)
        => new("usr_1", "org_1", "ada@example.com", name, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    internal Task<int> PublishAsync(string name) => WithDbAsync(db =>
    {
        db.Publish(Renamed(name), TimeProvider.System);
        return db.SaveChangesAsync();
    });

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
