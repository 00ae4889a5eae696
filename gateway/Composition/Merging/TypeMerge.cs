using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>How differing type references become one. https://graphql.github.io/composite-schemas-spec/draft/#sec-Shared-Algorithms</summary>
internal static class TypeMerge
{
    /// <summary>
    /// A type for every value that the sources may give; null when there is none.
    /// https://graphql.github.io/composite-schemas-spec/draft/#sec-Least-Restrictive-Type
    /// </summary>
    public static TypeNode? LeastRestrictive(IReadOnlyList<TypeNode> types, SourceSchemas sources)
    {
        var inner = types.Select(type => type.Nullable).ToList();
        TypeNode? merged;
        if (inner.OfType<ListTypeNode>().Count() is var lists && lists > 0)
        {
            var element = lists == inner.Count ? LeastRestrictive([.. inner.Cast<ListTypeNode>().Select(list => list.Type)], sources) : null;
            merged = element is null ? null : new ListTypeNode(element);
        }
        else
        {
            merged = LeastRestrictiveName([.. inner.Select(type => type.NamedType).Distinct()], sources) is { } name
                ? new NamedTypeNode(new NameNode(name))
                : null;
        }

        return merged is null || types.Any(type => type is not NonNullTypeNode) ? merged : new NonNullTypeNode(merged);
    }

    /// <summary>
    /// A type that accepts only what every source accepts; the types must have one shape.
    /// https://graphql.github.io/composite-schemas-spec/draft/#sec-Most-Restrictive-Type
    /// </summary>
    public static TypeNode MostRestrictive(TypeNode a, TypeNode b)
    {
        var merged = (a.Nullable, b.Nullable) switch
        {
            (ListTypeNode listA, ListTypeNode listB) => new ListTypeNode(MostRestrictive(listA.Type, listB.Type)),
            var (named, _) => named,
        };
        return a is NonNullTypeNode || b is NonNullTypeNode ? new NonNullTypeNode(merged) : merged;
    }

    private static string? LeastRestrictiveName(IReadOnlyList<string> names, SourceSchemas sources)
        => names.Count == 1 ? names[0] : names.Where(candidate => names.All(name => IsSupertype(candidate, name, sources)))
            .OrderBy(candidate => sources.PossibleTypes(candidate).Count).ThenBy(candidate => candidate, StringComparer.Ordinal)
            .FirstOrDefault();

    private static bool IsSupertype(string candidate, string name, SourceSchemas sources)
        => candidate == name
            || (sources.KindOf(candidate) is TypeKind.Interface or TypeKind.Union
                && sources.KindOf(name) is TypeKind.Object or TypeKind.Interface or TypeKind.Union
                && sources.PossibleTypes(candidate).IsSupersetOf(sources.PossibleTypes(name)));
}
