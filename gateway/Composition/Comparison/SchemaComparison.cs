using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>What changes for clients between two versions of a schema.</summary>
public static class SchemaComparison
{
    /// <summary>The changes in the order of impact, the worst first, then of their coordinates.</summary>
    public static IReadOnlyList<SchemaChange> Compare(Schema before, Schema after)
        => [.. OfSchema(before, after).OrderByDescending(change => change.Impact).ThenBy(change => change.Coordinate, StringComparer.Ordinal)];

    private static IEnumerable<SchemaChange> OfSchema(Schema before, Schema after)
        => OfTypes(before, after).Concat(OfDirectives(before, after));

    private static IEnumerable<SchemaChange> OfTypes(Schema before, Schema after)
    {
        var names = before.Types.Keys.Union(after.Types.Keys).Where(name => !name.StartsWith("__", StringComparison.Ordinal));
        foreach (var name in names)
        {
            switch (before.FindType(name), after.FindType(name))
            {
                case ({ } was, null) when !was.IsBuiltIn:
                    yield return SchemaChange.Breaking("TYPE_REMOVED", name, $"{name} was removed.");
                    break;
                case (null, { } added) when !added.IsBuiltIn:
                    yield return SchemaChange.Safe("TYPE_ADDED", name, $"{name} was added.");
                    break;
                case ({ } was, { } now) when was.GetType() != now.GetType():
                    yield return SchemaChange.Breaking("TYPE_CHANGED_KIND", name, $"{name} changed from {KindOf(was)} to {KindOf(now)}.");
                    break;
                case ({ } was, { } now):
                    foreach (var change in OfType(was, now))
                    {
                        yield return change;
                    }

                    break;
            }
        }
    }

    private static IEnumerable<SchemaChange> OfType(NamedType before, NamedType after) => (before, after) switch
    {
        (ComplexType was, ComplexType now) => FieldChanges.Of(was, now).Concat(MemberChanges.OfInterfaces(was, now)),
        (EnumType was, EnumType now) => MemberChanges.OfEnum(was, now),
        (UnionType was, UnionType now) => MemberChanges.OfUnion(was, now),
        (InputObjectType was, InputObjectType now) => InputChanges.OfInputObject(was, now),
        _ => [],
    };

    private static IEnumerable<SchemaChange> OfDirectives(Schema before, Schema after)
    {
        foreach (var (name, was) in before.Directives)
        {
            if (!after.Directives.TryGetValue(name, out var now))
            {
                yield return SchemaChange.Breaking("DIRECTIVE_REMOVED", $"@{name}", $"@{name} was removed.");
                continue;
            }

            foreach (var location in was.Locations.Except(now.Locations))
            {
                yield return SchemaChange.Breaking("DIRECTIVE_LOCATION_REMOVED", $"@{name}", $"{location} was removed from @{name}.");
            }

            foreach (var change in InputChanges.OfArguments($"@{name}", was.Arguments, now.Arguments))
            {
                yield return change;
            }
        }
    }

    private static string KindOf(NamedType type) => type switch
    {
        ObjectType => "an object type",
        InterfaceType => "an interface type",
        UnionType => "a union type",
        EnumType => "an enum type",
        InputObjectType => "an input type",
        _ => "a scalar type",
    };
}
