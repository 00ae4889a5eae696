using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>What the phases found so far. A phase starts only when those before it found no error.</summary>
internal sealed class ErrorLog
{
    private readonly List<CompositionError> _errors = [];

    public bool HasErrors => _errors.Exists(error => error.Severity == Severity.Error);

    public void Add(IEnumerable<CompositionError> errors) => _errors.AddRange(errors);

    public CompositionResult Failure() => new(null, _errors);

    public CompositionResult Success(DocumentNode schema) => new(schema, _errors);
}
