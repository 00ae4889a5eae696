using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>
/// Subgraphs of Apollo Federation may know different values of an enum. One that is only given has all of them, because clients may meet
/// each; one that is only taken has those that every subgraph understands. One that is both must be equal everywhere, as composition
/// demands of all enums. https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/composition#enums
/// </summary>
internal static class ApolloEnums
{
    /// <summary>The values that an enum has in each subgraph, by its name; enums that are not here stay as they are.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<EnumValueDefinitionNode>> Merge(IReadOnlyCollection<ApolloTypes> subgraphs)
    {
        var (given, taken) = (new HashSet<string>(), new HashSet<string>());
        foreach (var type in subgraphs.SelectMany(types => types.All))
        {
            given.UnionWith(FieldsOf(type).Select(field => field.Type.NamedType));
            taken.UnionWith(FieldsOf(type).SelectMany(field => field.Arguments).Select(argument => argument.Type.NamedType));
            taken.UnionWith(type is InputObjectTypeDefinitionNode input ? input.Fields.Select(field => field.Type.NamedType) : []);
        }

        return subgraphs.SelectMany(types => types.All).OfType<EnumTypeDefinitionNode>()
            .GroupBy(type => type.Name.Value)
            .Where(definitions => definitions.Count() > 1 && !(given.Contains(definitions.Key) && taken.Contains(definitions.Key)))
            .ToDictionary(
                definitions => definitions.Key,
                IReadOnlyList<EnumValueDefinitionNode> (definitions) => taken.Contains(definitions.Key) ? Common([.. definitions]) : All(definitions));
    }

    private static IEnumerable<FieldDefinitionNode> FieldsOf(TypeDefinitionNode type) => type is ComplexTypeDefinitionNode complex ? complex.Fields : [];

    private static EnumValueDefinitionNode[] All(IEnumerable<EnumTypeDefinitionNode> definitions)
        => [.. definitions.SelectMany(type => type.Values).DistinctBy(value => value.Name.Value).OrderBy(value => value.Name.Value, StringComparer.Ordinal)];

    private static EnumValueDefinitionNode[] Common(IReadOnlyList<EnumTypeDefinitionNode> definitions)
        => [.. definitions[0].Values.Where(value => definitions.All(type => type.Values.Any(other => other.Name.Value == value.Name.Value)))
            .OrderBy(value => value.Name.Value, StringComparer.Ordinal)];
}
