namespace FinFlow.Gateway.Composition;

/// <summary>A rule that compares the source schemas with each other.</summary>
internal interface IPreMergeRule
{
    IEnumerable<CompositionError> Check(SourceSchemas schemas);
}

/// <summary>https://graphql.github.io/composite-schemas-spec/draft/#sec-Pre-Merge-Validation</summary>
internal static class PreMergeRules
{
    /// <summary>In the specification's order.</summary>
    public static IReadOnlyList<IPreMergeRule> All { get; } =
    [
        new TypeKindMismatch(), new EnumValuesMismatch(), new OutputFieldTypesNotMergeable(), new FieldArgumentTypesNotMergeable(),
        new FieldWithMissingRequiredArgument(), new InputFieldDefaultMismatch(), new InputFieldTypesNotMergeable(), new InputWithMissingRequiredFields(),
        new ExternalArgumentDefaultMismatch(), new ExternalArgumentMissing(), new ExternalArgumentTypeMismatch(), new ExternalMissingOnBase(),
        new ExternalTypeMismatch(), new OverrideSourceHasOverride(), new InvalidFieldSharing(),
    ];
}
