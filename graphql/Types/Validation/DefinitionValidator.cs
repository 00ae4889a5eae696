using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Whether definitions and extensions fit together, as far as their text shows: names are unique and known, directives stand where they may.
/// What remains is <see cref="SchemaValidator"/>'s. https://spec.graphql.org/draft/#sec-Type-System
/// </summary>
public static class DefinitionValidator
{
    private static readonly Action<DefinitionContext>[] Rules =
    [
        LoneSchemaDefinitionRule.Check,
        UniqueOperationTypesRule.Check,
        UniqueTypeNamesRule.Check,
        UniqueEnumValueNamesRule.Check,
        UniqueFieldDefinitionNamesRule.Check,
        UniqueArgumentDefinitionNamesRule.Check,
        UniqueDirectiveNamesRule.Check,
        KnownTypeNamesInDefinitionsRule.Check,
        KnownDirectivesInDefinitionsRule.Check,
        UniqueDirectivesPerDefinitionRule.Check,
        PossibleTypeExtensionsRule.Check,
        KnownArgumentNamesOnDirectivesRule.Check,
        UniqueArgumentNamesOnDirectivesRule.Check,
        UniqueInputFieldNamesInDefinitionsRule.Check,
        ProvidedRequiredArgumentsOnDirectivesRule.Check,
    ];

    /// <summary>The violations, in the order of the rules; empty when there are none.</summary>
    public static IReadOnlyList<GraphQLError> Validate(DocumentNode document, SchemaOptions? options = null)
    {
        var context = new DefinitionContext(document, options ?? SchemaOptions.Default);
        foreach (var check in Rules)
        {
            check(context);
        }

        return context.Errors;
    }
}
