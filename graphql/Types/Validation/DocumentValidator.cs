using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Whether a document may be executed on a schema. https://spec.graphql.org/draft/#sec-Validation</summary>
public static class DocumentValidator
{
    private static readonly Func<ValidationContext, SyntaxVisitor>[] Rules =
    [
        context => new ExecutableDefinitionsRule(context),
        context => new KnownOperationTypesRule(context),
        context => new UniqueOperationNamesRule(context),
        context => new LoneAnonymousOperationRule(context),
        context => new SingleFieldSubscriptionsRule(context),
        context => new KnownTypeNamesRule(context),
        context => new FragmentsOnCompositeTypesRule(context),
        context => new VariablesAreInputTypesRule(context),
        context => new ScalarLeafsRule(context),
        context => new FieldsOnCorrectTypeRule(context),
        context => new UniqueFragmentNamesRule(context),
        context => new KnownFragmentNamesRule(context),
        context => new NoUnusedFragmentsRule(context),
        context => new PossibleFragmentSpreadsRule(context),
        context => new NoFragmentCyclesRule(context),
        context => new UniqueVariableNamesRule(context),
        context => new NoUndefinedVariablesRule(context),
        context => new NoUnusedVariablesRule(context),
        context => new KnownDirectivesRule(context),
        context => new UniqueDirectivesPerLocationRule(context),
        context => new KnownArgumentNamesRule(context),
        context => new UniqueArgumentNamesRule(context),
        context => new ValuesOfCorrectTypeRule(context),
        context => new ProvidedRequiredArgumentsRule(context),
        context => new VariablesInAllowedPositionRule(context),
        context => new OverlappingFieldsCanBeMergedRule(context),
        context => new UniqueInputFieldNamesRule(context),
    ];

    /// <summary>For schemas that know @defer and @stream.</summary>
    private static readonly Func<ValidationContext, SyntaxVisitor>[] IncrementalRules =
    [
        context => new DeferStreamDirectiveLabelRule(context),
        context => new DeferStreamDirectiveOnRootFieldRule(context),
        context => new DeferStreamDirectiveOnValidOperationsRule(context),
        context => new StreamDirectiveOnListFieldRule(context),
    ];

    /// <summary>
    /// The violations, in the order in which one walk through the document meets them; empty when the document is valid. A document
    /// that exceeds a limit of its size is not examined further, so that nobody's work grows faster than <paramref name="limits"/> say.
    /// </summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema, DocumentNode document, ValidationLimits? limits = null)
    {
        var context = new ValidationContext(schema, document, limits ?? ValidationLimits.Default);
        DocumentMeasure.Check(context);
        if (context.Errors.Count == 0)
        {
            var isIncremental = schema.Directives.ContainsKey("defer") || schema.Directives.ContainsKey("stream");
            var rules = isIncremental ? Rules.Concat(IncrementalRules) : Rules;
            SyntaxVisitor.InParallel([context.Types.Entering, context.Usages, .. rules.Select(create => create(context)), context.Types.Leaving]).Visit(document);
        }

        return context.Errors;
    }
}
