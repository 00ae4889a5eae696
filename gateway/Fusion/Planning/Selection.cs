namespace FinFlow.Gateway.Fusion;

/// <summary>A field with those of its sub-fields that are still to be assigned to a step.</summary>
/// <param name="Tried">Sources that could not give these sub-fields, as a set of bits.</param>
internal sealed record Selection(SelectedField Field, IReadOnlyList<Selection> Children, ulong Tried = 0)
{
    /// <summary>Whether it is fetched for a key or a requirement, whenever the client gets it.</summary>
    public bool IsNeed { get; init; }

    /// <summary>Whether the field itself is fetched, and only the sub-fields are wanted still.</summary>
    public bool IsPlaced { get; init; }

    public static Selection Whole(SelectedField field)
        => new(field, field.Selections is { } selections ? [.. selections.Fields.Where(f => !f.IsInternal).Select(Whole)] : []);

    public bool WasTried(int source) => source >= 0 && (Tried >> source & 1) == 1;

    public Selection TriedBy(int source) => this with { Tried = Tried | 1UL << source };

    /// <summary>The fields to be fetched, counted through.</summary>
    public int Leaves => Children.Count == 0 ? 1 : Children.Sum(child => child.Leaves);

    /// <summary>The selection by the parts of the answer that wait for it: what is placed already is only the way to its sub-fields.</summary>
    /// <param name="current">The part for which it was to be placed.</param>
    public IEnumerable<(DeferPart Part, Selection Selection)> ByPart(DeferPart current) => !IsPlaced
        ? [(IsNeed ? current : Field.Part, this)]
        : Children.SelectMany(child => child.ByPart(current)).GroupBy(pair => pair.Part)
            .Select(group => (group.Key, this with { Children = [.. group.Select(pair => pair.Selection)] }));

    /// <summary>The same, to be had from any source: another part may ask where one has been before.</summary>
    public Selection Anew() => IsPlaced ? this with { Tried = 0, Children = [.. Children.Select(child => child.Anew())] } : this;
}
