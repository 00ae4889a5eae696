using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Composition;

/// <summary>Values of enums, members of unions, interfaces of types.</summary>
internal static class MemberChanges
{
    public static IEnumerable<SchemaChange> OfEnum(EnumType before, EnumType after)
    {
        var (was, now) = (before.Values.Select(value => value.Name).ToList(), after.Values.Select(value => value.Name).ToList());
        return was.Except(now)
            .Select(value => SchemaChange.Breaking("VALUE_REMOVED_FROM_ENUM", $"{before.Name}.{value}", $"{before.Name}.{value} was removed."))
            .Concat(now.Except(was)
                .Select(value => SchemaChange.Dangerous("VALUE_ADDED_TO_ENUM", $"{before.Name}.{value}", $"{before.Name}.{value} was added.")));
    }

    public static IEnumerable<SchemaChange> OfUnion(UnionType before, UnionType after)
    {
        var (was, now) = (before.Types.Select(type => type.Name).ToList(), after.Types.Select(type => type.Name).ToList());
        return was.Except(now)
            .Select(type => SchemaChange.Breaking("TYPE_REMOVED_FROM_UNION", before.Name, $"{type} was removed from the union {before.Name}."))
            .Concat(now.Except(was)
                .Select(type => SchemaChange.Dangerous("TYPE_ADDED_TO_UNION", before.Name, $"{type} was added to the union {before.Name}.")));
    }

    public static IEnumerable<SchemaChange> OfInterfaces(ComplexType before, ComplexType after)
    {
        var (was, now) = (before.Interfaces.Select(type => type.Name).ToList(), after.Interfaces.Select(type => type.Name).ToList());
        return was.Except(now)
            .Select(type => SchemaChange.Breaking("IMPLEMENTED_INTERFACE_REMOVED", before.Name, $"{before.Name} does not implement {type} any more."))
            .Concat(now.Except(was)
                .Select(type => SchemaChange.Dangerous("IMPLEMENTED_INTERFACE_ADDED", before.Name, $"{before.Name} implements {type} now.")));
    }
}
