using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Writes the client's answer from the result objects: leaves are copied from the sources' bytes; a null where the client's schema has none
/// takes back what was written since the nearest nullable place. Errors get the path at which the client sees their effect.
/// </summary>
internal sealed class AnswerWriter(ResultStore store, JsonBuffer output) : IDisposable
{
    /// <summary>Beyond this number further errors say nothing new to anybody.</summary>
    private const int ErrorsMax = 500;

    private readonly JsonBuffer _errors = new();
    /// <summary>Response names, and indices where there is no name: objects are made of them for errors only.</summary>
    private (string? Name, int Index)[] _path = new (string?, int)[32];
    private int _depth;
    private int _errorCount;

    public (bool HasErrors, bool HasData) Write(ObjectShape root, ReadOnlySpan<byte> extensions)
    {
        output.WriteRaw("{\"data\":"u8);
        var start = output.Length;
        var hasData = WriteObject(store.Root, root);
        if (!hasData)
        {
            output.Truncate(start);
            output.WriteNull();
        }

        foreach (var error in store.AllErrors.Where(error => !error.IsWritten))
        {
            // It struck something that the client did not ask for or cannot see any more, but no error is lost.
            WriteError(error, null);
        }

        if (_errorCount > 0)
        {
            output.WriteRaw(",\"errors\":["u8);
            output.WriteRaw(_errors.WrittenSpan);
            output.WriteByte((byte)']');
        }

        if (extensions.Length > 0)
        {
            output.WriteRaw(",\"extensions\":"u8);
            output.WriteRaw(extensions);
        }

        output.WriteByte((byte)'}');
        return (_errorCount > 0, hasData);
    }

    public void Dispose() => _errors.Dispose();

    /// <summary>False when the object must be null; then the caller takes back what was written.</summary>
    private bool WriteObject(int header, ObjectShape shape)
    {
        if (store[header].Kind == RowKind.Missing || shape.FieldsOf(store[header].Start) is not { } fields)
        {
            foreach (var (error, rest) in store.ErrorsAt(header))
            {
                WriteError(error, [.. Path(), .. rest]);
            }

            return false;
        }

        var depth = Deeper();
        output.WriteByte((byte)'{');
        for (var i = 0; i < fields.Length; i++)
        {
            var field = fields[i];
            if (field.Constant is not null)
            {
                output.WriteRaw(field.Prefix, field.Constant);
                continue;
            }

            ref readonly var row = ref store[header + 1 + field.Slot];
            if (row.Kind == RowKind.Leaf && !row.HasError)
            {
                output.WriteRaw(field.Prefix, store.Bytes(row));
                continue;
            }

            output.WriteRaw(field.Prefix);
            _path[depth].Name = field.ResponseName;
            if (!WriteValue(header + 1 + field.Slot, field, 0))
            {
                NoteErrors(header, fields.AsSpan(i + 1), depth);
                return false;
            }
        }

        _depth = depth;
        output.WriteByte((byte)'}');
        return true;
    }

    /// <summary>What stands behind a null that propagates is not written any more, but what went wrong there has its path.</summary>
    private void NoteErrors(int header, ReadOnlySpan<AnswerField> fields, int depth)
    {
        if (store.AllErrors.TrueForAll(error => error.IsWritten))
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
        var row = store[index];
        foreach (var (error, rest) in store.ErrorsAt(index).Where(found => !found.Error.IsWritten))
        {
            WriteError(error, [.. Path(), .. rest]);
        }

        if (row.Kind is RowKind.Object && field.Child?.FieldsOf(store[row.Start].Start) is { } fields)
        {
            NoteErrors(row.Start, fields, Deeper());
        }
        else if (row.Kind is RowKind.List)
        {
            var depth = Deeper();
            for (var i = 0; i < row.Length; i++)
            {
                (_depth, _path[depth]) = (depth + 1, (null, i));
                NoteErrors(row.Start + i, field);
            }
        }
    }

    private bool WriteValue(int index, AnswerField field, int level)
    {
        ref readonly var row = ref store[index];
        if (row.Kind == RowKind.Leaf && !row.HasError)
        {
            output.WriteRaw(store.Bytes(row));
            return true;
        }

        var (depth, errorsBefore) = (_depth, _errorCount);
        if (row.HasError)
        {
            foreach (var (error, rest) in store.ErrorsAt(index))
            {
                WriteError(error, [.. Path(), .. rest]);
            }
        }

        var start = output.Length;
        switch (row.Kind)
        {
            case RowKind.Leaf:
                output.WriteRaw(store.Bytes(row));
                return true;
            case RowKind.Object when field.Child is not null && WriteObject(row.Start, field.Child):
                return true;
            case RowKind.List when WriteList(row, field, level):
                return true;
            default:
                output.Truncate(start);
                _depth = depth;
                return WriteNull(field, level, errorsBefore);
        }
    }

    private bool WriteList(in Row list, AnswerField field, int level)
    {
        var depth = Deeper();
        _path[depth].Name = null;
        output.WriteByte((byte)'[');
        for (var i = 0; i < list.Length; i++)
        {
            if (i > 0)
            {
                output.WriteByte((byte)',');
            }

            _path[depth].Index = i;
            if (!WriteValue(list.Start + i, field, level + 1))
            {
                return false;
            }
        }

        _depth = depth;
        output.WriteByte((byte)']');
        return true;
    }

    private bool WriteNull(AnswerField field, int level, int errorsBefore)
    {
        if (level < field.NonNull.Length && field.NonNull[level])
        {
            if (_errorCount == errorsBefore)
            {
                WriteError(new GraphQLError($"Cannot return null for non-nullable field {field.Coordinate}.") { Path = [.. Path()], Code = "NON_NULL_VIOLATION" });
            }

            return false;
        }

        output.WriteNull();
        return true;
    }

    /// <summary>A segment further down. Who returns early leaves the depth to the caller that goes on.</summary>
    private int Deeper()
    {
        if (_depth == _path.Length)
        {
            Array.Resize(ref _path, _depth * 2);
        }

        return _depth++;
    }

    private IEnumerable<object> Path() => _path.Take(_depth).Select(segment => segment.Name ?? (object)segment.Index);

    private void WriteError(SourceError error, List<object>? path)
    {
        error.IsWritten = true;
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
