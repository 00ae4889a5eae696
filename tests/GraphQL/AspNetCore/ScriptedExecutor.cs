using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>
/// Answers by what stands in the document, so that tests of transports depend on no engine: `hello`, `echo` (gives back the request),
/// `partial`, `bug`, `slow`, `count(to: n)`; a lone brace does not parse, `nope` does not validate.
/// </summary>
internal sealed partial class ScriptedExecutor : IRequestExecutor
{
    private int _streamsOpen;

    public Schema Schema { get; } = SchemaBuilder.Build(Parser.Parse(""""
        type Query {
          hello: String!
          "One payment of the caller's organisation."
          payment(id: ID!): Payment
          "Payments, newest first."
          payments(first: Int = 20, after: String, status: [PaymentStatus!]): [Payment!]! @deprecated(reason: "Use `payment`.")
        }

        type Mutation {
          """
          Takes money that was authorized before. A capture may be smaller than the authorization, never larger.

          The same `idempotencyKey` with the same input gives the same payment.
          """
          capturePayment(input: CapturePaymentInput!): CapturePaymentPayload!
        }

        type Subscription { count(to: Int!): Int!  slow: Int! }

        "Money that a business collects through a processor."
        type Payment implements Node {
          id: ID!
          "Where the payment stands in its life."
          status: PaymentStatus!
          amount: Money!
        }

        "An amount & its currency."
        type Money { amount: Decimal!  currency: String! }

        interface Node { id: ID! }

        "A decimal number of any size, as a string."
        scalar Decimal @specifiedBy(url: "https://example.com/decimal")

        enum PaymentStatus { "Reserved on the card, not yet taken." AUTHORIZED  CAPTURED  VOIDED @deprecated(reason: "Gone.") }

        input CapturePaymentInput { "The payment to capture." paymentId: ID!  "All of it when absent." amount: String = "all"  idempotencyKey: String! }

        type CapturePaymentPayload { "As it is now." payment: Payment  errors: [CapturePaymentError!] }

        union CapturePaymentError = PaymentNotCapturableError | CaptureExceedsAuthorizationError

        "The payment is not authorized."
        type PaymentNotCapturableError { message: String!  code: String! }

        "More than was authorized."
        type CaptureExceedsAuthorizationError { message: String!  code: String! }
        """"));

    /// <summary>Streams that have begun and not ended.</summary>
    public int StreamsOpen => _streamsOpen;

    public List<OperationRequest> Seen { get; } = [];

    public ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(request.Document.Span);
        lock (Seen)
        {
            Seen.Add(request with { Document = Encoding.UTF8.GetBytes(text), Variables = request.Variables.ToArray() });
        }

        return new ValueTask<ExecutionResult>(text switch
        {
            _ when request.Authorization == "Bearer expired" => Refuse(RequestErrorKind.Unauthenticated, "The token is expired."),
            _ when text.Count(c => c == '{') != text.Count(c => c == '}') => Refuse(RequestErrorKind.Syntax, "Syntax Error: Expected Name, found <EOF>."),
            _ when text.Contains("nope", StringComparison.Ordinal) || text.Contains("{ 8f31", StringComparison.Ordinal)
                => Refuse(RequestErrorKind.Validation, "Cannot query field \"nope\" on type \"Query\"."),
            _ when text.Contains("CoerceFailure", StringComparison.Ordinal) => Refuse(RequestErrorKind.Variables, "Variable \"$id\" of non-null type \"ID!\" must not be null."),
            _ when !request.AllowedOperations.HasFlag(KindOf(text)) => Refuse(RequestErrorKind.OperationNotAllowed, $"{KindOf(text)} is not allowed here."),
            _ when text.Contains("bug", StringComparison.Ordinal) => throw new InvalidOperationException("secret"),
            _ when KindOf(text) == OperationKinds.Subscription => new ResponseStream(ResponseStreamKind.Subscription, Values(text, cancellationToken)),
            _ when text.Contains("partial", StringComparison.Ordinal) => Json("""{"errors":[{"message":"half"}],"data":{"partial":null}}""", hasErrors: true),
            _ when text.Contains("echo", StringComparison.Ordinal) => Json($"{{\"data\":{{\"echo\":{Echo(request)}}}}}"),
            _ when text.Contains("hello", StringComparison.Ordinal) => Json("""{"data":{"hello":"world"}}"""),
            _ => Json("""{"data":{"__typename":"Query"}}"""),
        });
    }

    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var results = new OperationResult[requests.Count];
        for (var i = 0; i < requests.Count; i++)
        {
            results[i] = (OperationResult)await ExecuteAsync(requests[i], cancellationToken);
        }

        return results;
    }

    private static OperationKinds KindOf(string text)
        => text.StartsWith("mutation", StringComparison.Ordinal) ? OperationKinds.Mutation
            : text.StartsWith("subscription", StringComparison.Ordinal) ? OperationKinds.Subscription : OperationKinds.Query;

    private static string Echo(OperationRequest request) => request.Variables.IsEmpty ? "null" : Encoding.UTF8.GetString(request.Variables.Span);

    private static OperationResult Refuse(RequestErrorKind kind, string message) => OperationResult.Refuse(kind, new GraphQLError(message));

    private static OperationResult Json([StringSyntax(StringSyntaxAttribute.Json)] string json, bool hasErrors = false)
    {
        var body = new JsonBuffer();
        body.WriteRaw(Encoding.UTF8.GetBytes(json));
        return new OperationResult(body) { HasErrors = hasErrors, HasData = true };
    }

    private async IAsyncEnumerable<OperationResult> Values(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _streamsOpen);
        try
        {
            var counts = CountTo().Match(text);
            var last = counts.Success ? int.Parse(counts.Groups[1].Value, null) : 100;
            for (var i = 1; i <= last; i++)
            {
                await Task.Delay(counts.Success ? 0 : 50, cancellationToken);
                yield return Json($"{{\"data\":{{\"{(counts.Success ? "count" : "slow")}\":{i}}}}}");
                if (text.Contains("failing", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("secret");
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streamsOpen);
        }
    }

    [GeneratedRegex(@"count\(to: (\d+)\)")]
    private static partial Regex CountTo();
}
