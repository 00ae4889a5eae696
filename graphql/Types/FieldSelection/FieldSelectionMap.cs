namespace FinFlow.GraphQL.Types;

/// <summary>
/// How a value is put together from the fields of an object: what stands in `@is(field:)` and `@require(field:)`.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Appendix-A-Specification-of-FieldSelectionMap-Scalar
/// </summary>
public static class FieldSelectionMap
{
    /// <summary>Reads text such as `dimension.{ width, height }` or `{ id } | { name }`.</summary>
    /// <exception cref="Language.SyntaxException">The text is not a selection map.</exception>
    public static SelectedValue Parse(string source) => new FieldSelectionParser(source).Parse();

    /// <summary>
    /// The same map without any choice left: one map per combination of alternatives, in the order written.
    /// A map without `|` gives itself.
    /// </summary>
    public static IEnumerable<SelectedValue> Alternatives(SelectedValue value)
        => value.Entries.SelectMany(Alternatives).Select(entry => new SelectedValue([entry]));

    private static IEnumerable<SelectedValueEntry> Alternatives(SelectedValueEntry entry) => entry switch
    {
        { ObjectValue: { } selected } => Alternatives(selected.Fields, 0).Select(fields => entry with { ObjectValue = new([.. fields]) }),
        { ListValue: { } list } => Alternatives(list.Element).Select(element => entry with { ListValue = new(element) }),
        _ => [entry],
    };

    private static IEnumerable<IEnumerable<SelectedObjectField>> Alternatives(IReadOnlyList<SelectedObjectField> fields, int index)
    {
        if (index == fields.Count)
        {
            return [[]];
        }

        return from value in Alternatives(fields[index].Value)
               from rest in Alternatives(fields, index + 1)
               select rest.Prepend(fields[index] with { Value = value });
    }
}
