using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>A lookup of the query root as a reference resolver: it finds an entity by what a representation holds.</summary>
/// <param name="Field">The field of `Query`.</param>
/// <param name="ReturnType">An object type, or an abstract one of several entities.</param>
/// <param name="Arguments">What each argument is made of; the root of the maps is the representation.</param>
/// <param name="IsInternal">Clients do not see the field: the entity is extended here and owned elsewhere.</param>
internal sealed record EntityLookup(string Field, NamedType ReturnType, IReadOnlyList<MappedArgument> Arguments, bool IsInternal)
{
    /// <summary>The fields that a representation must have, as `@key` says it.</summary>
    public string Key { get; } = new FieldTree(Arguments.Select(argument => argument.Map)).ToString();

    /// <summary>A lookup whose argument offers alternatives appears once for each: a representation has one of them.</summary>
    public static IReadOnlyList<EntityLookup> Of(Schema schema)
        => [.. from field in schema.QueryType!.Fields.Values
               where field.Arguments.Count > 0 && field.Directives.Any(directive => directive.Name.Value == "lookup")
               from arguments in Choices([.. field.Arguments.Values])
               select new EntityLookup(field.Name, field.Type.Named, arguments, field.Directives.Any(directive => directive.Name.Value == "internal"))];

    private static IEnumerable<IReadOnlyList<MappedArgument>> Choices(IReadOnlyList<InputValue> arguments)
    {
        IEnumerable<IReadOnlyList<MappedArgument>> choices = [[]];
        foreach (var argument in arguments)
        {
            // Without @is an argument is named as the field that it takes.
            var map = MappedArgument.MapOf(argument, "is") ?? FieldSelectionMap.Parse(argument.Name);
            choices = from choice in choices
                      from alternative in FieldSelectionMap.Alternatives(map)
                      select (IReadOnlyList<MappedArgument>)[.. choice, new MappedArgument(argument, alternative)];
        }

        return choices;
    }
}

/// <summary>An argument whose value is read from a representation, by `@is` or `@require`.</summary>
internal sealed record MappedArgument(InputValue Argument, SelectedValue Map)
{
    public string Name => Argument.Name;

    /// <summary>The arguments that the gateway fills in, not the client.</summary>
    public static IReadOnlyList<MappedArgument> RequiredBy(OutputField field)
        => [.. from argument in field.Arguments.Values
               let map = MapOf(argument, "require")
               where map is not null
               select new MappedArgument(argument, map)];

    public static SelectedValue? MapOf(InputValue argument, string directive)
        => argument.Directives.FirstOrDefault(applied => applied.Name.Value == directive) is { Arguments: [{ Value: StringValueNode map }] }
            ? FieldSelectionMap.Parse(map.Value)
            : null;
}
