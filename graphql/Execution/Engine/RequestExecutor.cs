using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Executes operations on resolvers: find the document → find the operation → coerce the variables → execute.</summary>
internal sealed class RequestExecutor(ExecutableSchema executable, ExecutionServices services, IOperationDocumentStorage? storage) : IRequestExecutor
{
    private static readonly object RootValue = new();

    private readonly OperationCache _cache = new(services.Options.OperationCacheSizeMax, services.Options.CachedDocumentBytesMax);

    public Schema Schema => executable.Schema;

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var preparation = request.DocumentId is null && !services.Options.OnlyTrustedDocuments
            ? Prepare(request, request.Document)
            : await PrepareTrustedAsync(request, cancellationToken);
        if (preparation.Refusal is { } refusal)
        {
            Count(refusal);
            return refusal;
        }

        var prepared = preparation.Operation!;
        if (!GraphQLTelemetry.IsWatched)
        {
            return await ExecuteAsync(prepared, cancellationToken);
        }

        var started = services.Clock.GetTimestamp();
        var activity = GraphQLTelemetry.StartOperation(services.Name, prepared.Operation.Definition);
        var hasErrors = true;
        try
        {
            var result = await ExecuteAsync(prepared, cancellationToken);
            hasErrors = result is OperationResult { HasErrors: true };
            return result;
        }
        finally
        {
            GraphQLTelemetry.EndOperation(
                activity, services.Name, prepared.Operation.Definition.Operation, services.Clock.GetElapsedTime(started), hasErrors);
        }
    }

    private async ValueTask<ExecutionResult> ExecuteAsync(PreparedOperation prepared, CancellationToken cancellationToken)
        => prepared.Operation.Definition.Operation == OperationType.Subscription
            ? await new SubscriptionRun(executable, services, prepared, prepared.Request).StartAsync(cancellationToken)
            : prepared.Operation.MayBeIncremental && prepared.Request.AllowIncrementalDelivery
            ? await new IncrementalRun(executable, services, prepared, cancellationToken).StartAsync(RootValue)
            : (await RunAsync([prepared], cancellationToken))[0];

    private void Count(OperationResult refusal)
    {
        if (refusal.RequestError is { } reason)
        {
            GraphQLTelemetry.CountRefusal(services.Name, reason);
        }
    }

    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var results = new OperationResult[requests.Count];
        var prepared = new List<PreparedOperation>();
        var indices = new List<int>();
        for (var i = 0; i < requests.Count; i++)
        {
            var preparation = requests.Count > services.Options.BatchSizeMax
                ? Refuse(RequestErrorKind.Malformed, $"A batch may have at most {services.Options.BatchSizeMax} requests.")
                : requests[i].DocumentId is null && !services.Options.OnlyTrustedDocuments
                    ? Prepare(requests[i], requests[i].Document)
                    : await PrepareTrustedAsync(requests[i], cancellationToken);
            if (preparation.Operation is { Operation.Definition.Operation: not OperationType.Subscription } operation)
            {
                prepared.Add(operation);
                indices.Add(i);
            }
            else
            {
                results[i] = preparation.Refusal
                    ?? OperationResult.Refuse(RequestErrorKind.OperationNotAllowed, new GraphQLError("A subscription cannot be part of a batch."));
            }
        }

        var executed = prepared.Count == 0 ? [] : await RunAsync([.. prepared], cancellationToken);
        for (var i = 0; i < executed.Length; i++)
        {
            results[indices[i]] = executed[i];
        }

        return results;
    }

    /// <summary>Runs operations to their end, or to the time limit. They share loaders, and so their batches.</summary>
    private async ValueTask<OperationResult[]> RunAsync(PreparedOperation[] operations, CancellationToken cancellationToken)
    {
        var lifetime = new RequestLifetime(services.Options.ExecutionTimeout, services.Clock, cancellationToken);
        var queue = new WorkQueue(services.Root, lifetime);
        var executions = new OperationExecution[operations.Length];
        for (var i = 0; i < executions.Length; i++)
        {
            var (operation, variables, request) = operations[i];
            executions[i] = new OperationExecution(executable, operation, variables, request, services, queue) { ReportedCost = operations[i].ReportedCost };
        }

        var run = queue.RunAsync(executions, RootValue);
        if (!run.IsCompletedSuccessfully && !await lifetime.WaitAsync(run))
        {
            // What still runs keeps its buffers; nobody will read them.
            cancellationToken.ThrowIfCancellationRequested();
            return [.. executions.Select(_ => TimedOut())];
        }

        var results = new OperationResult[executions.Length];
        for (var i = 0; i < results.Length; i++)
        {
            await executions[i].State.DisposeAsync();
            results[i] = executions[i].ToResult();
        }

        lifetime.Dispose();
        return results;
    }

    private async ValueTask<Preparation> PrepareTrustedAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        if (request.DocumentId is null)
        {
            return Refuse(RequestErrorKind.DocumentUnknown, "Only trusted documents may be executed.", "HC0067");
        }

        var document = storage is null ? null : await storage.TryReadAsync(request.DocumentId, cancellationToken);
        return document is { IsEmpty: false } text
            ? Prepare(request, text)
            : request.Document.IsEmpty || services.Options.OnlyTrustedDocuments
                ? Refuse(RequestErrorKind.DocumentUnknown, "The specified persisted operation key is invalid.", "HC0020")
                : Prepare(request, request.Document);
    }

    private Preparation Prepare(OperationRequest request, ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty)
        {
            return Refuse(RequestErrorKind.Malformed, "The request has neither a document nor the id of one.");
        }

        try
        {
            if (!_cache.TryGet(text, out var document))
            {
                var node = Parser.Parse(text.Span, services.Options.Parser);
                if (DocumentValidator.Validate(Schema, node, services.Options.Validation) is { Count: > 0 } violations)
                {
                    return new Preparation(null, OperationResult.Refuse(RequestErrorKind.Validation, violations));
                }

                _cache.Add(text, document = new CompiledDocument(executable, node));
            }

            return Prepare(request, document);
        }
        catch (SyntaxException mistake)
        {
            return new Preparation(null, OperationResult.Refuse(
                RequestErrorKind.Syntax,
                new GraphQLError(mistake.Message) { Locations = [new ErrorLocation(mistake.Location.Line, mistake.Location.Column)], Code = "HC0014" }));
        }
        catch (GraphQLException refusal)
        {
            return new Preparation(null, OperationResult.Refuse(RequestErrorKind.Validation, refusal.Error));
        }
    }

    private Preparation Prepare(OperationRequest request, CompiledDocument document)
    {
        if (document.Operation(request.OperationName) is not { } operation)
        {
            return Refuse(RequestErrorKind.OperationUnknown, request.OperationName is { } name
                ? $"Unknown operation named \"{name}\"."
                : "Must provide operation name if query contains multiple operations.");
        }

        if (!request.AllowedOperations.HasFlag(KindOf(operation.Definition.Operation)))
        {
            return Refuse(RequestErrorKind.OperationNotAllowed, $"This request may not execute a {operation.Definition.Operation.ToString().ToLowerInvariant()}.");
        }

        var (variables, errors) = VariableCoercion.Coerce(Schema, operation.Definition.VariableDefinitions, request.Variables, request.Files);
        return errors.Count > 0
            ? new Preparation(null, OperationResult.Refuse(RequestErrorKind.Variables, errors))
            : Price(request, operation, variables);
    }

    private Preparation Price(OperationRequest request, CompiledOperation operation, VariableValues variables)
    {
        var cost = ResolverCosts.Price(executable, operation, variables, services.Options.Cost);
        if (CostGate.Check(cost, services.Options.Cost) is { } exceeded)
        {
            return new Preparation(null, OperationResult.Refuse(RequestErrorKind.Validation, exceeded));
        }

        return CostGate.Asked(request) switch
        {
            CostReport.Validate => new Preparation(null, CostGate.Tell(cost)),
            CostReport.Report => new Preparation(new PreparedOperation(operation, variables, request) { ReportedCost = cost }, null),
            _ => new Preparation(new PreparedOperation(operation, variables, request), null),
        };
    }

    private static OperationKinds KindOf(OperationType operation) => operation switch
    {
        OperationType.Query => OperationKinds.Query,
        OperationType.Mutation => OperationKinds.Mutation,
        _ => OperationKinds.Subscription,
    };

    internal static OperationResult TimedOut() => OperationResult.Refuse(
        RequestErrorKind.Timeout, new GraphQLError("The request exceeded the configured timeout.") { Code = "HC0045" });

    private static Preparation Refuse(RequestErrorKind kind, string message, string? code = null)
        => new(null, OperationResult.Refuse(kind, new GraphQLError(message) { Code = code }));

    /// <summary>An operation that can run, or the answer to a request that cannot.</summary>
    private readonly record struct Preparation(PreparedOperation? Operation, OperationResult? Refusal);
}

internal sealed record PreparedOperation(CompiledOperation Operation, VariableValues Variables, OperationRequest Request)
{
    /// <summary>The price, when the client asked for it.</summary>
    public OperationCost? ReportedCost { get; init; }
}
