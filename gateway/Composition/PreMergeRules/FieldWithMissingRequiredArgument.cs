using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// FIELD_WITH_MISSING_REQUIRED_ARGUMENT: an argument that one schema demands is one that every schema takes from the client.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Field-With-Missing-Required-Arguments
/// </summary>
internal sealed class FieldWithMissingRequiredArgument : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           from demanded in fields.SelectMany(field => field.Arguments.Values)
               .Where(argument => argument is { Type: NonNullTypeNode, Require: null }).DistinctBy(argument => argument.Name)
           from field in fields
           where field.Arguments.GetValueOrDefault(demanded.Name) is not { Require: null }
           select field.Error(
               "FIELD_WITH_MISSING_REQUIRED_ARGUMENT",
               $"`{field}` must take the argument `{demanded.Name}` from clients, because {demanded.Schema} requires it.",
               field.Arguments.ContainsKey(demanded.Name)
                   ? $"Remove `{field.Schema.RequireDirective}` from `{demanded.Name}` in {field.Schema}, or rename the argument there."
                   : $"Add `{demanded.Name}: {demanded.Type.Text}` to `{field}` in {field.Schema}, or make it nullable in {demanded.Schema}.");
}
