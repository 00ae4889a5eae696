using FinFlow.GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// An executor whose schema can be exchanged while it works: requests that run keep theirs, later ones get the new one. A schema that is
/// not valid is refused, and the old one stays.
/// </summary>
public sealed partial class FusionExecutorProvider(
    Func<CompositeSchema, FusionExecutor> create, ILogger<FusionExecutorProvider> logger, IReadOnlyDictionary<string, ScalarBehavior>? scalars = null)
    : IRequestExecutor, IDisposable
{
    private FusionExecutor? _current;
    private FileSystemWatcher? _watcher;
    private string? _loadedText;

    /// <summary>The executor for requests that come now.</summary>
    public FusionExecutor Current => _current ?? throw new InvalidOperationException("No composed schema is loaded.");

    public Schema Schema => Current.Schema;

    public ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
        => Current.ExecuteAsync(request, cancellationToken);

    public ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
        => Current.ExecuteBatchAsync(requests, cancellationToken);

    /// <summary>Takes a composed schema into use at once.</summary>
    public void Load(string document) => Volatile.Write(ref _current, create(CompositeSchema.Load(document, scalars)));

    /// <summary>Loads a file, and again whenever it changes.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public void Watch(string path)
    {
        var file = Path.GetFullPath(path);
        _loadedText = File.ReadAllText(file);
        Load(_loadedText);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file)) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.Size };
        _watcher.Changed += (_, _) => TryReload(file);
        _watcher.Created += (_, _) => TryReload(file);
        _watcher.Renamed += (_, _) => TryReload(file);
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose() => _watcher?.Dispose();

    /// <summary>Reads the file again; false when it is unchanged, or refused and the old schema stays.</summary>
    public bool TryReload(string file)
    {
        try
        {
            var text = File.ReadAllText(file);
            if (text == _loadedText || string.IsNullOrWhiteSpace(text))
            {
                return false;
            }

            Load(text);
            _loadedText = text;
            LogReloaded(file);
            return true;
        }
        catch (Exception failure)
        {
            // Whatever is wrong with the new file, the gateway goes on with the schema that works.
            LogRefused(failure, file);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "The composed schema {File} is in use.")]
    private partial void LogReloaded(string file);

    [LoggerMessage(LogLevel.Error, "The composed schema {File} is refused; the previous one stays in use.")]
    private partial void LogRefused(Exception failure, string file);
}
