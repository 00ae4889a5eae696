using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A document of type definitions and extensions, made into a <see cref="Schema"/>.</summary>
public static class SchemaBuilder
{
    /// <summary>
    /// Builds the schema; the specified scalars and directives and the introspection types are added. Scalars without a behaviour in
    /// <paramref name="scalars"/> accept and give any JSON value, as a gateway needs it.
    /// </summary>
    /// <exception cref="SchemaException">The document breaks a rule of the type system; every violation is listed.</exception>
    public static Schema Build(DocumentNode document, IReadOnlyDictionary<string, ScalarBehavior>? scalars = null) => throw new NotSupportedException();
}

/// <summary>A schema that breaks rules of the type system.</summary>
public sealed class SchemaException(IReadOnlyList<GraphQLError> errors)
    : Exception(string.Join(Environment.NewLine, errors.Select(error => error.Message)))
{
    public IReadOnlyList<GraphQLError> Errors { get; } = errors;
}
