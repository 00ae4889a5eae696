namespace FinFlow.Gateway.Fusion;

/// <summary>Brings a source's response to a group's request into the result objects that wait for it.</summary>
internal sealed class AnswerMerger(ResultStore store, string source)
{
    private readonly List<Row> _scratch = [];
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
            // What was read before stays; the rest counts as not answered.
        }

        if (answered.Any(sets => sets.Contains(false)))
        {
            Fail(batch, SourceError.Malformed(source), (call, set) => !answered[call][set]);
        }
    }

    /// <summary>Notes an error at everything that waits for the given sets of variables.</summary>
    public void Fail(GroupBatch batch, SourceError error, Func<int, int, bool>? which = null)
    {
        store.AllErrors.Add(error);
        for (var call = 0; call < batch.Calls.Count; call++)
        {
            for (var set = 0; set < batch.Calls[call].Keys.Count; set++)
            {
                if (which is null || which(call, set))
                {
                    Attach(batch.Calls[call], set, error);
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
        var scanner = Scanner(answer.Start, answer);
        for (var more = scanner.TakeObjectStart(); more; more = scanner.TakeSeparator((byte)'}'))
        {
            var name = scanner.TakeName();
            if (name.SequenceEqual("requestIndex"u8))
            {
                call = scanner.TakeInt32();
            }
            else if (name.SequenceEqual("variableIndex"u8))
            {
                set = scanner.TakeInt32();
            }
            else
            {
                scanner.Peek();
                var (isData, isErrors, start) = (name.SequenceEqual("data"u8), name.SequenceEqual("errors"u8), scanner.Position);
                scanner.SkipValue();
                data = isData ? start : data;
                errors = isErrors ? (start, scanner.Position) : errors;
            }
        }

        var found = errors.End > 0 ? SourceError.ReadAll(source, answer.Bytes.AsSpan(errors.Start, errors.End - errors.Start)).ToList() : [];
        if (data < 0 && set < 0 && call < 0 && found.Count > 0)
        {
            // The whole request was refused.
            found.ForEach(error => Fail(batch, error));
            Array.ForEach(answered, sets => Array.Fill(sets, true));
            return;
        }

        (call, set) = (Math.Max(call, 0), Math.Max(set, 0));
        if (call >= batch.Calls.Count || set >= batch.Calls[call].Keys.Count || data < 0 && found.Count == 0)
        {
            throw new SourceFormatException();
        }

        var exists = data >= 0 && MergeData(batch.Calls[call], set, data, answer);
        answered[call][set] = true;
        store.AllErrors.AddRange(found);
        found.ForEach(error => Place(batch.Calls[call], set, error));
        if (!exists && found.Count == 0)
        {
            MarkMissing(batch.Calls[call], set);
        }
    }

    /// <summary>False when the data, or the object that was looked up, is null.</summary>
    private bool MergeData((PlanStep Step, KeyBatch Keys) call, int set, int data, SourceAnswer answer)
    {
        var scanner = Scanner(data, answer);
        if (!MoveTo(ref scanner, call.Step.ResultPath))
        {
            return false;
        }

        var start = scanner.Position;
        var (scannedTarget, scannedObject) = (-1, -1);
        for (var waiting = call.Keys.First(set); waiting >= 0;)
        {
            var (target, header, next) = call.Keys.Waiting(waiting);
            var shape = call.Step.Targets[target].Shape;
            if (target == scannedTarget && CanShare(shape, header))
            {
                // The objects below are one and the same for all who asked for the same key.
                foreach (var field in shape.Fields)
                {
                    store[header + 1 + field.Slot] = store[scannedObject + 1 + field.Slot];
                }
            }
            else
            {
                Scanner(start, answer).ScanObject(header, shape);
                (scannedTarget, scannedObject) = (target, header);
            }

            waiting = next;
        }

        return true;
    }

    private bool CanShare(ScanShape shape, int header)
    {
        foreach (var field in shape.Fields)
        {
            if (store[header + 1 + field.Slot].Kind is RowKind.Object or RowKind.List)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves from the data to the object at the path; false when there is null on the way.</summary>
    private static bool MoveTo(ref AnswerScanner scanner, IReadOnlyList<string> path)
    {
        foreach (var segment in path)
        {
            if (scanner.Peek() == 'n')
            {
                return false;
            }

            var more = scanner.TakeObjectStart();
            while (more && !IsName(scanner.TakeName(), segment))
            {
                scanner.SkipValue();
                more = scanner.TakeSeparator((byte)'}');
            }

            if (!more)
            {
                throw new SourceFormatException();
            }
        }

        return scanner.Peek() switch
        {
            (byte)'n' => false,
            (byte)'{' => true,
            _ => throw new SourceFormatException(),
        };
    }

    private static bool IsName(ReadOnlySpan<byte> utf8, string name)
    {
        if (utf8.Length != name.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (utf8[i] != name[i])
            {
                return false;
            }
        }

        return true;
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

    /// <summary>Notes an error where its path leads in the objects that wait; without a path, or above them, at all that was asked for.</summary>
    private void Place((PlanStep Step, KeyBatch Keys) call, int set, SourceError error)
    {
        var depth = call.Step.ResultPath.Count;
        if (error.Path is not { } path || path.Count <= depth)
        {
            Attach(call, set, error);
            return;
        }

        for (var waiting = call.Keys.First(set); waiting >= 0;)
        {
            var (target, header, next) = call.Keys.Waiting(waiting);
            PlaceAt(header, call.Step.Targets[target].Shape, path, depth, error);
            waiting = next;
        }
    }

    private void PlaceAt(int header, ScanShape shape, IReadOnlyList<object> path, int index, SourceError error)
    {
        var row = -1;
        for (ScanShape? current = shape; index < path.Count; index++)
        {
            var below = path[index] switch
            {
                string name when current is not null && header >= 0 => Slot(current, header, name, out current),
                int item when row >= 0 && store[row].Kind == RowKind.List && item < store[row].Length => store[row].Start + item,
                _ => -1,
            };
            if (below < 0)
            {
                break;
            }

            row = below;
            header = store[row].Kind == RowKind.Object ? store[row].Start : -1;
        }

        if (row >= 0)
        {
            store.AddError(row, error, [.. path.Skip(index)]);
        }
    }

    private int Slot(ScanShape shape, int header, string name, out ScanShape? child)
    {
        var type = store[header].Start;
        foreach (var field in shape.Fields)
        {
            if (IsName(field.Name, name) && field.AppliesTo(type))
            {
                child = field.Child;
                return header + 1 + field.Slot;
            }
        }

        child = null;
        return -1;
    }

    private void Attach((PlanStep Step, KeyBatch Keys) call, int set, SourceError error)
    {
        for (var waiting = call.Keys.First(set); waiting >= 0;)
        {
            var (target, header, next) = call.Keys.Waiting(waiting);
            AttachTo(header, call.Step.Targets[target].Shape, error);
            waiting = next;
        }
    }

    public void AttachTo(int header, ScanShape shape, SourceError error)
    {
        foreach (var field in shape.Fields)
        {
            var row = header + 1 + field.Slot;
            if (store[row].Kind is RowKind.Absent or RowKind.Null)
            {
                store.AddError(row, error, []);
            }
        }
    }

    private AnswerScanner Scanner(int start, SourceAnswer answer)
        => new(store, answer.Bytes, _document, start, answer.Start + answer.Length, _scratch);
}
