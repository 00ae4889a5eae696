using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>The errors of an answer.</summary>
internal sealed partial class AnswerWriter
{
    /// <summary>Beyond this number further errors say nothing new to anybody.</summary>
    private const int ErrorsMax = 500;

    private readonly JsonBuffer _errors = new();
    private readonly List<(SourceError Error, List<object> Path)> _causes = [];
    private int _errorCount;

    /// <summary>Of deferred fields: the errors that came with them. What struck several fragments is told with each.</summary>
    private HashSet<SourceError>? _told;

    /// <summary>
    /// Writes the errors of a part that struck something that the client did not ask for or cannot see any more: no error is lost. In later
    /// parts only those that may have struck anything: the others are about objects whose fragment has failed, and that is told.
    /// </summary>
    public void WriteLeftover(DeferPart part)
    {
        foreach (var error in store.AllErrors.Where(error => !error.IsWritten && error.Part == part && (part.IsInitial || !error.IsPlaced)))
        {
            WriteError(error, null);
        }
    }

    /// <summary>The errors as a JSON list; empty when there are none.</summary>
    public byte[] TakeErrors() => _errorCount == 0 ? [] : [(byte)'[', .. _errors.WrittenSpan, (byte)']'];

    /// <summary>How often it was said why something is null.</summary>
    private int Told => _errorCount + _causes.Count;

    /// <summary>
    /// What took something away from the client is told where that would be, unless it is told at its own place: that may be a field of
    /// which the client knows nothing.
    /// </summary>
    private void WriteCauses()
    {
        foreach (var (error, path) in _causes.Where(cause => !IsTold(cause.Error)))
        {
            WriteError(error, path);
        }
    }

    /// <summary>What stands behind a null that propagates is not written any more, but what went wrong there has its path.</summary>
    private void NoteErrors(int header, ReadOnlySpan<AnswerField> fields, int depth)
    {
        if (store.AllErrors.TrueForAll(IsTold))
        {
            return;
        }

        foreach (var field in fields)
        {
            if (field.Constant is null)
            {
                (_depth, _path[depth].Name) = (depth + 1, field.ResponseName);
                NoteErrors(header + 1 + field.Slot, field);
            }
        }
    }

    private void NoteErrors(int index, AnswerField field)
    {
        foreach (var (error, rest) in store.ErrorsAt(index).Where(found => !IsTold(found.Error)))
        {
            WriteError(error, [.. Path(), .. rest]);
        }

        var row = store[index];
        if (row.Kind is RowKind.Object && field.Child?.FieldsOf(store[row.Start].Start) is { } fields)
        {
            NoteErrors(row.Start, fields, Deeper());
        }
        else if (row.Kind is RowKind.List)
        {
            NoteErrors(row, 0, field, Deeper());
        }
    }

    private void NoteErrors(in Row list, int first, AnswerField field, int depth)
    {
        for (var i = first; i < list.Length; i++)
        {
            (_depth, _path[depth]) = (depth + 1, (null, i));
            NoteErrors(list.Start + i, field);
        }
    }

    /// <summary>The errors of an object that does not exist stand at it, or at what was looked up of it.</summary>
    private void WriteErrorsAt(int header, AnswerField[] fields)
    {
        WriteErrorsAt(header);
        var depth = Deeper();
        foreach (var field in fields.Where(field => field.Constant is null))
        {
            (_depth, _path[depth].Name) = (depth + 1, field.ResponseName);
            WriteErrorsAt(header + 1 + field.Slot);
        }

        _depth = depth;
    }

    private void WriteErrorsAt(int index)
    {
        foreach (var (error, rest) in store.ErrorsAt(index))
        {
            WriteError(error, [.. Path(), .. rest]);
        }
    }

    private void WriteError(SourceError error, List<object>? path)
    {
        error.IsWritten = true;
        _told?.Add(error);
        if (!NextError())
        {
            return;
        }

        error.Write(_errors, path);
    }

    private void WriteError(GraphQLError error)
    {
        if (NextError())
        {
            error.Write(_errors);
        }
    }

    private bool IsTold(SourceError error) => _told?.Contains(error) ?? error.IsWritten;

    private bool NextError()
    {
        _errorCount++;
        if (_errorCount > ErrorsMax)
        {
            return false;
        }

        _errors.WriteRaw(_errorCount > 1 ? ","u8 : ""u8);
        return true;
    }
}
