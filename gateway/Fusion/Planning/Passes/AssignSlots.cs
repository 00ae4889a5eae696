namespace FinFlow.Gateway.Fusion;

/// <summary>Gives every fetched field its slot in the result objects of its place, and numbers the places that are looked up.</summary>
internal sealed class AssignSlots
{
    private readonly Dictionary<SelectionSet, int> _counts = [];
    private readonly Dictionary<SelectionSet, int> _places = [];

    public AssignSlots(NormalizedOperation operation, SearchState state)
    {
        foreach (var field in state.Assigned.OrderBy(pair => pair.Step).ThenBy(pair => pair.Field.Owner.Id)
            .ThenBy(pair => pair.Field.Owner.Fields.IndexOf(pair.Field)).Select(pair => pair.Field))
        {
            Take(field);
        }

        foreach (var field in operation.Root.Fields.Where(field => field.Slot < 0 && !field.IsTypeName))
        {
            // What the gateway answers itself.
            Take(field);
        }

        foreach (var step in state.Steps.Where(step => step.Lookup is not null))
        {
            _places.TryAdd(step.Position, _places.Count);
        }
    }

    public int PlaceCount => _places.Count;

    public int CountOf(SelectionSet place) => _counts.GetValueOrDefault(place);

    public int PlaceOf(SelectionSet place) => _places.GetValueOrDefault(place, -1);

    private void Take(SelectedField field)
    {
        if (field.Slot < 0)
        {
            field.Slot = CountOf(field.Owner);
            _counts[field.Owner] = field.Slot + 1;
        }
    }
}
