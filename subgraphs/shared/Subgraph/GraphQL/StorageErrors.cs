using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using FinFlow.Messaging;

namespace FinFlow.Subgraph;

/// <summary>Tells a client that it met a database that is away or full, and not a fault: trying again is right.</summary>
internal sealed class StorageErrors : IErrorFilter
{
    public GraphQLError OnError(GraphQLError error, Exception? exception) => exception?.WillPass() is true
        ? error with
        {
            Message = "The data cannot be read or written at the moment. Try again; with the same idempotencyKey nothing is done twice.",
            Code = "STORAGE_UNAVAILABLE",
        }
        : error;
}
