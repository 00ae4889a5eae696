using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>
/// HTTP status of a result that stands alone in its response.
/// https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
/// </summary>
internal static class StatusCodeOf
{
    public static int Result(OperationResult result, ResponseFormat format, bool isGet, GraphQLServerOptions options) => result.RequestError switch
    {
        null when result.HasErrors && format == ResponseFormat.GraphQLResponse => options.PartialSuccessStatus,
        null => StatusCodes.Status200OK,
        RequestErrorKind.Malformed => StatusCodes.Status400BadRequest,
        RequestErrorKind.OperationNotAllowed => isGet ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status406NotAcceptable,
        RequestErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RequestErrorKind.Timeout => StatusCodes.Status504GatewayTimeout,
        RequestErrorKind.TooManyRequests => StatusCodes.Status429TooManyRequests,
        RequestErrorKind.Overloaded => StatusCodes.Status503ServiceUnavailable,
        RequestErrorKind.Internal => StatusCodes.Status500InternalServerError,

        // Clients of `application/json` take a status other than 2xx for an answer from some proxy, and would not read the errors.
        _ when format == ResponseFormat.Json => StatusCodes.Status200OK,
        RequestErrorKind.OperationUnknown => StatusCodes.Status422UnprocessableEntity,

        // The draft's 422 for validation and variables is younger than the clients; its audit still asks for 400.
        _ => StatusCodes.Status400BadRequest,
    };
}
