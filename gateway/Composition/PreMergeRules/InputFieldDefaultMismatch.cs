using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// INPUT_FIELD_DEFAULT_MISMATCH: an input field has one default.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Input-Field-Default-Mismatch
/// </summary>
internal sealed class InputFieldDefaultMismatch : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.InputFieldsByCoordinate
           let defaults = fields.Where(field => field.DefaultValue is not null)
               .Select(field => (field.Place, Text: SyntaxPrinter.PrintCompact(field.DefaultValue!))).ToList()
           where defaults.DistinctBy(pair => pair.Text).Count() > 1
           select Conflict.Error(
               "INPUT_FIELD_DEFAULT_MISMATCH",
               fields[0].Coordinate,
               "has different defaults",
               $"Give `{fields[0]}` the default {defaults[0].Text} in each of them, or in none.",
               defaults);
}
