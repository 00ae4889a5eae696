using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// DISALLOWED_INACCESSIBLE: what GraphQL itself defines cannot be hidden.
/// https://graphql.github.io/composite-schemas-spec/draft/#sec-Disallowed-Inaccessible-Elements
/// </summary>
internal sealed class DisallowedInaccessible : ISourceRule
{
    public IEnumerable<CompositionError> Check(SourceSchema schema)
        => from element in HiddenTypes(schema).Concat(HiddenArguments(schema))
           select schema.Error(
               "DISALLOWED_INACCESSIBLE",
               $"The built-in `{element.Coordinate}` cannot be `@inaccessible`.",
               $"Remove `@inaccessible` from `{element.Coordinate}`.",
               element.Coordinate,
               element.Location);

    private static readonly HashSet<string> BuiltInDirectives = ["skip", "include", "deprecated", "specifiedBy", "oneOf"];

    private static IEnumerable<(string Coordinate, Location? Location)> HiddenTypes(SourceSchema schema)
    {
        foreach (var type in schema.Types.Values.Where(type =>
            SourceSchema.BuiltInScalars.Contains(type.Name) || type.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            if (type.IsInaccessible)
            {
                yield return (type.Name, type.Location);
            }

            foreach (var field in type.Fields.Values.Where(field => field.IsInaccessible))
            {
                yield return (field.Coordinate, field.Syntax.Location);
            }

            foreach (var argument in type.Fields.Values.SelectMany(field => field.Arguments.Values).Where(argument => argument.IsInaccessible))
            {
                yield return (argument.Coordinate, argument.Syntax.Location);
            }
        }
    }

    private static IEnumerable<(string Coordinate, Location? Location)> HiddenArguments(SourceSchema schema)
        => from directive in schema.DirectiveDefinitions
           where BuiltInDirectives.Contains(directive.Name.Value)
           from argument in directive.Arguments
           where argument.Directives.Has("inaccessible")
           select ($"@{directive.Name.Value}({argument.Name.Value}:)", argument.Location);
}
