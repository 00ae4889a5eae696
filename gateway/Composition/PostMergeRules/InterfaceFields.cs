namespace FinFlow.Gateway.Composition;

/// <summary>What visible types owe to the visible interfaces that they implement.</summary>
internal static class InterfaceFields
{
    public static IEnumerable<(MergedType Type, MergedField Field)> Of(MergedSchema schema)
        => from type in schema.VisibleTypes
           from name in type.Interfaces
           let implemented = schema.FindType(name)
           where implemented is { IsInaccessible: false }
           from field in implemented.VisibleFields
           select (type, field);
}
