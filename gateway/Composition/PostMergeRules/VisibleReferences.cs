namespace FinFlow.Gateway.Composition;

/// <summary>The types that visible fields, arguments and input fields name.</summary>
internal static class VisibleReferences
{
    public static IEnumerable<(string Coordinate, string TypeName, IReadOnlyList<SourcePlace> Places)> Of(MergedSchema schema)
    {
        foreach (var type in schema.VisibleTypes)
        {
            foreach (var field in type.VisibleFields)
            {
                yield return (field.Coordinate, field.Type.NamedType, field.Places);
                foreach (var argument in field.VisibleArguments)
                {
                    yield return (argument.Coordinate, argument.Type.NamedType, argument.Places);
                }
            }

            foreach (var field in type.VisibleInputFields)
            {
                yield return (field.Coordinate, field.Type.NamedType, field.Places);
            }
        }
    }
}
