using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>Fields of objects and interfaces: what clients read.</summary>
internal static class FieldChanges
{
    public static IEnumerable<SchemaChange> Of(ComplexType before, ComplexType after)
    {
        foreach (var (name, was) in before.Fields)
        {
            if (!after.Fields.TryGetValue(name, out var now))
            {
                yield return SchemaChange.Breaking("FIELD_REMOVED", was.Coordinate, $"{was.Coordinate} was removed.");
                continue;
            }

            if (!IsSafe(was.Type, now.Type))
            {
                yield return SchemaChange.Breaking("FIELD_CHANGED_KIND", was.Coordinate, $"{was.Coordinate} changed type from {was.Type} to {now.Type}.");
            }
            else if (was.Type.ToString() != now.Type.ToString())
            {
                yield return SchemaChange.Safe("FIELD_TYPE_NARROWED", was.Coordinate, $"{was.Coordinate} changed type from {was.Type} to {now.Type}.");
            }

            if (was.DeprecationReason is null && now.DeprecationReason is { } reason)
            {
                yield return SchemaChange.Safe("FIELD_DEPRECATED", was.Coordinate, $"{was.Coordinate} was deprecated: {reason}");
            }

            foreach (var change in InputChanges.OfArguments(was.Coordinate, was.Arguments, now.Arguments))
            {
                yield return change;
            }
        }

        foreach (var added in after.Fields.Values.Where(field => !before.Fields.ContainsKey(field.Name)))
        {
            yield return SchemaChange.Safe("FIELD_ADDED", added.Coordinate, $"{added.Coordinate} was added.");
        }
    }

    /// <summary>Whether who could read the one can read the other: a value that is there more often is no surprise.</summary>
    private static bool IsSafe(GraphQLType before, GraphQLType after) => (before, after) switch
    {
        (NonNullType was, NonNullType now) => IsSafe(was.OfType, now.OfType),
        (NonNullType, _) => false,
        (_, NonNullType now) => IsSafe(before, now.OfType),
        (ListType was, ListType now) => IsSafe(was.OfType, now.OfType),
        (NamedType was, NamedType now) => was.Name == now.Name,
        _ => false,
    };
}
