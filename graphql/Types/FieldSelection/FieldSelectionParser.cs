using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Recursive descent over the grammar of appendix A. Arguments are GraphQL: their text is handed to <see cref="Parser"/>.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Field-Selection-Map-Syntax
/// </summary>
internal sealed class FieldSelectionParser(string source)
{
    /// <summary>Nesting of objects and lists; protects the stack.</summary>
    private const int DepthMax = 32;

    private int _position;
    private int _depth;

    public SelectedValue Parse()
    {
        var value = ParseValue();
        return Peek() == '\0' ? value : throw Unexpected("the end");
    }

    private SelectedValue ParseValue(bool isElement = false)
    {
        if (++_depth > DepthMax)
        {
            throw Error($"nesting is deeper than {DepthMax}");
        }

        TryTake('|');
        List<SelectedValueEntry> entries = [ParseEntry(isElement)];
        while (TryTake('|'))
        {
            entries.Add(ParseEntry(isElement));
        }

        _depth--;
        return new SelectedValue(entries);
    }

    private SelectedValueEntry ParseEntry(bool isElement)
    {
        switch (Peek())
        {
            case '{':
                return new SelectedValueEntry { ObjectValue = ParseObject() };
            case '[':
                // Only as the element of another list: `parts[[{ id }]]`.
                return isElement ? new SelectedValueEntry { ListValue = ParseList() } : throw Unexpected("a field");
        }

        var (path, endsWithDot) = ParsePath();
        return endsWithDot ? new SelectedValueEntry { Path = path, ObjectValue = ParseObject() }
            : Peek() == '[' ? new SelectedValueEntry { Path = path, ListValue = ParseList() }
            : new SelectedValueEntry { Path = path };
    }

    private (SelectionPath Path, bool EndsWithDot) ParsePath()
    {
        var root = TryParseTypeCondition();
        if (root is not null)
        {
            Take('.');
        }

        List<PathSegment> segments = [];
        while (true)
        {
            var segment = new PathSegment(TakeName("a field"), ParseArguments(), TryParseTypeCondition());
            segments.Add(segment);
            if (segment.TypeCondition is not null && Peek() != '.')
            {
                throw Unexpected("\".\"");
            }

            if (!TryTake('.'))
            {
                return (new SelectionPath(root, segments), false);
            }

            if (Peek() == '{')
            {
                return (new SelectionPath(root, segments), true);
            }
        }
    }

    private SelectedObject ParseObject()
    {
        Take('{');
        List<SelectedObjectField> fields = [];
        do
        {
            fields.Add(ParseObjectField());
        }
        while (Peek() != '}');

        Take('}');
        return new SelectedObject(fields);
    }

    private SelectedObjectField ParseObjectField()
    {
        var name = TakeName("a field");
        if (TryTake(':'))
        {
            return new SelectedObjectField(name, ParseValue(), IsShort: false);
        }

        var path = new SelectionPath(null, [new PathSegment(name, ParseArguments(), null)]);
        return new SelectedObjectField(name, new SelectedValue([new SelectedValueEntry { Path = path }]), IsShort: true);
    }

    private SelectedList ParseList()
    {
        Take('[');
        var element = ParseValue(isElement: true);
        Take(']');
        return new SelectedList(element);
    }

    private string? TryParseTypeCondition()
    {
        if (!TryTake('<'))
        {
            return null;
        }

        var name = TakeName("a type");
        Take('>');
        return name;
    }

    private IReadOnlyList<ArgumentNode> ParseArguments()
    {
        if (Peek() != '(')
        {
            return [];
        }

        var start = _position;
        SkipArguments();
        var field = (FieldNode)Parser.ParseSelectionSet($"{{ x{source[start.._position]} }}").Selections[0];
        return field.Arguments.All(argument => IsConstant(argument.Value))
            ? field.Arguments
            : throw Error("arguments must be constant, but there is a variable");
    }

    /// <summary>Moves behind the closing parenthesis; parentheses inside strings do not count.</summary>
    private void SkipArguments()
    {
        for (var inString = false; _position < source.Length; _position++)
        {
            switch (source[_position])
            {
                case '"':
                    inString = !inString;
                    break;
                case '\\' when inString:
                    _position++;
                    break;
                case ')' when !inString:
                    _position++;
                    return;
            }
        }

        throw Unexpected("\")\"");
    }

    private static bool IsConstant(ValueNode value) => value switch
    {
        VariableNode => false,
        ListValueNode list => list.Items.All(IsConstant),
        ObjectValueNode obj => obj.Fields.All(field => IsConstant(field.Value)),
        _ => true,
    };

    /// <summary>The next significant character, or '\0' at the end. Commas are insignificant, as everywhere in GraphQL.</summary>
    private char Peek()
    {
        while (_position < source.Length && source[_position] is ' ' or '\t' or '\r' or '\n' or ',')
        {
            _position++;
        }

        return _position < source.Length ? source[_position] : '\0';
    }

    private bool TryTake(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected))
        {
            throw Unexpected($"\"{expected}\"");
        }
    }

    private string TakeName(string expected)
    {
        var first = Peek();
        if (first != '_' && !char.IsAsciiLetter(first))
        {
            throw Unexpected(expected);
        }

        var start = _position;
        while (_position < source.Length && (source[_position] == '_' || char.IsAsciiLetterOrDigit(source[_position])))
        {
            _position++;
        }

        return source[start.._position];
    }

    private SyntaxException Unexpected(string expected)
    {
        var found = Peek();
        return Error($"expected {expected}, found {(found == '\0' ? "the end" : $"\"{found}\"")}");
    }

    private SyntaxException Error(string message)
    {
        var line = source.AsSpan(0, Math.Min(_position, source.Length)).Count('\n') + 1;
        var column = _position - source.LastIndexOf('\n', Math.Max(0, Math.Min(_position, source.Length) - 1));
        return new SyntaxException($"Syntax Error: {message}.", new Location(_position, _position, line, Math.Max(1, column)));
    }
}
