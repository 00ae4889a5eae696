using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>
/// The Apollo Federation subgraph protocol in front of a subgraph's own schema: `_service { sdl }`, and `_entities`, whose representations
/// become lookups. Whatever a lookup checks, loads and permits holds here too, because it is the same lookup.
/// </summary>
internal sealed class FederationExecutor(IRequestExecutor inner) : IRequestExecutor
{
    private readonly FederationSchema _federation = FederationSchema.Of(inner.Schema);

    /// <summary>The subgraph's own: gateways that speak the Composite Schemas way go on as before.</summary>
    public Schema Schema => inner.Schema;

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
        => Read(request) is { } definition
            ? await ExecuteAsync(definition.Document, definition.Operation, request, cancellationToken)
            : await inner.ExecuteAsync(request, cancellationToken);

    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var results = new OperationResult[requests.Count];
        List<int> own = [];
        for (var i = 0; i < requests.Count; i++)
        {
            if (Read(requests[i]) is { } definition)
            {
                results[i] = await ExecuteAsync(definition.Document, definition.Operation, requests[i], cancellationToken);
            }
            else
            {
                own.Add(i);
            }
        }

        var answers = own.Count == 0 ? [] : await inner.ExecuteBatchAsync(own.Count == requests.Count ? requests : [.. own.Select(index => requests[index])], cancellationToken);
        for (var i = 0; i < answers.Length; i++)
        {
            results[own[i]] = answers[i];
        }

        return results;
    }

    /// <summary>The operation, when it speaks the protocol. Everything else, mistakes included, is the subgraph's own schema's matter.</summary>
    private static (DocumentNode Document, OperationDefinitionNode Operation)? Read(OperationRequest request)
    {
        if (request.Document.Span.IndexOf("_entities"u8) < 0 && request.Document.Span.IndexOf("_service"u8) < 0)
        {
            return null;
        }

        try
        {
            var document = Parser.Parse(request.Document.Span);
            var named = document.Definitions.OfType<OperationDefinitionNode>()
                .Where(operation => request.OperationName is null || operation.Name?.Value == request.OperationName)
                .ToList();
            return named is [{ Operation: OperationType.Query } operation] ? (document, operation) : null;
        }
        catch (SyntaxException)
        {
            return null;
        }
    }

    private async ValueTask<OperationResult> ExecuteAsync(
        DocumentNode document, OperationDefinitionNode definition, OperationRequest request, CancellationToken cancellationToken)
    {
        if (DocumentValidator.Validate(_federation.Schema, document) is { Count: > 0 } violations)
        {
            return OperationResult.Refuse(RequestErrorKind.Validation, violations);
        }

        var (variables, mistakes) = VariableCoercion.Coerce(_federation.Schema, definition.VariableDefinitions, request.Variables);
        return mistakes.Count > 0
            ? OperationResult.Refuse(RequestErrorKind.Variables, mistakes)
            : await ExecuteAsync(new FederationOperation(document, definition, variables), request, cancellationToken);
    }

    private async ValueTask<OperationResult> ExecuteAsync(FederationOperation operation, OperationRequest request, CancellationToken cancellationToken)
    {
        var requests = new EntityRequests(_federation, inner.Schema, operation, request);
        int? own = operation.Own is { } selection ? requests.AddOwn(selection) : null;
        var entities = operation.RootFields.Where(field => field.Name.Value == "_entities").ToDictionary(field => field, requests.Add);
        var results = requests.All.Count == 0 ? [] : await inner.ExecuteBatchAsync(requests.All, cancellationToken);
        if (results.FirstOrDefault(IsRefusal) is { } refusal)
        {
            Array.ForEach(results, result => (ReferenceEquals(result, refusal) ? null : result)?.Dispose());
            return refusal;
        }

        var answers = Array.ConvertAll(results, result => JsonDocument.Parse(result.Body.WrittenMemory));
        try
        {
            using var answer = new FederationAnswer(_federation, operation, Array.ConvertAll(answers, parsed => parsed.RootElement));
            return answer.Write(own, entities);
        }
        finally
        {
            Array.ForEach(answers, parsed => parsed.Dispose());
            Array.ForEach(results, result => result.Dispose());
        }

        // A variable that does not fit belongs to one representation, since the operation's own have been looked at.
        bool IsRefusal(OperationResult result)
            => result.RequestError is { } kind && (kind != RequestErrorKind.Variables || (own is { } index && ReferenceEquals(result, results[index])));
    }
}
