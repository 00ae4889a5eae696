using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>The errors of one response. Resolvers may report from any thread.</summary>
internal sealed class ErrorLog(ErrorWriter writer, int errorsMax, ulong flags)
{
    private readonly Lock _lock = new();
    private List<(GraphQLError Error, Exception? Exception)>? _errors;

    public bool IsEmpty => _errors is null;

    /// <summary>Adds an error at a place of the response. What exceeds the limit is dropped: a list may fail at each of its items.</summary>
    public void Report(GraphQLError error, Exception? exception, Selection selection, PathNode? path)
    {
        lock (_lock)
        {
            _errors ??= [];
            if (_errors.Count < errorsMax)
            {
                _errors.Add((error with
                {
                    Path = error.Path ?? path?.ToArray() ?? [],
                    Locations = error.Locations.Count > 0 ? error.Locations : selection.Locations(flags),
                }, exception));
            }
        }
    }

    public void Report(Exception exception, Selection selection, PathNode? path)
        => Report(writer.ToError(exception), exception is GraphQLException ? null : exception, selection, path);

    public void WriteTo(JsonBuffer output) => GraphQLError.WriteAll(output, ToList());

    public List<GraphQLError> ToList()
    {
        lock (_lock)
        {
            return [.. (_errors ?? []).Select(entry => writer.Filter(entry.Error, entry.Exception))];
        }
    }
}
