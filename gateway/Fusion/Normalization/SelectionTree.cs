using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The fields selected at one place of an operation, fragments inlined. Planning adds internal fields (keys, requirements) to it;
/// afterwards each field that is fetched has a slot in the result objects of this place.
/// </summary>
internal sealed class SelectionSet(int id, NamedType type, IReadOnlyList<string> possibleTypes, SelectedField? parent)
{
    /// <summary>Unique in the operation, in depth-first order of the client's fields.</summary>
    public int Id { get; } = id;

    public NamedType Type { get; } = type;

    /// <summary>The object types that a value may have here, in the schema's order.</summary>
    public IReadOnlyList<string> PossibleTypes { get; } = possibleTypes;

    /// <summary>The field whose value is selected here; null at the root.</summary>
    public SelectedField? Parent { get; } = parent;

    public List<SelectedField> Fields { get; } = [];

    /// <summary>The deferred fragments that begin here.</summary>
    public List<DeferUsage> Defers { get; } = [];

    public bool IsAbstract => Type.IsAbstract;

    /// <summary>`users.reviews`, for plans.</summary>
    public string Path => Parent is null ? "" : Parent.Owner.Path is { Length: > 0 } path ? $"{path}.{Parent.ResponseName}" : Parent.ResponseName;
}

/// <summary>A field that is selected for some of the object types possible at its place.</summary>
internal sealed class SelectedField
{
    public required SelectionSet Owner { get; init; }

    /// <summary>The key in the client's response.</summary>
    public required string ResponseName { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<ArgumentNode> Arguments { get; init; } = [];

    /// <summary>The object types for which it is selected: a part of its place's possible types.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The field's type; object types of <see cref="Types"/> may narrow it.</summary>
    public required GraphQLType Type { get; init; }

    /// <summary>Null for leaves.</summary>
    public SelectionSet? Selections { get; set; }

    /// <summary>When the client gets it. Says nothing of internal fields.</summary>
    public DeferPart Part { get; init; } = DeferPart.Initial;

    /// <summary>Not asked by the client, but needed as a key or a requirement.</summary>
    public bool IsInternal { get; init; }

    public bool IsTypeName => Name == "__typename";

    /// <summary>Index in result objects; -1 while no step fetches it.</summary>
    public int Slot { get; set; } = -1;

    public bool IsSameCall(string name, IReadOnlyList<ArgumentNode> arguments) => Name == name && AreEqual(Arguments, arguments);

    /// <summary>Whether two lists of arguments say the same; their order has no meaning.</summary>
    public static bool AreEqual(IReadOnlyList<ArgumentNode> left, IReadOnlyList<ArgumentNode> right)
        => ReferenceEquals(left, right) || left.Count == right.Count && left.All(a => right.Any(b =>
            a.Name.Value == b.Name.Value && SyntaxPrinter.PrintCompact(a.Value) == SyntaxPrinter.PrintCompact(b.Value)));
}

/// <summary>An operation with its fragments inlined and its conditions decided.</summary>
internal sealed class NormalizedOperation(OperationDefinitionNode syntax, SelectionSet root, int selectionSets, IReadOnlyList<DeferPart> later)
{
    private int _selectionSets = selectionSets;

    public OperationDefinitionNode Syntax { get; } = syntax;

    public SelectionSet Root { get; } = root;

    /// <summary>What comes after the first payload.</summary>
    public IReadOnlyList<DeferPart> Later { get; } = later;

    public int SelectionSetCount => _selectionSets;

    /// <summary>A place below an internal field.</summary>
    public SelectionSet AddSelectionSet(NamedType type, IReadOnlyList<string> possibleTypes, SelectedField parent)
        => new(_selectionSets++, type, possibleTypes, parent);
}
