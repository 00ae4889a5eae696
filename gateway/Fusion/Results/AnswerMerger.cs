namespace FinFlow.Gateway.Fusion;

/// <summary>Brings a source's response to a group's request into the result objects that wait for it.</summary>
/// <param name="store">The result objects.</param>
/// <param name="source">The source's name.</param>
/// <param name="part">The part of the answer that the request is for.</param>
internal sealed class AnswerMerger(ResultStore store, string source, DeferPart part)
{
    private readonly ErrorPlacement _errors = new(store);
    private byte[]? _bytes;
    private int _document;

    public void Merge(GroupBatch batch, SourceResponse response)
    {
        store.Own(response);
        var answered = batch.Calls.Select(call => new bool[call.Keys.Count]).ToArray();
        try
        {
            foreach (var answer in response.Answers)
            {
                MergeAnswer(batch, answer, answered);
            }
        }
        catch (SourceFormatException)
        {
            // The answers before it stay; the rest counts as not answered.
        }

        if (answered.Any(sets => sets.Contains(false)))
        {
            Fail(batch, SourceError.Malformed(source), (call, set) => !answered[call][set], discard: true);
        }
    }

    /// <summary>Notes an error at everything that waits for the given sets of variables.</summary>
    /// <param name="discard">Whether what was read of their answers is to be forgotten.</param>
    public void Fail(GroupBatch batch, SourceError error, Func<int, int, bool>? which = null, bool discard = false)
    {
        error.Part = part;
        store.AllErrors.Add(error);
        for (var call = 0; call < batch.Calls.Count; call++)
        {
            for (var set = 0; set < batch.Calls[call].Keys.Count; set++)
            {
                if (which is null || which(call, set))
                {
                    _errors.Attach(batch.Calls[call], set, error, discard);
                }
            }
        }
    }

    private void MergeAnswer(GroupBatch batch, SourceAnswer answer, bool[][] answered)
    {
        if (_bytes != answer.Bytes)
        {
            _bytes = answer.Bytes;
            _document = store.AddDocument(answer.Bytes);
        }

        var (call, set, data, errors) = (answer.Call, answer.Variables, -1, (Start: 0, End: 0));
        bool? exists = null;
        var json = new JsonCursor(answer.Bytes, answer.Start, answer.Start + answer.Length);
        for (var more = json.TakeObjectStart(); more; more = json.TakeSeparator((byte)'}'))
        {
            var name = json.TakeName();
            if (name.SequenceEqual("requestIndex"u8))
            {
                call = json.TakeInt32();
            }
            else if (name.SequenceEqual("variableIndex"u8))
            {
                set = json.TakeInt32();
            }
            else if (name.SequenceEqual("data"u8))
            {
                json.Peek();
                data = json.Position;
                if (IsKnown(batch, call, set))
                {
                    exists = MergeData(CallOf(batch, call, set), Math.Max(set, 0), ref json, answer);
                }
                else
                {
                    json.SkipValue();
                }
            }
            else
            {
                json.Peek();
                var (isErrors, start) = (name.SequenceEqual("errors"u8), json.Position);
                json.SkipValue();
                errors = isErrors ? (start, json.Position) : errors;
            }
        }

        var found = errors.End > 0 ? SourceError.ReadAll(source, answer.Bytes.AsSpan(errors.Start, errors.End - errors.Start)).ToList() : null;
        if (data < 0 && found is not { Count: > 0 })
        {
            throw new SourceFormatException();
        }

        if (data < 0 && set < 0 && call < 0)
        {
            Refuse(batch, found!, answered);
            return;
        }

        var waiting = CallOf(batch, call, set);
        set = Math.Max(set, 0);
        if (data >= 0 && exists is null)
        {
            // The indices came behind the data.
            json.Position = data;
            exists = MergeData(waiting, set, ref json, answer);
        }

        answered[Math.Max(call, 0)][set] = true;
        if (found is not null)
        {
            Place(waiting, set, found);
        }

        if (exists is not true)
        {
            MarkMissing(waiting, set);
        }
    }

    /// <summary>The whole request was refused.</summary>
    private void Refuse(GroupBatch batch, List<SourceError> found, bool[][] answered)
    {
        found.ForEach(error => Fail(batch, error));
        Array.ForEach(answered, sets => Array.Fill(sets, true));
    }

