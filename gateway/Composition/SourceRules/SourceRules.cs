namespace FinFlow.Gateway.Composition;

/// <summary>A rule that looks at one source schema alone.</summary>
internal interface ISourceRule
{
    IEnumerable<CompositionError> Check(SourceSchema schema);
}

/// <summary>https://graphql.github.io/composite-schemas-spec/draft/#sec-Validate-Source-Schemas</summary>
internal static class SourceRules
{
    /// <summary>In the specification's order.</summary>
    public static IReadOnlyList<ISourceRule> All { get; } =
    [
        new InvalidGraphQL(), new DisallowedInaccessible(), new TypeDefinitionInvalid(), new QueryRootTypeInaccessible(),
        new RootMutationUsed(), new RootQueryUsed(), new RootSubscriptionUsed(), new ExternalUnused(),
        new ExternalOverrideCollision(), new ExternalProvidesCollision(), new ExternalRequireCollision(), new ExternalOnInterface(),
        new IsInvalidSyntax(), new IsInvalidFieldType(), new IsInvalidUsage(), new KeyFieldsSelectInvalidType(),
        new KeyDirectiveInFieldsArgument(), new KeyInvalidArguments(), new KeyInvalidSyntax(), new KeyInvalidFields(),
        new KeyInvalidFieldsType(), new LookupMustHaveArguments(), new LookupReturnsNonNullableType(), new LookupReturnsList(),
        new OverrideFromSelf(), new OverrideOnInterface(), new ProvidesDirectiveInFieldsArgument(), new ProvidesFieldsHasArguments(),
        new ProvidesFieldsMissingExternal(), new ProvidesInvalidSyntax(), new ProvidesInvalidFields(), new ProvidesInvalidFieldsType(),
        new ProvidesOnNonCompositeField(), new RequireInvalidSyntax(), new RequireInvalidFieldType(), new InvalidShareableUsage(),
    ];
}
