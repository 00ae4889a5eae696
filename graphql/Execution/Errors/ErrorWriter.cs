using System.Globalization;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace FinFlow.GraphQL.Execution;

/// <summary>The one place where an exception becomes what a client may see: anything unexpected is logged under an id, and masked.</summary>
internal sealed class ErrorWriter(GraphQLOptions options, IReadOnlyList<IErrorFilter> filters, ILogger logger)
{
    private const string Masked = "Unexpected Execution Error";

    public GraphQLError ToError(Exception exception)
    {
        if (exception is GraphQLException expected)
        {
            return expected.Error;
        }

        if (exception is OperationCanceledException)
        {
            return new GraphQLError("The request was cancelled.") { Code = "HC0049" };
        }

        var id = Guid.CreateVersion7().ToString("n", CultureInfo.InvariantCulture);
        logger.LogError(exception, "Unexpected execution error {ErrorId}", id);
        return new GraphQLError(options.IncludeExceptionDetails ? exception.Message : Masked)
        {
            Code = "UNEXPECTED_ERROR",
            Extensions = new Dictionary<string, object?> { ["errorId"] = id },
        };
    }

    public GraphQLError Filter(GraphQLError error, Exception? exception)
    {
        foreach (var filter in filters)
        {
            error = filter.OnError(error, exception);
        }

        return error;
    }
}
