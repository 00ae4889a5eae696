using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Writes the client's answer from the result objects: leaves are copied from the sources' bytes; a null where the client's schema has none
/// takes back what was written since the nearest nullable place. Errors get the path at which the client sees their effect.
/// </summary>
internal sealed partial class AnswerWriter(ResultStore store, JsonBuffer output) : IDisposable
{
    /// <summary>Response names, and indices where there is no name: objects are made of them for errors only.</summary>
    private (string? Name, int Index)[] _path = new (string?, int)[32];
    private int _depth;
    private DeferScope? _scope;

    /// <summary>Where what is deferred is left; null when the answer comes in one piece.</summary>
    public LaterParts? Later { get; init; }

    /// <summary>Writes the whole answer, or its first payload.</summary>
    /// <param name="root">The operation's root.</param>
    /// <param name="pending">Writes what the first payload says of what is left for later.</param>
    /// <param name="extensions">A JSON object; empty for none.</param>
    public (bool HasErrors, bool HasData) Write(ObjectShape root, Action<JsonBuffer>? pending, ReadOnlySpan<byte> extensions)
    {
        output.WriteRaw("{\"data\":"u8);
        var start = output.Length;
        var hasData = WriteObject(store.Root, root);
        if (!hasData)
        {
            output.Truncate(start);
            Later?.CutTo(default);
            output.WriteNull();
        }

        WriteCauses();
        if (Later is not null)
        {
            new DeferredErrors(store).Keep(Later);
        }

        WriteLeftover(DeferPart.Initial);
        if (_errorCount > 0)
        {
            output.WriteRaw(",\"errors\":["u8);
            output.WriteRaw(_errors.WrittenSpan);
            output.WriteByte((byte)']');
        }

        pending?.Invoke(output);
        if (extensions.Length > 0)
        {
            output.WriteRaw(",\"extensions\":"u8);
            output.WriteRaw(extensions);
        }

        output.WriteByte((byte)'}');
        return (_errorCount > 0, hasData);
    }

    /// <summary>Writes deferred fields of an object. False when the object would have to be null.</summary>
    public bool WriteFields(DeferredFields fields)
    {
        foreach (var segment in fields.Path)
        {
            _path[Deeper()] = segment is int index ? (null, index) : ((string)segment, 0);
        }

        _scope = fields.Scope;
        _told = [];
        var isWritten = WriteFields(fields.Header, fields.Fields);
        if (!isWritten)
        {
            Later?.CutTo(default);
        }

        WriteCauses();
        return isWritten;
    }

    public void Dispose() => _errors.Dispose();

    /// <summary>False when the object must be null; then the caller takes back what was written.</summary>
    private bool WriteObject(int header, ObjectShape shape)
    {
        var fields = shape.FieldsOf(store[header].Start);
        if (fields is null || store[header].Kind == RowKind.Missing)
        {
            WriteErrorsAt(header, fields ?? []);
            return false;
        }

        if (Later is null || shape.LaterOf(store[header].Start) is not { } later)
        {
            return WriteFields(header, fields);
        }

        var outer = _scope;
        _scope = Later.Leave(later, header, [.. Path()], outer);
        var isWritten = WriteFields(header, fields);
        _scope = outer;
        return isWritten;
    }

    private bool WriteFields(int header, AnswerField[] fields)
    {
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

    private bool WriteValue(int index, AnswerField field, int level)
    {
        ref readonly var row = ref store[index];
        if (row.Kind == RowKind.Leaf && !row.HasError)
        {
            output.WriteRaw(store.Bytes(row));
            return true;
        }

        var (depth, toldBefore, left) = (_depth, Told, Later?.Mark ?? default);
        if (row.HasError)
        {
            WriteErrorsAt(index);
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
                Later?.CutTo(left);
                _depth = depth;
                return WriteNull(index, field, level, toldBefore);
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
                NoteErrors(list, i + 1, field, depth);
                return false;
            }
        }

        _depth = depth;
        output.WriteByte((byte)']');
        return true;
    }

    private bool WriteNull(int index, AnswerField field, int level, int toldBefore)
    {
        var isAllowed = level >= field.NonNull.Length || !field.NonNull[level];
        if (Told == toldBefore && store.CauseAt(index) is { } cause)
        {
            _causes.Add((cause, [.. Path()]));
        }
        else if (Told == toldBefore && !isAllowed)
        {
            WriteError(new GraphQLError($"Cannot return null for non-nullable field {field.Coordinate}.") { Path = [.. Path()], Code = "NON_NULL_VIOLATION" });
        }

        if (isAllowed)
        {
            output.WriteNull();
        }

        return isAllowed;
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
}
