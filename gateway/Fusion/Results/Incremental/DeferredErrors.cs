namespace FinFlow.Gateway.Fusion;

/// <summary>Keeps errors back that struck what the client gets later: a request may fetch something before its part is due.</summary>
internal sealed class DeferredErrors(ResultStore store)
{
    /// <summary>Lets the errors of deferred fields belong to the part with which they are written.</summary>
    public void Keep(LaterParts later)
    {
        if (!store.AllErrors.TrueForAll(error => error.IsWritten))
        {
            later.Fields.ForEach(fields => Keep(fields.Header, fields.Fields, fields.Part));
        }
    }

    private void Keep(int header, AnswerField[] fields, DeferPart part)
    {
        foreach (var field in fields)
        {
            if (field.Constant is null)
            {
                Keep(header + 1 + field.Slot, field.Child, part);
            }
        }
    }

    private void Keep(int index, ObjectShape? child, DeferPart part)
    {
        var row = store[index];
        foreach (var (error, _) in row.HasError ? store.ErrorsAt(index) : [])
        {
            error.Part = error.IsWritten ? error.Part : part;
        }

        if (row.Kind is RowKind.List)
        {
            for (var i = 0; i < row.Length; i++)
            {
                Keep(row.Start + i, child, part);
            }
        }
        else if (row.Kind is RowKind.Object && child?.FieldsOf(store[row.Start].Start) is { } fields)
        {
            Keep(row.Start, fields, part);
            foreach (var (inner, later) in child.LaterOf(store[row.Start].Start)?.Groups ?? [])
            {
                Keep(row.Start, later, inner);
            }
        }
    }
}
