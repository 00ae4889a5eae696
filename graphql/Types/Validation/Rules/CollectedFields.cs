using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A field where it is selected.</summary>
/// <param name="Parent">Null where the document names an unknown type.</param>
/// <param name="Type">Null where the parent has no such field.</param>
internal sealed record CollectedField(NamedType? Parent, FieldNode Node, GraphQLType? Type);

/// <summary>A selection set's fields by response name, those of its inline fragments included, and the names of the fragments that it spreads.</summary>
internal sealed class CollectedFields
{
    private readonly List<string> _spreads = [];

    public OrderedDictionary<string, List<CollectedField>> ByResponseName { get; } = new(StringComparer.Ordinal);

    /// <summary>Each name once.</summary>
    public IReadOnlyList<string> Spreads => _spreads;

    public static CollectedFields Of(ValidationContext context, NamedType? parent, SelectionSetNode selections)
    {
        var fields = new CollectedFields();
        fields.Add(context, parent, selections, new HashSet<string>(StringComparer.Ordinal));
        return fields;
    }

    private void Add(ValidationContext context, NamedType? parent, SelectionSetNode selections, HashSet<string> spreads)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    (ByResponseName.TryGetValue(field.ResponseName, out var same) ? same : ByResponseName[field.ResponseName] = [])
                        .Add(new CollectedField(parent, field, parent is null ? null : context.Schema.FindField(parent, field.Name.Value)?.Type));
                    break;
                case FragmentSpreadNode spread when spreads.Add(spread.Name.Value):
                    _spreads.Add(spread.Name.Value);
                    break;
                case InlineFragmentNode fragment:
                    Add(context, fragment.TypeCondition is { } condition ? context.FindCompositeType(condition) : parent, fragment.SelectionSet, spreads);
                    break;
            }
        }
    }
}
