using System.Diagnostics.CodeAnalysis;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// From a request to a plan that can run, a step after the other; README.md has the drawing. A step that fails ends the request with a
/// request error. Documents that were seen before skip parsing and validation, operations that were seen before skip planning.
/// </summary>
internal sealed class Pipeline(CompositeSchema schema, FusionOptions options)
{
    private readonly PlanCache _cache = new(options.DocumentsMax, options.PlansBytesMax);
    private readonly Planner _planner = new(schema, options.Planner);
    private readonly CostCheck _costs = new(schema.Client, options.Cost);

    /// <summary>The memory of what is kept ready, by estimate.</summary>
    public long KeptBytes => _cache.Bytes;

    public bool TryPrepare(OperationRequest request, [NotNullWhen(true)] out PreparedOperation? prepared, [NotNullWhen(false)] out OperationResult? refused)
    {
        prepared = null;
        if (!TryGetDocument(request, out var document, out refused)
            || !TryGetOperation(request, document, out var operation, out refused)
            || !TryCoerce(request, operation, out var variables, out refused)
            || !TryPlan(request, document, operation, variables, out var plan, out refused)
            || !TryPrice(request, document, plan, variables, out var cost, out refused))
        {
            return false;
        }

        prepared = new PreparedOperation(plan, variables, cost);
        return true;
    }

    /// <summary>Prepares documents, then typical operations, until the time for it is over.</summary>
    /// <param name="documents">Those that clients are known to send.</param>
    /// <param name="log">Told of what fails.</param>
    public void WarmUp(IEnumerable<ReadOnlyMemory<byte>> documents, Action<Exception> log)
    {
        using var stage = FusionTelemetry.StartStage("warm up");
        var started = options.TimeProvider.GetTimestamp();
        using var operations = documents.Concat(TypicalOperations.Of(schema.Client)).GetEnumerator();
        while (options.TimeProvider.GetElapsedTime(started) < options.WarmUpTimeMax && operations.MoveNext())
        {
            try
            {
                Prepare(operations.Current);
            }
            catch (Exception failure)
            {
                // A plan that fails here fails there, and must not keep the gateway from serving the others.
                log(failure);
            }
        }
    }

    /// <summary>Makes a document's plans as if clients had sent it, in parts and in one piece. Whatever is wrong with it is for them to hear.</summary>
    public void Prepare(ReadOnlyMemory<byte> text)
    {
        var request = new OperationRequest { Document = text };
        if (!TryGetDocument(request, out var document, out _))
        {
            return;
        }

        foreach (var operation in document.Operations)
        {
            var (variables, _) = VariableCoercion.Coerce(schema.Client, operation.Syntax.VariableDefinitions, request.Variables);
            foreach (var isInParts in (bool[])[false, true])
            {
                if (TryPlan(request with { AllowIncrementalDelivery = isInParts }, document, operation, variables, out var plan, out _))
                {
                    _costs.TryPass(request, document, plan, variables, out _, out _);
                }
            }
        }
    }

    private bool TryGetDocument(OperationRequest request, [NotNullWhen(true)] out PlannedDocument? document, [NotNullWhen(false)] out OperationResult? refused)
    {
        refused = null;
        var text = request.Document.Span;
        document = _cache.Find(text);
        if (document is not null)
        {
            return true;
        }

        if (text.IsEmpty)
        {
            refused = request.DocumentId is null
                ? OperationResult.Refuse(RequestErrorKind.Malformed, new GraphQLError("The request has no document."))
                : OperationResult.Refuse(RequestErrorKind.DocumentUnknown, new GraphQLError("There is no document of this id.") { Code = "DOCUMENT_UNKNOWN" });
            return false;
        }

        try
        {
            var parsed = Parse(text);
            var errors = Validate(parsed);
            if (errors.Count > 0)
            {
                refused = OperationResult.Refuse(RequestErrorKind.Validation, errors);
                return false;
            }

            document = _cache.Add(new PlannedDocument(text.ToArray(), parsed));
            return true;
        }
        catch (SyntaxException error)
        {
            refused = OperationResult.Refuse(
                RequestErrorKind.Syntax,
                new GraphQLError(error.Message) { Locations = [new ErrorLocation(error.Location.Line, error.Location.Column)], Code = "SYNTAX" });
            return false;
        }
    }

