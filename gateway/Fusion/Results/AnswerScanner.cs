namespace FinFlow.Gateway.Fusion;

/// <summary>
/// Reads a source's JSON once, from left to right, into the slots of result objects. Fields are expected in the order in which they were
/// asked for; another order works, but is slower. The text is checked as far as reading it needs.
/// </summary>
internal ref struct AnswerScanner
{
    private readonly ResultStore _store;
    private readonly ReadOnlySpan<byte> _json;
    private readonly int _document;
    private readonly List<Row> _items;
    private int _position;

    /// <param name="items">Scratch space for the items of lists that are being read; empty again afterwards.</param>
    public AnswerScanner(ResultStore store, byte[] json, int document, int start, int end, List<Row> items)
    {
        _store = store;
        _json = json.AsSpan(0, end);
        _document = document;
        _position = start;
        _items = items;
    }

    public readonly int Position => _position;

    /// <summary>The next significant character without taking it; 0 at the end.</summary>
    public byte Peek()
    {
        while (_position < _json.Length && _json[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }

        return _position < _json.Length ? _json[_position] : (byte)0;
    }

    public void Take(byte expected)
    {
        if (Peek() != expected)
        {
            throw new SourceFormatException();
        }

        _position++;
    }

    /// <summary>Begins an object: true when there is a first property.</summary>
    public bool TakeObjectStart()
    {
        Take((byte)'{');
        if (Peek() != '}')
        {
            return true;
        }

        _position++;
        return false;
    }

    /// <summary>After a property: true when there is another one.</summary>
    public bool TakeSeparator(byte end)
    {
        var next = Peek();
        _position++;
        return next == ',' || (next == end ? false : throw new SourceFormatException());
    }

    /// <summary>A property's name without quotes, escapes as they stand, and the colon.</summary>
    public ReadOnlySpan<byte> TakeName()
    {
        if (Peek() != '"')
        {
            throw new SourceFormatException();
        }

        var start = _position + 1;
        SkipString();
        var name = _json[start..(_position - 1)];
        Take((byte)':');
        return name;
    }

    public int TakeInt32()
    {
        Peek();
        var start = _position;
        SkipValue();
        return System.Buffers.Text.Utf8Parser.TryParse(_json[start.._position], out int value, out _) ? value : throw new SourceFormatException();
    }

    /// <summary>Reads a value into a row: an object, a list or null by its shape, a leaf as it stands.</summary>
    public void ScanValue(int row, ScanShape? shape)
    {
        switch (Peek())
        {
            case (byte)'n':
                SkipValue();
                _store[row].Kind = RowKind.Null;
                break;
            case (byte)'{' when shape is not null:
                ScanObjectInto(row, shape);
                break;
            case (byte)'[' when shape is not null:
                ScanList(row, shape);
                break;
            default:
                var start = _position;
                SkipValue();
                // A leaf where an object was asked for has no meaning to anybody.
                Set(ref _store[row], shape is null ? RowKind.Leaf : RowKind.Null, start, _position - start);
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
        }

        var expected = 0;
        for (var more = TakeObjectStart(); more; more = TakeSeparator((byte)'}'))
        {
            var field = Match(shape, TakeName(), type, ref expected);
            if (field is null)
            {
                SkipValue();
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
        Take((byte)'[');
        if (Peek() == ']')
        {
            _position++;
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
                _items.Add(_store[scratch]);
            }
            while (TakeSeparator((byte)']'));
        }

        var count = _items.Count - first;
        var start = _store.Allocate(count);
        for (var i = 0; i < count; i++)
        {
            _store[start + i] = _items[first + i];
        }

        _items.RemoveRange(first, count);
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
        var ahead = this;
        for (var more = ahead.TakeObjectStart(); more; more = ahead.TakeSeparator((byte)'}'))
        {
            if (!ahead.TakeName().SequenceEqual("__typename"u8))
            {
                ahead.SkipValue();
                continue;
            }

            if (ahead.Peek() != '"')
            {
                throw new SourceFormatException();
            }

            var start = ahead._position + 1;
            ahead.SkipString();
            var name = ahead._json[start..(ahead._position - 1)];
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

    public void SkipValue()
    {
        switch (Peek())
        {
            case (byte)'"':
                SkipString();
                break;
            case (byte)'{' or (byte)'[':
                SkipNested();
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9') or (byte)'t' or (byte)'f' or (byte)'n':
                while (_position < _json.Length && (char.IsAsciiLetterOrDigit((char)_json[_position]) || _json[_position] is (byte)'.' or (byte)'-' or (byte)'+'))
                {
                    _position++;
                }

                break;
            default:
                throw new SourceFormatException();
        }
    }

    private void SkipString()
    {
        for (_position++; ; _position += 2)
        {
            var next = _json[_position..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                throw new SourceFormatException();
            }

            _position += next;
            if (_json[_position] == '"')
            {
                _position++;
                return;
            }

            if (_position + 2 > _json.Length)
            {
                throw new SourceFormatException();
            }
        }
    }

    private void SkipNested()
    {
        var depth = 0;
        do
        {
            var next = _json[_position..].IndexOfAny("{}[]\""u8);
            if (next < 0)
            {
                throw new SourceFormatException();
            }

            _position += next;
            switch (_json[_position])
            {
                case (byte)'"':
                    SkipString();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            _position++;
        }
        while (depth > 0);
    }
}
