using System.Runtime.CompilerServices;

namespace FinFlow.Gateway.Fusion;

/// <summary>Moves through JSON from left to right without making anything of it. The text is checked as far as moving needs it.</summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json, int position)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private int _position = position;

    /// <param name="bytes">An array that holds JSON among other things.</param>
    /// <param name="start">Where the JSON begins.</param>
    /// <param name="end">Where it ends.</param>
    public JsonCursor(byte[] bytes, int start, int end) : this(bytes.AsSpan(0, end), start)
    {
    }

    public int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>The next significant character without taking it; 0 at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
        => (uint)_position < (uint)_json.Length && _json[_position] > (byte)' ' ? _json[_position] : PeekBehindSpace();

    public void Take(byte expected)
    {
        if (Peek() != expected)
        {
            throw new SourceFormatException();
        }

        _position++;
    }

    /// <summary>Begins an object: true when there is a first property.</summary>
    public bool TakeObjectStart() => TakeStart((byte)'{', (byte)'}');

    /// <summary>Begins a list: true when there is a first item.</summary>
    public bool TakeListStart() => TakeStart((byte)'[', (byte)']');

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
        var name = TakeString();
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

    /// <summary>A string without its quotes, escapes as they stand.</summary>
    public ReadOnlySpan<byte> TakeString()
    {
        if (Peek() != '"')
        {
            throw new SourceFormatException();
        }

        var start = _position + 1;
        SkipString();
        return _json[start..(_position - 1)];
    }

    /// <summary>Leaves the objects around the cursor, skipping what is left of them.</summary>
    public void Leave(int objects)
    {
        for (; objects > 0; objects--)
        {
            while (TakeSeparator((byte)'}'))
            {
                TakeName();
                SkipValue();
            }
        }
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

    private bool TakeStart(byte start, byte end)
    {
        Take(start);
        if (Peek() != end)
        {
            return true;
        }

        _position++;
        return false;
    }

    private byte PeekBehindSpace()
    {
        while (_position < _json.Length && _json[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }

        return _position < _json.Length ? _json[_position] : (byte)0;
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
