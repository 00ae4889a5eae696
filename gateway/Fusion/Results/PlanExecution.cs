using System.Diagnostics;
using System.Runtime.InteropServices;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.Logging;

namespace FinFlow.Gateway.Fusion;

/// <summary>Runs a plan once: each request leaves as soon as everything that it waits for is there. A failed source nulls only what depended on it.</summary>
internal sealed partial class PlanExecution : IDisposable
{
    private readonly CompositeSchema _schema;
    private readonly Plan _plan;
    private readonly IReadOnlyList<ISourceClient> _clients;
    private readonly VariableValues _variables;
    private readonly SourceContext _context;
    private readonly ILogger _logger;
    private readonly ResultStore _store;
    private readonly int[] _waitingFor;
    private readonly Lock _gate = new();

    public PlanExecution(
        CompositeSchema schema, Plan plan, IReadOnlyList<ISourceClient> clients, VariableValues variables, SourceContext context, ILogger logger)
    {
        (_schema, _plan, _clients, _variables, _context, _logger) = (schema, plan, clients, variables, context, logger);
        var root = schema.Full.RootType(plan.Operation.Operation)!;
        _store = new ResultStore(schema.TypeOf(root.Name).ObjectIndex, plan.RootSlots, plan.PlaceCount, plan.Sizes.Rows);
        _waitingFor = new int[plan.Groups.Count];
        for (var i = 0; i < _waitingFor.Length; i++)
        {
            _waitingFor[i] = plan.Groups[i].DependencyCount;
        }
    }

    /// <summary>Told of each deferred request whose answer is there.</summary>
    public Action<StepGroup>? Fetched { get; init; }

    /// <summary>Of a subscription's event: when this is over, what sources have not answered yet is missing, and the rest is answered.</summary>
    public CancellationToken EventLimit { get; init; }

    /// <summary>Held by whoever looks at the result while deferred requests may be under way.</summary>
    public Lock Gate => _gate;

    /// <summary>Asks the sources until all that is not deferred is there.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var answers = new GatewayAnswers(_schema, _store, _variables);
        foreach (var field in _plan.GatewayFields)
        {
            answers.Answer(field);
        }

