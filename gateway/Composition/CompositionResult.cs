using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>The composed schema, or the reasons why there is none.</summary>
public sealed class CompositionResult(DocumentNode? schema, IReadOnlyList<CompositionError> errors)
{
    public bool Succeeded => Schema is not null;

    /// <summary>The client's schema, annotated for the planner with `fusion__` directives; null when composition failed.</summary>
    public DocumentNode? Schema { get; } = schema;

    /// <summary>What clients see of <see cref="Schema"/>; null when composition failed.</summary>
    public DocumentNode? ClientSchema => Schema is null ? null : ClientView.Of(Schema);

    /// <summary>Errors and warnings, in the order of the phases and the source schemas' names.</summary>
    public IReadOnlyList<CompositionError> Errors { get; } = errors;

    /// <summary>The schema as SDL: the same bytes for the same source schemas, in whatever order they were given.</summary>
    /// <exception cref="InvalidOperationException">Composition failed.</exception>
    public string Print() => Schema is null
        ? throw new InvalidOperationException("Composition failed; there is no schema to print.")
        : SyntaxPrinter.Print(Schema) + "\n";
}
