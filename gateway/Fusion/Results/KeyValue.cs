using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Writes the value that a bound selection map gives for an object, copying the sources' bytes.</summary>
internal static class KeyValue
{
    /// <summary>False when the value is null, which is written too.</summary>
    /// <param name="missing">The row that was null.</param>
    public static bool Write(JsonBuffer output, ResultStore store, int header, MapValue map, out int missing)
    {
        missing = -1;
        for (var i = -1; i < map.Otherwise.Count; i++)
        {
            var one = i < 0 ? map : map.Otherwise[i];
            if (!one.IsOf(store[header].Start))
            {
                continue;
            }

            var start = output.Length;
            if (WriteOne(output, store, header, one, out var gap))
            {
                missing = -1;
                return true;
            }

            output.Truncate(start);
            missing = missing < 0 ? gap : missing;
        }

        output.WriteNull();
        return false;
    }

    /// <summary>The bytes of the leaf at the end of a path; false when there is null on the way, or no leaf at its end.</summary>
    public static bool TryFindLeaf(ResultStore store, int header, SelectedField[] path, out int missing, out ReadOnlySpan<byte> leaf)
    {
        var row = -1;
        missing = -1;
        leaf = default;
        foreach (var field in path)
        {
            row = (row < 0 ? header : store[row].Start) + 1 + field.Slot;
            if (store[row].Kind is RowKind.Absent or RowKind.Null)
            {
                missing = row;
                return false;
            }
        }

        if (row < 0 || store[row].Kind != RowKind.Leaf)
        {
            return false;
        }

        leaf = store.Bytes(store[row]);
        return true;
    }

    private static bool WriteOne(JsonBuffer output, ResultStore store, int header, MapValue map, out int missing)
    {
        var row = -1;
        missing = -1;
        foreach (var field in map.Path)
        {
            if (row >= 0)
            {
                header = store[row].Start;
            }

            row = header + 1 + field.Slot;
            if (store[row].Kind is RowKind.Absent or RowKind.Null)
            {
                missing = row;
                return false;
            }
        }

        if (map.Rest is { } rest)
        {
            return Write(output, store, store[row].Start, rest, out missing);
        }

        if (map.ObjectFields is not null)
        {
            return WriteObject(output, store, row >= 0 ? store[row].Start : header, map, out missing);
        }

        if (map.TypeNames is { } types)
        {
            return TryWriteTypeName(output, store[row >= 0 ? store[row].Start : header].Start, types);
        }

        if (map.Element is { } element)
        {
            return WriteList(output, store, row, element, out missing);
        }

        output.WriteRaw(store.Bytes(store[row]));
        return true;
    }

    private static bool WriteObject(JsonBuffer output, ResultStore store, int header, MapValue map, out int missing)
    {
        missing = -1;
        var start = output.Length;
        output.WriteByte((byte)'{');
        foreach (var (name, value) in map.ObjectFields!)
        {
            // What only objects of other types have is not said of this one, not even that it is null.
            if (!map.IsWhole && !value.SaysSomethingOf(store[header].Start))
            {
                continue;
            }

            output.WriteRaw(output.Length == start + 1 ? ""u8 : ","u8);
            output.WriteString(name);
            output.WriteByte((byte)':');

            // An object whose parts are all that a key is made of is no key when a part is missing.
            if (!Write(output, store, header, value, out missing) && (map.IsWhole || map.Otherwise.Count > 0))
            {
                output.Truncate(start);
                return false;
            }
        }

        output.WriteByte((byte)'}');
        return true;
    }

    private static bool TryWriteTypeName(JsonBuffer output, int type, IReadOnlyList<CompositeType> types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            if (types[i].ObjectIndex == type)
            {
                output.WriteString(types[i].Name);
                return true;
            }
        }

        return false;
    }

    private static bool WriteList(JsonBuffer output, ResultStore store, int row, MapValue element, out int missing)
    {
        missing = -1;
        var list = store[row];
        if (list.Kind == RowKind.Leaf)
        {
            output.WriteRaw(store.Bytes(list));
            return true;
        }

        output.WriteByte((byte)'[');
        for (var i = 0; i < list.Length; i++)
        {
            output.WriteRaw(i == 0 ? ""u8 : ","u8);
            var item = store[list.Start + i];
            if (item.Kind == RowKind.Object)
            {
                Write(output, store, item.Start, element, out missing);
            }
            else if (item.Kind == RowKind.List && element.Element is { } deeper)
            {
                WriteList(output, store, list.Start + i, deeper, out missing);
            }
            else
            {
                output.WriteNull();
            }
        }

        output.WriteByte((byte)']');
        return true;
    }
}
