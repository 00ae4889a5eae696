using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>One value, or a choice between several by the object's type; `|` stands between them. Never empty.</summary>
public sealed record SelectedValue(IReadOnlyList<SelectedValueEntry> Entries)
{
    public bool IsChoice => Entries.Count > 1;
    public override string ToString() => FieldSelectionPrinter.Print(this);
}

/// <summary>
/// A path to a leaf; or an object or a list, each relative to what the path selects, or to the root when there is no path.
/// At most one of <see cref="ObjectValue"/> and <see cref="ListValue"/> is set; at least one of the three is.
/// </summary>
public sealed record SelectedValueEntry
{
    public SelectionPath? Path { get; init; }
    public SelectedObject? ObjectValue { get; init; }
    public SelectedList? ListValue { get; init; }
    public override string ToString() => FieldSelectionPrinter.Print(new SelectedValue([this]));
}

/// <summary>`a.b`, `&lt;Book&gt;.a`. <paramref name="TypeCondition"/> restricts the root's type; there is one segment or more.</summary>
public sealed record SelectionPath(string? TypeCondition, IReadOnlyList<PathSegment> Segments)
{
    public override string ToString() => FieldSelectionPrinter.Print(new SelectedValue([new SelectedValueEntry { Path = this }]));
}

/// <summary>A field of a path. <paramref name="TypeCondition"/> restricts the type of what the field returns: `media&lt;Book&gt;.isbn`.</summary>
public sealed record PathSegment(string Name, IReadOnlyList<ArgumentNode> Arguments, string? TypeCondition);

/// <summary>`{ a, b: c.d }`: an input object. There is one field or more.</summary>
public sealed record SelectedObject(IReadOnlyList<SelectedObjectField> Fields);

/// <summary>
/// An input object's field. In the short form `a` or `a(unit: KG)` the value is the path to the output field of the same name.
/// </summary>
public sealed record SelectedObjectField(string Name, SelectedValue Value, bool IsShort);

/// <summary>`[id]`: one value per element. A nested list has an entry with neither path nor object.</summary>
public sealed record SelectedList(SelectedValue Element);
