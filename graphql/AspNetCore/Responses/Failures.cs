using FinFlow.GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>The one place where a surprise becomes an answer: logged with the request's id, and nothing of it told to the client.</summary>
internal static partial class Failures
{
    public static OperationResult Report(ILogger logger, Exception exception, string requestId)
    {
        LogFailure(logger, exception, requestId);
        return OperationResult.Refuse(RequestErrorKind.Internal, new GraphQLError("Unexpected error.") { Code = "INTERNAL_ERROR" });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} failed unexpectedly.")]
    private static partial void LogFailure(ILogger logger, Exception exception, string requestId);
}
