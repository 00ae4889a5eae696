using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Tests;

/// <summary>A document of any shape the grammar allows, the same for the same seed.</summary>
internal sealed partial class RandomDocument
{
    private static readonly string[] Names = ["a", "B", "_", "__x1", "on", "query", "type", "extend", "repeatable", "implements", "longerName"];

    private static readonly string[] StringParts =
        ["", " ", "\t", "\n", "\n\n", "\r", "\"", "\"\"\"", "\\", "\\\"\"\"", "a", "b c", "é", "\U0001F600", "\0", "\u007F", "\uFEFF", "#", "{", new('x', 75)];

    private readonly Random _random;
    private int _depth;

    private RandomDocument(int seed) => _random = new Random(seed);

    public static DocumentNode Create(int seed)
    {
        var random = new RandomDocument(seed);
        return new DocumentNode(random.Some(random.Definition, atLeast: 1));
    }

    private DefinitionNode Definition() => _random.Next(8) switch
    {
        0 => new OperationDefinitionNode { Operation = OperationType.Query, SelectionSet = Selections() },
        1 => new OperationDefinitionNode
        {
            Description = Text(), Operation = (OperationType)_random.Next(3), Name = Perhaps(Name),
            VariableDefinitions = Some(Variable), Directives = Some(Directive), SelectionSet = Selections(),
        },
        2 => Fragment(),
        _ => TypeSystemDefinition(),
    };

    private FragmentDefinitionNode Fragment() => new()
    {
        Description = Perhaps(Text), Name = NameBut("on"), TypeCondition = Named(), Directives = Some(Directive), SelectionSet = Selections(),
    };

    private VariableDefinitionNode Variable() => new()
    {
        Description = Perhaps(Text), Variable = new VariableNode(Name()), Type = Type(), DefaultValue = Perhaps(ConstValue), Directives = Some(ConstDirective),
    };

    private SelectionSetNode Selections() => Deeper(() => new SelectionSetNode(Some(Selection, atLeast: 1)));

    private SelectionNode Selection() => _random.Next(5) switch
    {
        0 => new FragmentSpreadNode { Name = NameBut("on"), Directives = Some(Directive) },
        1 when _depth < 4 => new InlineFragmentNode { TypeCondition = Perhaps(Named), Directives = Some(Directive), SelectionSet = Selections() },
        _ => new FieldNode
        {
            Alias = Perhaps(Name), Name = Name(), Arguments = Some(() => new ArgumentNode(Name(), Value(isConst: false))),
            Directives = Some(Directive), SelectionSet = _depth < 4 ? Perhaps(Selections) : null,
        },
    };

    private DirectiveNode Directive() => new() { Name = Name(), Arguments = Some(() => new ArgumentNode(Name(), Value(isConst: false))) };

    private DirectiveNode ConstDirective() => new() { Name = Name(), Arguments = Some(() => new ArgumentNode(Name(), ConstValue())) };

    private ValueNode ConstValue() => Value(isConst: true);

    private ValueNode Value(bool isConst) => _random.Next(_depth < 5 ? 9 : 7) switch
    {
        0 => new IntValueNode(Pick("0", "-0", "12", "-345")),
        1 => new FloatValueNode(Pick("0.0", "-1.50", "1e9", "2E-3", "0.1e+1")),
        2 => new BooleanValueNode(_random.Next(2) == 0),
        3 => new NullValueNode(),
        4 => new EnumValueNode(Pick(Names)),
        5 when !isConst => new VariableNode(Name()),
        5 or 6 => Text(),
        7 => Deeper(() => new ListValueNode(Some(() => Value(isConst)))),
        _ => Deeper(() => new ObjectValueNode(Some(() => new ObjectFieldNode(Name(), Value(isConst))))),
    };

    private StringValueNode Text()
        => new(string.Concat(Some(() => Pick(StringParts)).Concat(Some(() => Pick(StringParts)))), block: _random.Next(2) == 0);

    private TypeNode Type()
    {
        TypeNode type = _random.Next(3) == 0 && _depth < 4 ? Deeper(() => new ListTypeNode(Type())) : Named();
        return _random.Next(2) == 0 ? new NonNullTypeNode(type) : type;
    }

    private NamedTypeNode Named() => new(Name());

    private NameNode Name() => new(Pick(Names));

    private NameNode NameBut(params ReadOnlySpan<string> reserved)
    {
        var name = Name();
        while (reserved.Contains(name.Value))
        {
            name = Name();
        }

        return name;
    }

    private T Pick<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];

    private T? Perhaps<T>(Func<T> create) where T : class => _random.Next(2) == 0 ? create() : null;

    private T[] Some<T>(Func<T> create, int atLeast = 0) => [.. Enumerable.Range(0, Math.Max(atLeast, _random.Next(5) - 1)).Select(_ => create())];

    private T Deeper<T>(Func<T> create)
    {
        _depth++;
        var result = create();
        _depth--;
        return result;
    }
}
