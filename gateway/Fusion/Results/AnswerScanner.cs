namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Reads a source's JSON once, from left to right, into the slots of result objects. Fields are expected in the order in which they were
/// asked for; another order works, but is slower.
/// </summary>
internal ref struct AnswerScanner
{
    private readonly ResultStore _store;
    private readonly int _document;
    private readonly RowStack _items;
    private JsonCursor _json;

    public AnswerScanner(ResultStore store, JsonCursor json, int document)
    {
        _store = store;
        _json = json;
        _document = document;
        _items = store.Scratch;
    }

    public readonly int Position => _json.Position;

    /// <summary>Reads a value into a row: an object, a list or null by its shape, a leaf as it stands.</summary>
    public void ScanValue(int row, ScanShape? shape)
    {
        switch (_json.Peek())
        {
            case (byte)'n':
                _json.SkipValue();
                if (shape is not { IsWay: true } || _store[row].Kind != RowKind.Object)
                {
                    _store[row].Kind = RowKind.Null;
                }

                break;
            case (byte)'{' when shape is not null:
                ScanObjectInto(row, shape);
                break;
            case (byte)'[' when shape is not null:
                ScanList(row, shape);
                break;
            default:
                var start = _json.Position;
                _json.SkipValue();
                // A leaf where an object was asked for has no meaning to anybody.
                Set(ref _store[row], shape is null ? RowKind.Leaf : RowKind.Null, start, _json.Position - start);
                break;
        }
    }

    /// <summary>Reads an object's fields into the slots of an existing result object.</summary>
    public void ScanObject(int header, ScanShape shape)
    {
        var type = shape.TypeIndex;
        if (type < 0)
        {
            type = _store[header].Start;
            if (type == ScanShape.Untyped)
            {
                _store[header].Start = type = PeekType(shape);
            }
        }

        var expected = 0;
        for (var more = _json.TakeObjectStart(); more; more = _json.TakeSeparator((byte)'}'))
        {
            var field = Match(shape, _json.TakeName(), type, ref expected);
            if (field is null)
            {
                _json.SkipValue();
            }
            else
            {
                ScanValue(header + 1 + field.Slot, field.Child);
            }
        }
    }

    private void ScanObjectInto(int row, ScanShape shape)
    {
        // Another step may have been here before: then this one completes the same object.
        if (_store[row].Kind != RowKind.Object)
        {
            var type = shape.TypeIndex >= 0 ? shape.TypeIndex : PeekType(shape);
            var header = _store.AddObject(type, shape.SlotCount, type >= 0 ? shape.Place : -1);
            Set(ref _store[row], RowKind.Object, header, 0);
        }

        ScanObject(_store[row].Start, shape);
    }

    private void ScanList(int row, ScanShape shape)
    {
        var merges = _store[row].Kind == RowKind.List;
        var (existing, length) = (_store[row].Start, merges ? _store[row].Length : 0);
        var first = _items.Count;
        _json.Take((byte)'[');
        if (_json.Peek() == ']')
        {
            _json.Take((byte)']');
        }
        else
        {
            // An item needs a row while it is read; the items' rows are put side by side when their number is known.
            var scratch = _store.Allocate(1);
            do
            {
                var index = _items.Count - first;
                _store[scratch] = merges && index < length ? _store[existing + index] : default;
                ScanValue(scratch, shape);
                _items.Push(_store[scratch]);
            }
            while (_json.TakeSeparator((byte)']'));
        }

        var count = _items.Count - first;
        var start = _store.Allocate(count);
        for (var i = 0; i < count; i++)
        {
            _store[start + i] = _items[first + i];
        }

        _items.Truncate(first);
        Set(ref _store[row], RowKind.List, start, count);
    }

    private static ScanField? Match(ScanShape shape, ReadOnlySpan<byte> name, int type, ref int expected)
    {
        var fields = shape.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var index = expected + i < fields.Length ? expected + i : expected + i - fields.Length;
            var field = fields[index];
            if (name.SequenceEqual(field.Name) && field.AppliesTo(type))
            {
                expected = index + 1 == fields.Length ? 0 : index + 1;
                return field;
            }
        }

        return null;
    }

    /// <summary>The type that `__typename` of the object at hand names, without moving; -1 for one that is not known here.</summary>
    private readonly int PeekType(ScanShape shape)
    {
        var ahead = _json;
        for (var more = ahead.TakeObjectStart(); more; more = ahead.TakeSeparator((byte)'}'))
        {
            if (!ahead.TakeName().SequenceEqual("__typename"u8))
            {
                ahead.SkipValue();
                continue;
            }

            var name = ahead.TakeString();
            foreach (var type in shape.Types)
            {
                if (name.SequenceEqual(type.Name))
                {
                    return type.Index;
                }
            }

            return -1;
        }

        throw new SourceFormatException();
    }

    private readonly void Set(ref Row row, RowKind kind, int start, int length)
    {
        row.Kind = kind;
        row.Document = _document;
        row.Start = start;
        row.Length = length;
    }
}