        return RunAllAsync([.. _plan.Groups.Where(group => group.DependencyCount == 0).Select(group => group.Index)], cancellationToken);
    }

    /// <summary>Completes a subscription's event: the first step's answer is there already.</summary>
    public Task RunEventAsync(SourceResponse response, CancellationToken cancellationToken)
    {
        var group = _plan.Groups[0];
        var batch = Prepare(group)!;
        new AnswerMerger(_store, _plan.Sources[group.Source], group.Part).Merge(batch, response);
        batch.Dispose();
        return RunAllAsync(TakeReady(group), cancellationToken);
    }

    /// <summary>The request that opens a subscription's source stream.</summary>
    public SourceRequest SubscriptionRequest()
    {
        var batch = Prepare(_plan.Groups[0])!;
        return batch.ToRequest(_context) with { Joining = _plan.Joining!.RuleFor(_variables) };
    }

    public int SubscriptionSource => _plan.Groups[0].Source;

    /// <summary>Writes the answer, or its first payload.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="extensions">A JSON object; empty for none.</param>
    /// <param name="later">Takes what is left for later; null when the answer comes in one piece.</param>
    /// <param name="pending">Writes what the first payload says of it.</param>
    public (bool HasErrors, bool HasData) Write(
        JsonBuffer output, ReadOnlySpan<byte> extensions, LaterParts? later = null, Action<JsonBuffer>? pending = null)
    {
        using var writer = new AnswerWriter(_store, output) { Later = later };
        var written = writer.Write(_plan.Answer, pending, extensions);
        (_plan.Sizes.Rows, _plan.Sizes.AnswerBytes) = (_store.Count, output.Length);
        return written;
    }

    /// <summary>Writes deferred fields whose part has been fetched.</summary>
    public void Write(IReadOnlyList<DeferredFields> fetched)
    {
        for (var i = fetched.Count - 1; i >= 0; i--)
        {
            var (fields, output) = (fetched[i], new JsonBuffer());
            using var writer = new AnswerWriter(_store, output) { Later = fields.Later };
            if (writer.WriteFields(fields))
            {
                fields.Data = output;
            }
            else
            {
                output.Dispose();
            }

            if (i == 0)
            {
                writer.WriteLeftover(fields.Part);
            }

            fields.Errors = writer.TakeErrors();
        }

        _plan.Sizes.Rows = _store.Count;
    }

    /// <summary>Permits a part's requests.</summary>
    /// <returns>Those that wait for nothing else.</returns>
    public List<StepGroup> Permit(DeferPart part)
    {
        var ready = new List<StepGroup>();
        foreach (var group in _plan.Groups)
        {
            if (group.Part == part && Interlocked.Decrement(ref _waitingFor[group.Index]) == 0)
            {
                ready.Add(group);
            }
        }

        return ready;
    }

    /// <summary>Runs a permitted request, and whatever waited only for it.</summary>
    public Task RunAsync(StepGroup group, CancellationToken cancellationToken) => RunGroupAsync(group, cancellationToken);

    public void Dispose() => _store.Dispose();

    private Task RunAllAsync(List<int> groups, CancellationToken cancellationToken) => groups.Count switch
    {
        0 => Task.CompletedTask,
        1 => RunGroupAsync(_plan.Groups[groups[0]], cancellationToken),
        _ => Task.WhenAll(groups.Select(group => RunGroupAsync(_plan.Groups[group], cancellationToken))),
    };

    private async Task RunGroupAsync(StepGroup group, CancellationToken cancellationToken)
    {
        GroupBatch? batch;
        lock (_gate)
        {
            batch = Prepare(group);
        }

        if (batch is not null)
        {
            await FetchAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        if (!group.Part.IsInitial)
        {
            Fetched?.Invoke(group);
        }

        await RunAllAsync(TakeReady(group), cancellationToken).ConfigureAwait(false);
    }

    private async Task FetchAsync(GroupBatch batch, CancellationToken cancellationToken)
    {
        var source = _plan.Sources[batch.Group.Source];
        using (batch)
        {
            var (response, missing) = ((SourceResponse?)null, SourceError.Unavailable(source));
            var (activity, startedAt) = (FusionTelemetry.StartFetch(batch, source), Stopwatch.GetTimestamp());
            try
            {
                response = await _clients[batch.Group.Source].FetchAsync(batch.ToRequest(_context), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException failure) when (EventLimit.IsCancellationRequested)
            {
                LogUnavailable(failure, source);
                missing = SourceError.TooLate(source);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogUnavailable(failure, source);
            }
            finally
            {
                FusionTelemetry.EndFetch(activity, source, startedAt, response is not null);
            }

            lock (_gate)
            {
                var merger = new AnswerMerger(_store, source, batch.Group.Part);
                if (response is not null)
                {
                    merger.Merge(batch, response);
                }
                else
                {
                    merger.Fail(batch, missing);
                }
            }
        }
    }

    private List<int> TakeReady(StepGroup done)
    {
        var ready = new List<int>();
        foreach (var dependent in done.Dependents)
        {
            if (Interlocked.Decrement(ref _waitingFor[dependent]) == 0)
            {
                ready.Add(dependent);
            }
        }

        return ready;
    }

    /// <summary>Collects the keys of a group's steps; null when nobody waits for it.</summary>
    private GroupBatch? Prepare(StepGroup group)
    {
        var batch = new GroupBatch(group);
        foreach (var step in group.Steps)
        {
            var keys = KeyBatch.Rent();
            using var forwarded = Forwarded(step.Operation);
            if (step.IsRoot)
            {
                keys.AddRoot(forwarded.WrittenSpan, _store.Root);
            }
            else
            {
                CollectKeys(step, keys, forwarded.WrittenSpan);
            }

            if (keys.Count > 0)
            {
                batch.Calls.Add((step, keys));
            }
            else
            {
                keys.Dispose();
            }
        }

        return batch.Calls.Count > 0 ? batch : null;
    }

    private void CollectKeys(PlanStep step, KeyBatch keys, ReadOnlySpan<byte> forwarded)
    {
        for (var i = 0; i < step.Targets.Count; i++)
        {
            var target = step.Targets[i];
            foreach (var header in CollectionsMarshal.AsSpan(_store.ObjectsAt(target.Place)))
            {
                if (_store[header].Kind == RowKind.Header && _store[header].Start == target.TypeIndex
                    && !keys.TryAdd(_store, target, i, header, forwarded, out var missing) && missing >= 0)
                {
                    // Without its key the object cannot be looked up: whatever lost the key is why.
                    foreach (var (error, _) in _store.ErrorsAt(missing).ToList())
                    {
                        new ErrorPlacement(_store).AttachTo(header, target.Shape, error);
                    }
                }
            }
        }
    }

    /// <summary>The client's variables that an operation uses, as the inside of a JSON object.</summary>
    private JsonBuffer Forwarded(SourceOperation operation)
    {
        var buffer = new JsonBuffer(operation.ForwardedVariables.Count == 0 ? 16 : 256);
        foreach (var name in operation.ForwardedVariables)
        {
            if (_variables.Sent.TryGetValue(name, out var value))
            {
                buffer.WriteRaw(buffer.Length > 0 ? ","u8 : ""u8);
                buffer.WriteString(name);
                buffer.WriteByte((byte)':');
                buffer.WriteRaw(JsonMarshal.GetRawUtf8Value(value));
            }
        }

        return buffer;
    }

    [LoggerMessage(LogLevel.Warning, "The source {Source} did not answer.")]
    private partial void LogUnavailable(Exception failure, string source);
}
