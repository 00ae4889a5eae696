namespace FinFlow.Gateway.Composition;

/// <summary>A rule that looks at the merged schema.</summary>
internal interface IPostMergeRule
{
    IEnumerable<CompositionError> Check(MergedSchema schema);
}

/// <summary>https://graphql.github.io/composite-schemas-spec/draft/#sec-Post-Merge-Validation</summary>
internal static class PostMergeRules
{
    /// <summary>In the specification's order.</summary>
    public static IReadOnlyList<IPostMergeRule> All { get; } =
    [
        new NoQueries(), new ReferenceToInaccessibleType(), new ReferenceToInternalType(), new EmptyMergedObjectType(),
        new EmptyMergedInterfaceType(), new ImplementedByInaccessible(), new InterfaceFieldNoImplementation(), new EmptyMergedInputObjectType(),
        new NonNullInputFieldIsInaccessible(), new EmptyMergedEnumType(), new EnumTypeDefaultValueInaccessible(), new EmptyMergedUnionType(),
        new IsInvalidFields(), new RequireInvalidFields(),
    ];
}
