using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using FinFlow.Scalars;

namespace FinFlow.Gateway;

/// <summary>A gateway that runs: its composed schema, watched, and the ways to its sources.</summary>
public sealed class GatewayRuntime : IDisposable
{
    private readonly FusionExecutorProvider _executors;

    private GatewayRuntime(FusionExecutorProvider executors, GatewaySettings settings) => (_executors, Settings) = (executors, settings);

    public GatewaySettings Settings { get; }

    /// <summary>The executor for requests that come now.</summary>
    public IRequestExecutor Executor => _executors.Current;

    /// <summary>What the subgraphs demand of a caller for a field, as the composed schema says it.</summary>
    public string? PermissionOf(string coordinate) => _executors.Current.PermissionOf(coordinate);

    /// <summary>Loads the composed schema and goes on watching its file.</summary>
    /// <param name="settings">Where the schema is.</param>
    /// <param name="clientOf">The way to a source by its name: asked for each source of each schema, so that it may remember its clients.</param>
    /// <param name="loggers">For sources that do not answer and schemas that are refused.</param>
    /// <exception cref="SchemaException">The schema is not valid.</exception>
    /// <exception cref="IOException">There is no schema.</exception>
    public static GatewayRuntime Create(GatewaySettings settings, Func<string, ISourceClient> clientOf, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("FinFlow.Gateway");
        var executors = new FusionExecutorProvider(
            schema =>
            {
                var executor = new FusionExecutor(schema, schema.Sources.ToDictionary(name => name, clientOf), settings.Fusion, logger);
                executor.WarmUp(TrustedDocuments(settings.OperationsPath));
                return executor;
            },
            loggers.CreateLogger<FusionExecutorProvider>(),
            FinanceScalars.All);
        if (settings.Subgraphs is { } subgraphs)
        {
            executors.Load(subgraphs.Document);
        }
        else
        {
            executors.Watch(settings.SchemaPath);
        }

        return new GatewayRuntime(executors, settings);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> TrustedDocuments(string folder)
        => Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.graphql").Order(StringComparer.Ordinal).Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))
            : [];

    public void Dispose() => _executors.Dispose();
}
