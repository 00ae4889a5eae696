using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// An operation whose response comes in parts. The first payload is ready as soon as everything that is not deferred is there; only then
/// the deferred requests leave. A payload has whatever became complete since the client took the one before it.
/// https://spec.graphql.org/draft/#sec-Incremental-Stream
/// </summary>
internal sealed class IncrementalRun : IAsyncDisposable
{
    private readonly Plan _plan;
    private readonly FusionOptions _options;
    private readonly PlanExecution _execution;
    private readonly IncrementalPublisher _publisher;
    private readonly Action<Exception> _log;
    private readonly Activity? _activity;
    private readonly CancellationToken _client;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _ended;
    private readonly CancellationToken _end;
    private readonly Dictionary<DeferPart, int> _unanswered;
    private readonly HashSet<DeferPart> _permitted = [];
    private readonly List<Task> _requests = [];
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _isDisposed;

    /// <param name="plan">A plan with deferred parts.</param>
    /// <param name="newExecution">Makes its execution, which tells of each deferred request that is answered.</param>
    /// <param name="options">Limits.</param>
    /// <param name="log">Told of what should not happen.</param>
    /// <param name="client">Cancelled when the client has gone.</param>
    public IncrementalRun(Plan plan, Func<Action<StepGroup>, PlanExecution> newExecution, FusionOptions options, Action<Exception> log, CancellationToken client)
    {
        (_plan, _options, _log, _client) = (plan, options, log, client);
        _activity = FusionTelemetry.StartOperation(plan.Operation);
        _limit = new CancellationTokenSource(options.ExecutionTimeout, options.TimeProvider);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, client);
        _end = _ended.Token;
        _unanswered = plan.Groups.Where(group => !group.Part.IsInitial).CountBy(group => group.Part).ToDictionary();
        _execution = newExecution(Answered);
        _publisher = new IncrementalPublisher(_execution.Write, options.IncrementalPartsMax);
    }

    /// <summary>Executes what comes first.</summary>
    /// <param name="writeExtensions">Writes what the client asked to be told beside its answer.</param>
    /// <returns>A stream of payloads, or one result when nothing is left for later.</returns>
    public async ValueTask<ExecutionResult> StartAsync(Action<JsonBuffer> writeExtensions)
    {
        var isStream = false;
        try
        {
            using (FusionTelemetry.StartStage("execute"))
            {
                await _execution.RunAsync(_end).ConfigureAwait(false);
            }

            var first = WriteFirst(writeExtensions);
            isStream = _publisher.HasNext;
            if (isStream)
            {
                PermitWanted();
            }

            return isStream ? new ResponseStream(ResponseStreamKind.Incremental, PayloadsAsync(first, CancellationToken.None), DisposeAsync) : first;
        }
        catch (OperationCanceledException) when (IsTooLate)
        {
            return OperationResult.Refuse(RequestErrorKind.Timeout, _options.TookTooLong);
        }
        finally
        {
            if (!isStream)
            {
                await DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends what is under way. The memory is given back when the last request has noticed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _ended.CancelAsync().ConfigureAwait(false);
        Task[] requests;
        lock (_execution.Gate)
        {
            requests = [.. _requests];
        }

        // None of them fails: they tell the publisher.
        await Task.WhenAll(requests).ConfigureAwait(false);
        _publisher.Dispose();
        _execution.Dispose();
        _activity?.Dispose();
        _ended.Dispose();
        _limit.Dispose();
    }

    private bool IsTooLate => _limit.IsCancellationRequested && !_client.IsCancellationRequested;

    private OperationResult WriteFirst(Action<JsonBuffer> writeExtensions)
    {
        using var stage = FusionTelemetry.StartStage("write");
        using var extensions = new JsonBuffer(64);
        writeExtensions(extensions);
        var (body, later) = (new JsonBuffer(_plan.Sizes.AnswerBytes), new LaterParts());
        var (hasErrors, hasData) = _execution.Write(body, extensions.WrittenSpan, later, output =>
        {
            _publisher.Begin(later);
            if (_publisher.HasNext)
            {
                _publisher.WriteFirst(output);
            }
        });
        return new OperationResult(body) { HasErrors = hasErrors, HasData = hasData };
    }

    private async IAsyncEnumerable<OperationResult> PayloadsAsync(OperationResult first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return first;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_end, cancellationToken);
        for (var hasNext = true; hasNext;)
        {
            if (!await ChangesAsync(stop.Token).ConfigureAwait(false))
            {
                if (!IsTooLate || cancellationToken.IsCancellationRequested || Volatile.Read(ref _isDisposed) == 1)
                {
                    yield break;
                }

                End(_options.TookTooLong);
            }

            OperationResult? payload;
            lock (_execution.Gate)
            {
                _publisher.TryWritePayload(out payload);
                hasNext = _publisher.HasNext;
            }

            if (payload is not null)
            {
                yield return payload;
            }
        }
    }

    /// <summary>False when waiting is over because nobody may wait any longer.</summary>
    private async ValueTask<bool> ChangesAsync(CancellationToken stop)
    {
        try
        {
            return await _changes.Reader.ReadAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A deferred request's answer is merged: perhaps it was the last of its part.</summary>
    private void Answered(StepGroup group)
    {
        lock (_execution.Gate)
        {
            if (--_unanswered[group.Part] == 0)
            {
                _publisher.Fetched(group.Part);
                PermitWanted();
            }
        }
    }

    /// <summary>Lets the requests of parts leave for which the client waits by now.</summary>
    private void PermitWanted()
    {
        lock (_execution.Gate)
        {
            while (!_end.IsCancellationRequested && _publisher.Wanted.TryDequeue(out var part))
            {
                Permit(part);
            }
        }

        _changes.Writer.TryWrite(true);
    }

    private void Permit(DeferPart part)
    {
        if (!_permitted.Add(part))
        {
            return;
        }

        if (!_unanswered.ContainsKey(part))
        {
            // It came with what was before it.
            _publisher.Fetched(part);
            return;
        }

        foreach (var before in _plan.Groups.Where(group => group.Part == part).SelectMany(group => group.PartsBefore))
        {
            Permit(before);
        }

        foreach (var group in _execution.Permit(part))
        {
            // Sources in the process may work long before they wait for something: the others need not wait for them.
            _requests.Add(Task.Run(() => RunAsync(group)));
        }
    }

    private async Task RunAsync(StepGroup group)
    {
        try
        {
            await _execution.RunAsync(group, _end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Nobody waits any more, or the time is over, which whoever waits sees for himself.
        }
        catch (Exception failure)
        {
            _log(failure);
            End(FusionOptions.Unexpected);
        }
    }

    /// <summary>Completes all that is open with an error.</summary>
    private void End(GraphQLError error)
    {
        lock (_execution.Gate)
        {
            _publisher.Fail(error);
            _changes.Writer.TryWrite(true);
        }
    }
}
