namespace FinFlow.Gateway.Fusion;

/// <summary>A field with those of its sub-fields that are still to be assigned to a step.</summary>
/// <param name="Tried">Sources that could not give these sub-fields, as a set of bits.</param>
internal sealed record Selection(SelectedField Field, IReadOnlyList<Selection> Children, ulong Tried = 0)
{
    public static Selection Whole(SelectedField field)
        => new(field, field.Selections is { } selections ? [.. selections.Fields.Where(f => !f.IsInternal).Select(Whole)] : []);

    public bool WasTried(int source) => source >= 0 && (Tried >> source & 1) == 1;

    public Selection TriedBy(int source) => this with { Tried = Tried | 1UL << source };

    /// <summary>The fields to be fetched, counted through.</summary>
    public int Leaves => Children.Count == 0 ? 1 : Children.Sum(child => child.Leaves);
}
