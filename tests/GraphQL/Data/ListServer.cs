using FinFlow.GraphQL.Data;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public enum ParcelState { Waiting, OnItsWay, Delivered }

public sealed class Parcel
{
    [ID] public required string Id { get; init; }
    public required string Label { get; init; }
    public long Weight { get; init; }
    public ParcelState State { get; init; }
    public DateTimeOffset SentAt { get; init; }
    [GraphQLIgnore] public required string DepotId { get; init; }
}

public sealed record Depot([property: ID] string Id);

public sealed class ParcelContext(DbContextOptions<ParcelContext> options) : DbContext(options)
{
    public DbSet<Parcel> Parcels => Set<Parcel>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        => configurationBuilder.Properties<DateTimeOffset>().HaveConversion<long>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.Entity<Parcel>().Property(parcel => parcel.SentAt).HasConversion(
            moment => moment.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

[QueryType]
public static class ParcelQueries
{
    public static Task<Page<Parcel>> GetParcelsAsync(PagingArguments paging, QueryContext<Parcel> query, ParcelContext db, CancellationToken cancellationToken)
        => db.Parcels.With(query, sort => sort.IfEmpty(empty => empty.AddDescending(parcel => parcel.SentAt)).AddAscending(parcel => parcel.Id))
            .ToPageAsync(paging, cancellationToken);

    [UseProjection]
    public static Task<Page<Parcel>> GetLightParcelsAsync(PagingArguments paging, QueryContext<Parcel> query, ParcelContext db, CancellationToken cancellationToken)
        => db.Parcels.With(query, sort => sort.IfEmpty(empty => empty.AddAscending(parcel => parcel.Weight))).ToPageAsync(paging, cancellationToken);

    public static IReadOnlyList<Depot> Depots() => [new Depot("d0"), new Depot("d1"), new Depot("d2")];
}

[ObjectType<Parcel>]
public static class ParcelNode
{
    public static string Route([Parent(nameof(Parcel.DepotId), nameof(Parcel.Label))] Parcel parcel) => $"{parcel.DepotId}: {parcel.Label}";

    public static string Whole([Parent] Parcel parcel) => $"{parcel.Label} {parcel.State}";
}

[ObjectType<Depot>]
public static class DepotNode
{
    [UsePaging(MaxPageSize = 5)]
    public static async Task<Connection<Parcel>> GetParcelsAsync(
        [Parent] Depot depot, PagingArguments paging, IParcelsByDepotDataLoader parcels, CancellationToken cancellationToken)
        => (await parcels.With(paging).LoadAsync(depot.Id, cancellationToken) ?? Page<Parcel>.Empty).ToConnection();

    [UsePaging(MaxPageSize = 5), UseProjection]
    public static async Task<Connection<Parcel>> GetLightParcelsAsync(
        [Parent] Depot depot, PagingArguments paging, QueryContext<Parcel> query, ILightParcelsByDepotDataLoader parcels, CancellationToken cancellationToken)
        => (await parcels.With(paging, query).LoadAsync(depot.Id, cancellationToken) ?? Page<Parcel>.Empty).ToConnection();
}

public static class ParcelLoaders
{
    [DataLoader]
    internal static async Task<IReadOnlyDictionary<string, Page<Parcel>>> GetParcelsByDepotAsync(
        IReadOnlyList<string> depotIds, PagingArguments paging, ParcelContext db, CancellationToken cancellationToken)
        => await db.Parcels.Where(parcel => depotIds.Contains(parcel.DepotId)).OrderBy(parcel => parcel.Weight)
            .ToBatchPageAsync(parcel => parcel.DepotId, paging, cancellationToken);

    [DataLoader]
    internal static async Task<IReadOnlyDictionary<string, Page<Parcel>>> GetLightParcelsByDepotAsync(
        IReadOnlyList<string> depotIds, PagingArguments paging, QueryContext<Parcel> query, ParcelContext db, CancellationToken cancellationToken)
        => await db.Parcels.Where(parcel => depotIds.Contains(parcel.DepotId)).With(query, order => order.IfEmpty(none => none.AddAscending(parcel => parcel.Weight)))
            .ToBatchPageAsync(parcel => parcel.DepotId, paging, cancellationToken);
}

/// <summary>Lists over a real database, and the statements that they cost.</summary>
public sealed class ListServer : IAsyncDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly ServiceProvider _services;

    public ListServer(Action<IRequestExecutorBuilder>? configure = null)
    {
        _connection.Open();
        var services = new ServiceCollection();
        services.AddDbContext<ParcelContext>(options => options.UseSqlite(_connection)
            .LogTo(Statements.Add, [RelationalEventId.CommandExecuting]).EnableSensitiveDataLogging());
        var builder = services.AddTestsDataLoaders().AddGraphQLServer("parcels").AddType(typeof(ParcelQueries)).AddType(typeof(DepotNode)).AddType(typeof(ParcelNode)).AddFiltering().AddSorting();
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
        using var scope = _services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ParcelContext>();
        db.Database.EnsureCreated();
        db.AddRange(Enumerable.Range(0, 12).Select(i => new Parcel
        {
            Id = $"p{i:00}",
            Label = $"{(i % 2 == 0 ? "Box" : "Tube")} {i}",
            Weight = 100 - i,
            State = (ParcelState)(i % 3),
            SentAt = new DateTimeOffset(2024, 2, 1 + i, 12, 0, 0, TimeSpan.Zero),
            DepotId = $"d{i % 2}",
        }));
        db.SaveChanges();
        Statements.Clear();
    }

    public List<string> Statements { get; } = [];

    public Schema Schema => _services.GetRequiredService<IRequestExecutor>().Schema;

    public async Task<string> ExecuteAsync(string document)
    {
        await using var result = await _services.GetRequiredService<IRequestExecutor>().ExecuteAsync(ShopServer.Request(document), CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