    private void Place((PlanStep Step, KeyBatch Keys) waiting, int set, List<SourceError> found)
    {
        store.AllErrors.AddRange(found);
        foreach (var error in found)
        {
            error.Part = part;
            _errors.Place(waiting, set, error);
        }
    }

    /// <summary>Whether it is clear which set of variables an answer belongs to: it says so, or there is only one.</summary>
    private static bool IsKnown(GroupBatch batch, int call, int set)
        => (call >= 0 || batch.Calls.Count == 1) && (set >= 0 || CallOf(batch, call, set).Keys.Count == 1);

    private static (PlanStep Step, KeyBatch Keys) CallOf(GroupBatch batch, int call, int set)
        => Math.Max(call, 0) < batch.Calls.Count && Math.Max(set, 0) < batch.Calls[Math.Max(call, 0)].Keys.Count
            ? batch.Calls[Math.Max(call, 0)]
            : throw new SourceFormatException();

    /// <summary>False when the data, or the object that was looked up, is null. Moves behind the data.</summary>
    private bool MergeData((PlanStep Step, KeyBatch Keys) call, int set, ref JsonCursor json, SourceAnswer answer)
    {
        var exists = MoveTo(ref json, call.Step.ResultPath, out var opened);
        if (exists)
        {
            json.Position = MergeObject(call, set, json.Position, answer);
        }
        else
        {
            json.SkipValue();
        }

        json.Leave(opened);
        return exists;
    }

    /// <summary>Reads the object at a position into all that wait for it. Gives the position behind it.</summary>
    private int MergeObject((PlanStep Step, KeyBatch Keys) call, int set, int start, SourceAnswer answer)
    {
        var (scannedTarget, scannedObject, end) = (-1, -1, start);
        for (var waiting = call.Keys.First(set); waiting >= 0;)
        {
            var (target, header, next) = call.Keys.Waiting(waiting);
            var shape = call.Step.Targets[target].Shape;
            if (target == scannedTarget && CanShare(shape, header))
            {
                // The objects below are one and the same for all who asked for the same key, and so is the type, if it was asked for.
                store[header].Start = store[scannedObject].Start;
                foreach (var field in shape.Fields)
                {
                    store[header + 1 + field.Slot] = store[scannedObject + 1 + field.Slot];
                }
            }
            else
            {
                var scanner = new AnswerScanner(store, new JsonCursor(answer.Bytes, start, answer.Start + answer.Length), _document);
                scanner.ScanObject(header, shape);
                (scannedTarget, scannedObject, end) = (target, header, scanner.Position);
            }

            waiting = next;
        }

        return end;
    }

    /// <summary>Whether nothing below the object has been there before, which would have to be completed and not replaced.</summary>
    private bool CanShare(ScanShape shape, int header)
    {
        foreach (var field in shape.Composites)
        {
            if (store[header + 1 + field.Slot].Kind is RowKind.Object or RowKind.List)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves from the data to the object at the path; false when there is null on the way.</summary>
    private static bool MoveTo(ref JsonCursor json, IReadOnlyList<string> path, out int opened)
    {
        for (opened = 0; opened < path.Count; opened++)
        {
            if (json.Peek() == 'n')
            {
                return false;
            }

            var more = json.TakeObjectStart();
            while (more && !Utf8Names.AreEqual(json.TakeName(), path[opened]))
            {
                json.SkipValue();
                more = json.TakeSeparator((byte)'}');
            }

            if (!more)
            {
                throw new SourceFormatException();
            }
        }

        return json.Peek() switch
        {
            (byte)'n' => false,
            (byte)'{' => true,
            _ => throw new SourceFormatException(),
        };
    }

    private void MarkMissing((PlanStep Step, KeyBatch Keys) call, int set)
    {
        for (var waiting = call.Keys.First(set); waiting >= 0;)
        {
            var (target, header, next) = call.Keys.Waiting(waiting);
            if (call.Step.Targets[target].DecidesExistence)
            {
                store[header].Kind = RowKind.Missing;
            }

            waiting = next;
        }
    }
}
