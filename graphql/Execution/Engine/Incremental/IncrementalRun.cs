using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// An operation whose response comes in parts. The first payload is sent as soon as everything that is not deferred is there; only then
/// do the deferred parts start. A payload is made when the client has taken the one before it and nothing can run that does not wait.
/// https://spec.graphql.org/draft/#sec-Incremental-Stream
/// </summary>
internal sealed class IncrementalRun : IAsyncDisposable
{
    private readonly ExecutionServices _services;
    private readonly CancellationTokenSource _ended;
    private readonly RequestLifetime _lifetime;
    private readonly CancellationToken _client;
    private readonly WorkQueue _queue;
    private readonly OperationExecution _execution;
    private readonly IncrementalPublisher _publisher;
    private readonly TaskCompletionSource<OperationResult> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<OperationResult> _payloads = Channel.CreateUnbounded<OperationResult>();
    private bool _isWanted;
    private bool _isIncremental;

    public IncrementalRun(ExecutableSchema executable, ExecutionServices services, PreparedOperation prepared, CancellationToken client)
    {
        _services = services;
        _client = client;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(client);
        _lifetime = new RequestLifetime(services.Options.ExecutionTimeout, services.Clock, _ended.Token);
        _queue = new WorkQueue(services.Root, _lifetime) { Idle = SendIfWanted };
        _publisher = new IncrementalPublisher(_queue, services);
        _execution = new OperationExecution(
            executable, prepared.Operation.Incremental(prepared.Variables), prepared.Variables, prepared.Request, services, _queue)
        {
            ReportedCost = prepared.ReportedCost, Later = new LaterParts(), Ended = Begin,
        };
    }

    /// <summary>Executes what comes first.</summary>
    /// <returns>A stream of payloads, or one result when nothing is left for later.</returns>
    public async ValueTask<ExecutionResult> StartAsync(object rootValue)
    {
        _ = FailWithAsync(_queue.RunAsync([_execution], rootValue));
        var isStream = false;
        try
        {
            if (!await _lifetime.WaitAsync(_first.Task))
            {
                _client.ThrowIfCancellationRequested();
                return RequestExecutor.TimedOut();
            }

            var first = await _first.Task;
            isStream = _isIncremental;
            return isStream ? new ResponseStream(ResponseStreamKind.Incremental, PayloadsAsync(first, CancellationToken.None), DisposeAsync) : first;
        }
        finally
        {
            if (!isStream)
            {
                await DisposeAsync();
            }
        }
    }

    private void Begin(OperationExecution execution)
    {
        _publisher.Begin(execution);
        _isIncremental = _publisher.HasNext;
        if (_isIncremental)
        {
            execution.PendingParts = _publisher.WriteFirst;
        }

        _first.TrySetResult(execution.ToResult());
    }

    // Whatever breaks the queue itself is not the fault of any field.
    private async Task FailWithAsync(Task run)
    {
        try
        {
            await run;
        }
#pragma warning disable CA1031 // It is passed on to whoever waits for a payload.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _first.TrySetException(failure);
            _payloads.Writer.TryComplete(failure);
        }
    }

    private void SendIfWanted()
    {
        if (_isWanted && _publisher.TryWritePayload(out var payload))
        {
            _isWanted = false;
            _payloads.Writer.TryWrite(payload);
            if (!_publisher.HasNext)
            {
                _payloads.Writer.TryComplete();
            }
        }
    }

    private async IAsyncEnumerable<OperationResult> PayloadsAsync(OperationResult first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return first;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token, cancellationToken);
        while (true)
        {
            _queue.Post(() => _isWanted = true);
            if (await NextAsync(stop.Token) is { } payload)
            {
                yield return payload;
                continue;
            }

            if (_lifetime.Token.IsCancellationRequested && !_ended.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                yield return _publisher.TimedOut();
            }

            yield break;
        }
    }

    private async ValueTask<OperationResult?> NextAsync(CancellationToken stop)
    {
        try
        {
            return await _payloads.Reader.WaitToReadAsync(stop) && _payloads.Reader.TryRead(out var payload) ? payload : null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _publisher.CloseAsync();
        await _execution.State.DisposeAsync();
        _lifetime.Dispose();
        _ended.Dispose();
    }
}
