namespace FinFlow.Gateway.Composition;

/// <summary>
/// EMPTY_MERGED_UNION_TYPE: a union has a member that clients can see.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Empty-Merged-Union-Type
/// </summary>
internal sealed class EmptyMergedUnionType : IPostMergeRule
{
    public IEnumerable<CompositionError> Check(MergedSchema schema)
        => from type in schema.VisibleTypes
           where type.Kind == TypeKind.Union && type.Members.TrueForAll(member => schema.FindType(member) is not { IsInaccessible: false })
           select new CompositionError(
               "EMPTY_MERGED_UNION_TYPE",
               Severity.Error,
               $"The union `{type}` has no member that clients can see.",
               type.Places,
               type.Name,
               $"Take `@inaccessible` away from one of the members of `{type}`, or hide `{type}` itself by `@inaccessible`.");
}
