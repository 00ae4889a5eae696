namespace FinFlow.Gateway.Composition;

/// <summary>
/// The input objects that only carry requirements, or only serve what clients do not see: no client can name them, so they are not merged.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec--require
/// </summary>
internal static class RequirementInputs
{
    public static IReadOnlySet<string> Of(SourceSchemas sources)
    {
        var forClients = Closure(sources, IsForClients);
        var forPlanner = Closure(sources, argument => !IsForClients(argument));
        forPlanner.ExceptWith(forClients);
        return forPlanner;
    }

    private static bool IsForClients(SourceInput argument)
        => argument is { Require: null, Field: { IsInternal: false, DeclaringType.IsInternal: false } };

    /// <summary>The input objects that the arguments name, and those that these contain.</summary>
    private static HashSet<string> Closure(SourceSchemas sources, Func<SourceInput, bool> isRoot)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var schema in sources.All)
        {
            var queue = new Queue<string>(schema.Arguments.Where(isRoot).Select(argument => argument.Type.NamedType));
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (queue.TryDequeue(out var name))
            {
                if (schema.FindType(name) is { Kind: TypeKind.InputObject } type && seen.Add(name))
                {
                    found.Add(name);
                    type.InputFields.Values.ToList().ForEach(field => queue.Enqueue(field.Type.NamedType));
                }
            }
        }

        return found;
    }
}
