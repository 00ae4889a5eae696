using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// EXTERNAL_ARGUMENT_DEFAULT_MISMATCH: an external field repeats the defaults of the field that it stands for.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-External-Argument-Default-Mismatch
/// </summary>
internal sealed class ExternalArgumentDefaultMismatch : IPreMergeRule
{
    public IEnumerable<CompositionError> Check(SourceSchemas schemas)
        => from fields in schemas.FieldsByCoordinate
           from arguments in fields.SelectMany(field => field.Arguments.Values).GroupBy(argument => argument.Name)
           let defaults = arguments.Select(Default).Where(value => value is not null).Distinct().ToList()
           from argument in arguments
           where argument.Field!.IsExternal && defaults.Exists(value => value != Default(argument))
           select argument.Error(
               "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH",
               $"`{argument}` of an external field must have the default {defaults.First(value => value != Default(argument))}, as elsewhere.",
               $"Write `{argument.Name}: {argument.Type.Text} = {defaults.First(value => value != Default(argument))}` in {argument.Schema}.");

    private static string? Default(SourceInput argument) => argument.DefaultValue is { } value ? SyntaxPrinter.PrintCompact(value) : null;
}
