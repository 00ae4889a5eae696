namespace FinFlow.Gateway.Fusion;

/// <summary>Finds the rows that a source's error is about.</summary>
internal sealed class ErrorPlacement(ResultStore store)
{
    /// <summary>Notes an error where its path leads in the objects that wait; without a path, or above them, at all that was asked for.</summary>
    public void Place((PlanStep Step, KeyBatch Keys) call, int set, SourceError error)
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

    private void PlaceAt(int target, ScanShape shape, IReadOnlyList<object> path, int index, SourceError error)
    {
        var (row, header) = (-1, target);
        ScanShape? current = shape;
        for (; index < path.Count; index++)
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

        if (header >= 0 && current is { IsWay: true })
        {
            AttachTo(header, current, error);
            Explain(target, shape, error);
        }
        else if (row >= 0)
        {
            store.AddError(row, error, [.. path.Skip(index)]);
            if (store[row].Kind == RowKind.Absent)
            {
                Explain(target, shape, error);
            }
        }
    }

    /// <summary>An error that took more with it than its own place is why the source did not give what was asked for beside it.</summary>
    private void Explain(int header, ScanShape shape, SourceError error)
    {
        foreach (var field in shape.Fields)
        {
            var row = header + 1 + field.Slot;
            if (store[row].Kind == RowKind.Absent)
            {
                store.AddCause(row, error);
            }
            else if (field.Child is { IsWay: true } && store[row].Kind == RowKind.Object)
            {
                Explain(store[row].Start, field.Child, error);
            }
        }
    }

    private int Slot(ScanShape shape, int header, string name, out ScanShape? child)
    {
        var type = store[header].Start;
        foreach (var field in shape.Fields)
        {
            if (Utf8Names.AreEqual(field.Name, name) && field.AppliesTo(type))
            {
                child = field.Child;
                return header + 1 + field.Slot;
            }
        }

        child = null;
        return -1;
    }

    public void Attach((PlanStep Step, KeyBatch Keys) call, int set, SourceError error, bool discard = false)
    {
        for (var waiting = call.Keys.First(set); waiting >= 0;)
        {
            var (target, header, next) = call.Keys.Waiting(waiting);
            AttachTo(header, call.Step.Targets[target].Shape, error, discard);
            waiting = next;
        }
    }

    public void AttachTo(int header, ScanShape shape, SourceError error, bool discard = false)
    {
        if (store[header].Start == ScanShape.Untyped)
        {
            // Without its type nothing can be said of the object.
            store.AddError(header, error, []);
        }

        foreach (var field in shape.Fields)
        {
            var row = header + 1 + field.Slot;
            if (field.Child is { IsWay: true } && store[row].Kind == RowKind.Object)
            {
                AttachTo(store[row].Start, field.Child, error, discard);
                continue;
            }

            if (discard)
            {
                store[row].Kind = RowKind.Null;
            }

            if (store[row].Kind is RowKind.Absent or RowKind.Null)
            {
                store.AddError(row, error, []);
            }
        }
    }
}
