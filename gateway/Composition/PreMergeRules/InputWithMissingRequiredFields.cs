using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// INPUT_WITH_MISSING_REQUIRED_FIELDS: a field that one schema demands is one that every schema knows.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Input-With-Missing-Required-Fields
/// </summary>
internal sealed class InputWithMissingRequiredFields : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from types in schemas.TypesByName
           where types.All(type => type.Kind == TypeKind.InputObject) && !types.Any(type => type.IsInaccessible)
           from fields in types.SelectMany(type => type.InputFields.Values).GroupBy(field => field.Name)
           let demanded = fields.FirstOrDefault(field => field.Type is NonNullTypeNode)
           where demanded is not null && !fields.Any(field => field.IsInaccessible)
           from type in types
           where !type.InputFields.ContainsKey(fields.Key)
           select type.Error(
               "INPUT_WITH_MISSING_REQUIRED_FIELDS",
               $"The input `{type}` must have the field `{fields.Key}`, because {demanded.Schema} requires it.",
               $"Add `{fields.Key}: {demanded.Type.Text}` to `{type}` in {type.Schema}, or make it nullable in {demanded.Schema}.");
}
