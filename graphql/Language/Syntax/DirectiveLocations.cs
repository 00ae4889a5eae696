using System.Collections.Frozen;

namespace FinFlow.GraphQL.Language;

/// <summary>Where a directive may stand. https://spec.graphql.org/draft/#DirectiveLocation</summary>
public static class DirectiveLocations
{
    public static IReadOnlySet<string> Executable { get; } = FrozenSet.Create(
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION");

    public static IReadOnlySet<string> TypeSystem { get; } = FrozenSet.Create(
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
        "INPUT_OBJECT", "INPUT_FIELD_DEFINITION");

    public static IReadOnlySet<string> All { get; } = Executable.Concat(TypeSystem).ToFrozenSet();
}
