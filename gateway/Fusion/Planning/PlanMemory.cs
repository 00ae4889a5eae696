namespace FinFlow.Gateway.Fusion;

/// <summary>
/// What a plan takes of memory while it is kept. An estimate, made once, from what there is most of: fields, each with its place in the answer and in a
/// source's answer; places, whose shapes have a row for each object type of the schema; and the texts for the sources.
/// </summary>
internal static class PlanMemory
{
    private const long FieldBytes = 640;
    private const long PlaceBytes = 512;
    private const long TypeBytes = 8;

    /// <summary>UTF-16, UTF-8, and UTF-8 as a JSON string.</summary>
    private const long CharacterBytes = 4;

    public static long Of(SelectionSet root, IReadOnlyList<PlanStep> steps, int objectTypes)
        => Of(root, PlaceBytes + TypeBytes * objectTypes) + steps.Sum(step => CharacterBytes * step.Operation.Text.Length);

    private static long Of(SelectionSet place, long placeBytes)
        => placeBytes + place.Fields.Sum(field => FieldBytes + (field.Selections is { } selections ? Of(selections, placeBytes) : 0));
}
