using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Fails a field with an error that the client may see.</summary>
public sealed class GraphQLException(GraphQLError error) : Exception(error.Message)
{
    public GraphQLException(string message, string? code = null) : this(new GraphQLError(message) { Code = code })
    {
    }

    public GraphQLError Error { get; } = error;
}
