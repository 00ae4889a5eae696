namespace FinFlow.Gateway.Composition;

/// <summary>
/// KEY_INVALID_ARGUMENTS: a key's arguments are constants that the field accepts.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Key-Invalid-Arguments
/// </summary>
internal sealed class KeyInvalidArguments : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from selected in SelectedFields.OfKeys(schema)
           let field = selected.Definition
           where field is not null
           from problem in ConstantArguments.Problems(selected.Node.Arguments, field, new SchemaContext([schema]))
           select selected.Owner.Error(
               "KEY_INVALID_ARGUMENTS", $"A key of `{selected.Owner}` is invalid: {problem}",
               field.Arguments.Count == 0
                   ? $"Remove the arguments of `{selected.Name}` from the key."
                   : $"Write it in the key with constants as it is defined: `{selected.Name}({Arguments(field)})`.");

    private static string Arguments(SourceField field)
        => string.Join(", ", field.Arguments.Values.Select(argument => $"{argument.Name}: {argument.Type.Text}"));
}
