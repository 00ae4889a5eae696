namespace FinFlow.Gateway.Composition;

/// <summary>Source schemas as a sentence names them.</summary>
internal static class SchemaNames
{
    /// <summary>E.g. `a`, `a and b`, `a, b and c`.</summary>
    public static string And(IEnumerable<SourceSchema> schemas) => Join(schemas.Select(schema => schema.Name), "and");

    /// <summary>E.g. `a`, `a or b`, `a, b or c`.</summary>
    public static string Or(IEnumerable<SourceSchema> schemas) => Join(schemas.Select(schema => schema.Name), "or");

    private static string Join(IEnumerable<string> schemas, string word)
    {
        var names = schemas.Distinct().ToList();
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} {word} {names[^1]}";
    }
}
