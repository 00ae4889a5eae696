using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// TYPE_DEFINITION_INVALID: the composition specification's own types and directives keep their shape; directives may have further arguments.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Type-Definition-Invalid
/// </summary>
internal sealed class TypeDefinitionInvalid : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => WrongKinds(schema).Concat(WrongArguments(schema));

    private static IEnumerable<CompositionError> WrongKinds(SourceSchema schema)
        => from name in SpecifiedDirectives.Scalars
           let type = schema.FindType(name)
           where type is not null and not { Kind: TypeKind.Scalar }
           select type.Error(
               "TYPE_DEFINITION_INVALID", $"`{name}` must be a scalar, as the composition specification defines it.",
               $"Write `scalar {name}`, rename your own type, or leave the definition out: `{name}` is known without one.");

    private static IEnumerable<CompositionError> WrongArguments(SourceSchema schema)
        => from specified in SpecifiedDirectives.Document.Definitions.OfType<DirectiveDefinitionNode>()
           from definition in schema.DirectiveDefinitions
           where definition.Name.Value == specified.Name.Value
           from expected in specified.Arguments
           let argument = definition.Arguments.FirstOrDefault(argument => argument.Name.Value == expected.Name.Value)
           where argument?.Type.Text != expected.Type.Text
           let coordinate = $"@{specified.Name.Value}({expected.Name.Value}:)"
           select schema.Error(
               "TYPE_DEFINITION_INVALID",
               $"`{coordinate}` must be defined with the type `{expected.Type.Text}`.",
               $"Define `@{specified.Name.Value}({expected.Name.Value}: {expected.Type.Text})`, or leave the definition out: the directive is known without one.",
               coordinate,
               (argument ?? (SyntaxNode)definition).Location);
}
