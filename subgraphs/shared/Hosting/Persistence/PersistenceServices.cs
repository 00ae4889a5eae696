using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinFlow.Hosting;

public static class PersistenceServices
{
    /// <summary>
    /// A subgraph's database: <c>&lt;FINFLOW_DATA&gt;/&lt;name&gt;.db</c>, or the schema <c>name</c> of PostgreSQL when
    /// POSTGRES_HOST is set. Gives a scoped <typeparamref name="TContext"/> and an <see cref="IDbContextFactory{TContext}"/>,
    /// both pooled, and brings the schema up to date at start. Call it before <c>AddMessaging</c>.
    /// </summary>
    public static IServiceCollection AddFinFlowDbContext<TContext>(
        this IServiceCollection services, FinFlowConfiguration configuration, string name)
        where TContext : FinFlowDbContext
    {
        var sqlite = new SqliteWriting();
        return services
            .AddPooledDbContextFactory<TContext>((provider, options) =>
            {
                _ = configuration.IsEmbedded
                    ? options.UseSqlite(SqliteAt(configuration, name)).AddInterceptors(sqlite)
                    : options.UseNpgsql(configuration.PostgresAt(name)).AddInterceptors(
                        new PostgresText(), RowLocks.Instance, TurnsFirst.Instance, new OutageNotices(configuration.DatabaseName, provider.GetRequiredService<ILogger<OutageNotices>>()));
                options.ReplaceService<IModelCacheKeyFactory, ModelOfKeys>().AddInterceptors(EncryptedComparisons.Instance, TransactionStarts.Instance);
                ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new EncryptionExtension(configuration.DataCipher));
                options.AddInterceptors(provider.GetServices<IInterceptor>());
                // Stored records are immutable and replaced as a whole, so comparing a collection by reference is right.
                options.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.CollectionWithoutComparer));
            })
            .AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext())
            .AddSingleton(provider => new DependencyCheck("database", cancellationToken => ProbeAsync<TContext>(provider, cancellationToken))
            {
                Where = configuration.IsEmbedded ? configuration.DatabaseName : $"{configuration.DatabaseName} (POSTGRES_HOST, POSTGRES_PORT)",
            })
            .AddSingleton<IHostedService, SchemaAtStart<TContext>>();
    }

    private static async Task ProbeAsync<TContext>(IServiceProvider provider, CancellationToken cancellationToken)
        where TContext : FinFlowDbContext
    {
        await using var db = await provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken);
    }

    private static string SqliteAt(FinFlowConfiguration configuration, string name)
    {
        Directory.CreateDirectory(configuration.DataFolder);
        return new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(configuration.DataFolder, $"{name}.db"),
            ForeignKeys = true,
        }.ToString();
    }

    /// <summary>How a schema of PostgreSQL is reached.</summary>
    public static string PostgresAt(this FinFlowConfiguration configuration, string schema)
        => new NpgsqlConnectionStringBuilder
        {
            Host = configuration.Get("POSTGRES_HOST"),
            Port = int.Parse(configuration.Get("POSTGRES_PORT")!, System.Globalization.CultureInfo.InvariantCulture),
            Username = configuration.Get("POSTGRES_USER"),
            Password = configuration.Get("POSTGRES_PASSWORD"),
            Database = configuration.Get("POSTGRES_DB"),
            SearchPath = schema,
            ApplicationName = $"finflow-{schema}",
            SslMode = Enum.Parse<SslMode>(configuration.Get("POSTGRES_TLS")!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            RootCertificate = configuration.Get("FINFLOW_TLS_CA"),
            // What is asked again and again is parsed and planned once for each connection; none of them keeps anything else.
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = int.Parse(configuration.Get("POSTGRES_CONNECTIONS_MAX")!, System.Globalization.CultureInfo.InvariantCulture),
        }.ToString();
}