    private DocumentNode Parse(ReadOnlySpan<byte> text)
    {
        using var stage = FusionTelemetry.StartStage("parse");
        return Parser.Parse(text, options.Parser);
    }

    private IReadOnlyList<GraphQLError> Validate(DocumentNode document)
    {
        using var stage = FusionTelemetry.StartStage("validate");
        return DocumentValidator.Validate(schema.Client, document, options.Validation);
    }

    private static bool TryGetOperation(
        OperationRequest request, PlannedDocument document, [NotNullWhen(true)] out PlannedOperation? operation, [NotNullWhen(false)] out OperationResult? refused)
    {
        refused = null;
        operation = document.Find(request.OperationName);
        if (operation is null)
        {
            refused = OperationResult.Refuse(RequestErrorKind.OperationUnknown, new GraphQLError(string.IsNullOrEmpty(request.OperationName)
                ? "Must provide operation name if query contains multiple operations."
                : $"Unknown operation named \"{request.OperationName}\"."));
            return false;
        }

        var kind = operation.Syntax.Operation switch
        {
            OperationType.Query => OperationKinds.Query,
            OperationType.Mutation => OperationKinds.Mutation,
            _ => OperationKinds.Subscription,
        };
        if ((request.AllowedOperations & kind) == 0)
        {
            refused = OperationResult.Refuse(
                RequestErrorKind.OperationNotAllowed,
                new GraphQLError($"A {kind.ToString().ToLowerInvariant()} is not allowed here.") { Code = "OPERATION_NOT_ALLOWED" });
            return false;
        }

        return true;
    }

    private bool TryCoerce(
        OperationRequest request, PlannedOperation operation, [NotNullWhen(true)] out VariableValues? variables, [NotNullWhen(false)] out OperationResult? refused)
    {
        (variables, var errors) = VariableCoercion.Coerce(schema.Client, operation.Syntax.VariableDefinitions, request.Variables);
        refused = errors.Count > 0 ? OperationResult.Refuse(RequestErrorKind.Variables, errors) : null;
        return refused is null;
    }

    private bool TryPrice(
        OperationRequest request, PlannedDocument document, Plan plan, VariableValues variables, out OperationCost? cost, [NotNullWhen(false)] out OperationResult? refused)
    {
        using var stage = FusionTelemetry.StartStage("price");
        return _costs.TryPass(request, document, plan, variables, out cost, out refused);
    }

    private bool TryPlan(
        OperationRequest request, PlannedDocument document, PlannedOperation operation, VariableValues variables,
        [NotNullWhen(true)] out Plan? plan, [NotNullWhen(false)] out OperationResult? refused)
    {
        refused = null;
        plan = null;
        try
        {
            var conditions = operation.Conditions ??= ConditionBits.Of(operation.Syntax, document.Fragments.Values);
            var key = conditions.KeyOf(
                variables, conditions.HasDefer && request.AllowIncrementalDelivery && operation.Syntax.Operation != OperationType.Subscription);
            plan = operation.Find(key);
            if (plan is null)
            {
                using var stage = FusionTelemetry.StartStage("plan");
                plan = _planner.Plan(operation.Syntax, document.Fragments, conditions, key);
                _cache.Grow(document, operation.Add(key, plan, options.PlansPerDocumentMax));
            }

            return true;
        }
        catch (PlanException error)
        {
            refused = OperationResult.Refuse(RequestErrorKind.Validation, new GraphQLError(error.Message) { Code = error.Code });
            return false;
        }
    }
}

/// <summary>A plan with the values it runs on.</summary>
/// <param name="ReportedCost">The price, when the client asked for it.</param>
internal sealed record PreparedOperation(Plan Plan, VariableValues Variables, OperationCost? ReportedCost);
