using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using FinFlow.Scalars;

namespace FinFlow.Gateway;

/// <summary>A gateway that runs: its composed schema, watched, and the ways to its sources.</summary>
public sealed class GatewayRuntime : IDisposable
{
    private readonly FusionExecutorProvider _executors;

    private GatewayRuntime(FusionExecutorProvider executors, GatewaySettings settings)
    {
        (_executors, Settings) = (executors, settings);
        IsFinFlow = settings.AreFinFlows(executors.Current.Sources);
        OperationsPath = settings.OperationsPathOf(executors.Current.Sources);
    }

    public GatewaySettings Settings { get; }

    /// <summary>Whether the schema that was there at start is FinFlow's own: what is served beside `/graphql` follows from it.</summary>
    public bool IsFinFlow { get; }

    /// <summary>The folder of trusted documents; null for none.</summary>
    public string? OperationsPath { get; }

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
    /// <exception cref="ArgumentException">Only trusted documents are to be executed, and it is not known where they are.</exception>
    public static GatewayRuntime Create(GatewaySettings settings, Func<string, ISourceClient> clientOf, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("FinFlow.Gateway");
        var executors = new FusionExecutorProvider(
            schema =>
            {
                var executor = new FusionExecutor(schema, schema.Sources.ToDictionary(name => name, clientOf), settings.Fusion, logger);
                executor.WarmUp(TrustedDocuments(settings.OperationsPathOf(schema.Sources)));
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

        var gateway = new GatewayRuntime(executors, settings);
        if (settings.OnlyTrustedDocuments && gateway.OperationsPath is null)
        {
            gateway.Dispose();
            throw new ArgumentException("--trusted-only needs --operations: only FinFlow's own schema has a folder of documents by default.");
        }

        return gateway;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> TrustedDocuments(string? folder)
        => Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.graphql").Order(StringComparer.Ordinal).Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))
            : [];

    public void Dispose() => _executors.Dispose();
}
