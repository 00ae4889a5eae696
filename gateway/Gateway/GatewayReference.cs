using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway;

/// <summary>What `/api-docs` says beside the schema: what holds for any, and what FinFlow's own has besides.</summary>
internal static class GatewayReference
{
    private const string Asking =
        "Everything is asked at one address, `POST /graphql`; subscriptions also by `text/event-stream` and over WebSocket, as `graphql-transport-ws`.";

    private const string FinFlows =
        """

        `register` and `login` are for everybody; `login` gives an access token, which goes into the header `Authorization: Bearer …`. The permission
        that a field needs stands beside it.

        A mutation takes one `input` and answers what it made, or `errors`: refusals with a `code` for programs and a `message` for people. What moves
        money takes an `idempotencyKey`: the same key with the same input is the same act. Amounts are exact decimal text with as many digits as their
        currency has, and times are UTC.
        """;

    /// <param name="limits">How many operations a client may send; null where they are not counted.</param>
    public static ApiDocsOptions Of(GatewayRuntime gateway, RateLimits? limits)
    {
        var options = new ApiDocsOptions
        {
            Permission = gateway.PermissionOf,
            Limits = [.. Limits(gateway.Settings.Fusion), .. gateway.IsFinFlow ? [new ApiLimit("Items on a page", "20, at most 100", "HC0051")] : (ApiLimit[])[], .. Counted(limits)],
        };
        return gateway.IsFinFlow
            ? options with { Introduction = Asking + FinFlows, PlainEndpoints = ForwardedEndpoints.Reference }
            : options with { Title = "GraphQL API", Introduction = Asking };
    }

    private static IEnumerable<ApiLimit> Limits(FusionOptions fusion) =>
    [
        new("Request body", "8 MiB", "413"),
        new("Requests in one batch", "100", "400"),
        new("Nesting of fields", $"{fusion.Validation.DepthMax}", "LIMIT_DEPTH_EXCEEDED"),
        new("Fields, fragments expanded", $"{fusion.Validation.FieldsMax}", "LIMIT_FIELDS_EXCEEDED"),
        new("Aliases", $"{fusion.Validation.AliasesMax}", "LIMIT_ALIASES_EXCEEDED"),
        new("Fields of the operation's root", $"{fusion.Validation.RootFieldsMax}", "LIMIT_ROOT_FIELDS_EXCEEDED"),
        new("Deferred fragments of an operation, fragments expanded", $"{fusion.Planner.DeferredFragmentsMax}", "DEFER_MAX"),
        new("Time of one operation", $"{fusion.ExecutionTimeout.TotalSeconds:0.#} s", "TIMEOUT"),
        new("Operations at once on one WebSocket", "100", "error"),
    ];

    private static IEnumerable<ApiLimit> Counted(RateLimits? limits)
    {
        if (limits is { PerUser: > 0 })
        {
            yield return new ApiLimit("Operations of a user in a minute", $"{limits.PerUser}, by RATE_LIMIT_PER_USER", "RATE_LIMITED");
        }

        if (limits is { PerAddress: > 0 })
        {
            yield return new ApiLimit("Operations without a token from an address in a minute", $"{limits.PerAddress}, by RATE_LIMIT_PER_ADDRESS", "RATE_LIMITED");
        }
    }
}
