using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Sees each error of a response before it is written, and may replace it.</summary>
public interface IErrorFilter
{
    /// <param name="error">The error as the client would get it: unexpected exceptions are masked already.</param>
    /// <param name="exception">The exception behind it, if there was one. It is never shown to the client.</param>
    GraphQLError OnError(GraphQLError error, Exception? exception);
}
