namespace FinFlow.Gateway.Composition;

/// <summary>An error that no single source schema is to blame for.</summary>
internal static class Conflict
{
    public static CompositionError Error(string code, string coordinate, string what, string hint, IEnumerable<(SourcePlace Place, string Text)> definitions)
    {
        var list = string.Join(", ", definitions.Select(pair => $"`{pair.Text}` in {pair.Place.SourceSchema}"));
        return new(code, Severity.Error, $"`{coordinate}` {what}: {list}.", [.. definitions.Select(pair => pair.Place)], coordinate, hint);
    }
}
