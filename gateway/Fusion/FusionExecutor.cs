using System.Diagnostics.CodeAnalysis;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Gateway.Fusion;

/// <summary>Executes operations of the composite schema by asking the sources. Safe for concurrent use.</summary>
public sealed partial class FusionExecutor : IRequestExecutor
{
    private readonly CompositeSchema _schema;
    private readonly IReadOnlyList<ISourceClient> _clients;
    private readonly FusionOptions _options;
    private readonly ILogger _logger;
    private readonly Pipeline _pipeline;
    private readonly IReadOnlyList<string> _passedHeaders;

    /// <param name="schema">What clients may ask and which source resolves it.</param>
    /// <param name="clients">The way to each source, by its name.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="logger">Told of sources that do not answer.</param>
    /// <exception cref="ArgumentException">A source has no client, or a header cannot be passed on.</exception>
    public FusionExecutor(
        CompositeSchema schema, IReadOnlyDictionary<string, ISourceClient> clients, FusionOptions? options = null, ILogger? logger = null)
    {
        _schema = schema;
        _clients = [.. schema.Sources.Select(name => clients.TryGetValue(name, out var client)
            ? client
            : throw new ArgumentException($"There is no client for the source schema \"{name}\".", nameof(clients)))];
        _options = options ?? FusionOptions.Default;
        _logger = logger ?? NullLogger.Instance;
        _pipeline = new Pipeline(schema, _options);
        _passedHeaders = PassedHeaders.Checked(_options.PassedHeaders);
    }

    public Schema Schema => _schema.Client;

    /// <inheritdoc cref="CompositeSchema.Sources"/>
    public IReadOnlyList<string> Sources => _schema.Sources;

    /// <inheritdoc cref="CompositeSchema.PermissionOf"/>
    public string? PermissionOf(string coordinate) => _schema.PermissionOf(coordinate);

    /// <summary>
    /// Plans documents, and operations that are typical of the schema, before clients send any: the first plan of a process takes many times
    /// what the others take. Asks no source. Ends after <see cref="FusionOptions.WarmUpTimeMax"/>.
    /// </summary>
    /// <param name="documents">Those that clients are known to send; they come first.</param>
    public void WarmUp(IEnumerable<ReadOnlyMemory<byte>> documents) => _pipeline.WarmUp(documents, LogFailure);

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return !TryPrepare(request, out var prepared, out var refused) ? refused
                : prepared.Plan.Operation.Operation == OperationType.Subscription
                    ? Subscribe(prepared, request, cancellationToken)
                    : prepared.Plan.Later.Count > 0
                    ? await DeliverAsync(prepared, request, cancellationToken).ConfigureAwait(false)
                    : await RunAsync(prepared, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailure(failure);
            return OperationResult.Refuse(RequestErrorKind.Internal, FusionOptions.Unexpected);
        }
    }

    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var executions = requests.Select(request => ExecuteAsync(
            request with { AllowedOperations = request.AllowedOperations & ~OperationKinds.Subscription, AllowIncrementalDelivery = false },
            cancellationToken).AsTask());
        var results = await Task.WhenAll(executions).ConfigureAwait(false);
        return [.. results.Select(result => (OperationResult)result)];
    }

    private bool TryPrepare(OperationRequest request, [NotNullWhen(true)] out PreparedOperation? prepared, [NotNullWhen(false)] out OperationResult? refused)
    {
        using var stage = FusionTelemetry.StartStage("prepare");
        return _pipeline.TryPrepare(request, out prepared, out refused);
    }

    private async ValueTask<OperationResult> RunAsync(PreparedOperation prepared, OperationRequest request, CancellationToken cancellationToken)
    {
        using var operation = FusionTelemetry.StartOperation(prepared.Plan.Operation);
        using var timeout = new CancellationTokenSource(_options.ExecutionTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var execution = NewExecution(prepared, request);
        try
        {
            using var stage = FusionTelemetry.StartStage("execute");
            await execution.RunAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return OperationResult.Refuse(RequestErrorKind.Timeout, _options.TookTooLong);
        }

        return ToResult(execution, prepared, request);
    }

    /// <summary>Answers in parts: what is deferred comes later.</summary>
    private ValueTask<ExecutionResult> DeliverAsync(PreparedOperation prepared, OperationRequest request, CancellationToken cancellationToken)
        => new IncrementalRun(prepared.Plan, fetched => NewExecution(prepared, request, fetched), _options, LogFailure, cancellationToken)
            .StartAsync(extensions => WriteExtensions(extensions, prepared, request));

    private PlanExecution NewExecution(
        PreparedOperation prepared, OperationRequest request, Action<StepGroup>? fetched = null, CancellationTokenSource? eventLimit = null)
        => new(_schema, prepared.Plan, _clients, prepared.Variables, SourceContext.Of(request, _passedHeaders), _logger)
        {
            Fetched = fetched, EventLimit = eventLimit?.Token ?? CancellationToken.None,
        };

    private OperationResult ToResult(PlanExecution execution, PreparedOperation prepared, OperationRequest request)
    {
        using var stage = FusionTelemetry.StartStage("write");
        var body = new JsonBuffer(prepared.Plan.Sizes.AnswerBytes);
        using var extensions = new JsonBuffer(64);
        WriteExtensions(extensions, prepared, request);

        var (hasErrors, hasData) = execution.Write(body, extensions.WrittenSpan);
        return new OperationResult(body) { HasErrors = hasErrors, HasData = hasData };
    }

    /// <summary>What the client asked to be told beside its answer.</summary>
    private void WriteExtensions(JsonBuffer output, PreparedOperation prepared, OperationRequest request)
    {
        if (_options.AllowPlanRequests && request.Headers?.GetValueOrDefault(FusionOptions.PlanHeader) is "1")
        {
            output.WriteRaw("{\"plan\":"u8);
            output.WriteString(prepared.Plan.ToString());
        }

        if (prepared.ReportedCost is { } cost)
        {
            output.WriteByte(output.Length == 0 ? (byte)'{' : (byte)',');
            cost.Write(output);
        }

        if (output.Length > 0)
        {
            output.WriteByte((byte)'}');
        }
    }

    [LoggerMessage(LogLevel.Error, "An operation failed.")]
    private partial void LogFailure(Exception failure);
}
