using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>Which fields keys and `@provides` select, at any depth, as `key Type.field` and `provides Type.field`.</summary>
internal static class UsedExternals
{
    public static HashSet<string> Of(ApolloTypes types)
    {
        HashSet<string> used = [];
        foreach (var type in types.All.OfType<ComplexTypeDefinitionNode>())
        {
            foreach (var key in type.Directives.Where(directive => directive.Name.Value == "key"))
            {
                Add("key", type.Name.Value, key.SelectionSetArgument("fields"));
            }

            foreach (var field in type.Fields)
            {
                Add("provides", field.Type.NamedType, field.Directives.Find("provides")?.SelectionSetArgument("fields"));
            }
        }

        return used;

        void Add(string use, string typeName, SelectionSetNode? selection)
        {
            foreach (var node in selection?.Selections ?? [])
            {
                switch (node)
                {
                    case FieldNode field:
                        used.Add($"{use} {typeName}.{field.Name.Value}");
                        Add(use, types.Find(typeName)?.Fields.FirstOrDefault(known => known.Name.Value == field.Name.Value)?.Type.NamedType ?? "", field.SelectionSet);
                        break;
                    case InlineFragmentNode fragment:
                        Add(use, fragment.TypeCondition?.Name.Value ?? typeName, fragment.SelectionSet);
                        break;
                }
            }
        }
    }
}
