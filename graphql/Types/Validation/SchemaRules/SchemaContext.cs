using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A schema under examination, and what was found.</summary>
internal sealed class SchemaContext(Schema schema)
{
    private readonly List<GraphQLError> _errors = [];

    public Schema Schema { get; } = schema;

    /// <summary>The types that the document defines.</summary>
    public IReadOnlyList<NamedType> Types { get; } = [.. schema.Types.Values.Where(type => !type.IsBuiltIn)];

    public IReadOnlyList<GraphQLError> Errors => _errors;

    public void Report(string message, params IEnumerable<SyntaxNode?> nodes) => _errors.Add(GraphQLError.At(message, nodes));

    /// <summary>Whoever must give a value cannot be told not to. https://spec.graphql.org/draft/#sec--deprecated</summary>
    /// <param name="what">"argument" or "input field".</param>
    public void CheckDeprecation(InputValue value, string what, string coordinate)
    {
        if (value.IsRequired && value.DeprecationReason is not null)
        {
            Report(
                $"Required {what} {coordinate} cannot be deprecated.",
                value.Directives.FirstOrDefault(directive => directive.Name.Value == "deprecated"), value.Syntax?.Type);
        }
    }
}
