namespace FinFlow.GraphQL.Language;

/// <summary>The children of each kind of node, in the order of the text: the one place that visitors and comparers learn it from.</summary>
internal static class SyntaxChildren
{
    /// <summary>Appends the children; null stands for an optional child that is absent, so that two nodes' children can be paired.</summary>
    public static void Collect(SyntaxNode node, List<SyntaxNode?> into)
    {
        switch (node)
        {
            case NameNode or IntValueNode or FloatValueNode or StringValueNode or BooleanValueNode or NullValueNode or EnumValueNode:
                break;
            case FieldNode n: into.One(n.Alias).One(n.Name).Many(n.Arguments).Many(n.Directives).One(n.SelectionSet); break;
            case SelectionSetNode n: into.Many(n.Selections); break;
            case ArgumentNode n: into.One(n.Name).One(n.Value); break;
            case VariableNode n: into.One(n.Name); break;
            case DirectiveNode n: into.One(n.Name).Many(n.Arguments); break;
            case FragmentSpreadNode n: into.One(n.Name).Many(n.Directives); break;
            case InlineFragmentNode n: into.One(n.TypeCondition).Many(n.Directives).One(n.SelectionSet); break;
            case DocumentNode n: into.Many(n.Definitions); break;
            case OperationDefinitionNode n:
                into.One(n.Description).One(n.Name).Many(n.VariableDefinitions).Many(n.Directives).One(n.SelectionSet);
                break;
            case FragmentDefinitionNode n:
                into.One(n.Description).One(n.Name).One(n.TypeCondition).Many(n.Directives).One(n.SelectionSet);
                break;
            case VariableDefinitionNode n:
                into.One(n.Description).One(n.Variable).One(n.Type).One(n.DefaultValue).Many(n.Directives);
                break;
            case ListValueNode n: into.Many(n.Items); break;
            case ObjectValueNode n: into.Many(n.Fields); break;
            case ObjectFieldNode n: into.One(n.Name).One(n.Value); break;
            case NamedTypeNode n: into.One(n.Name); break;
            case ListTypeNode n: into.One(n.Type); break;
            case NonNullTypeNode n: into.One(n.Type); break;
            default: CollectTypeSystem(node, into); break;
        }
    }

    private static void CollectTypeSystem(SyntaxNode node, List<SyntaxNode?> into)
    {
        switch (node)
        {
            case SchemaDefinitionNode n: into.One(n.Description).Many(n.Directives).Many(n.OperationTypes); break;
            case OperationTypeDefinitionNode n: into.One(n.Type); break;
            case ScalarTypeDefinitionNode n: into.One(n.Description).One(n.Name).Many(n.Directives); break;
            case ComplexTypeDefinitionNode n:
                into.One(n.Description).One(n.Name).Many(n.Interfaces).Many(n.Directives).Many(n.Fields);
                break;
            case UnionTypeDefinitionNode n: into.One(n.Description).One(n.Name).Many(n.Directives).Many(n.Types); break;
            case EnumTypeDefinitionNode n: into.One(n.Description).One(n.Name).Many(n.Directives).Many(n.Values); break;
            case InputObjectTypeDefinitionNode n: into.One(n.Description).One(n.Name).Many(n.Directives).Many(n.Fields); break;
            case FieldDefinitionNode n: into.One(n.Description).One(n.Name).Many(n.Arguments).One(n.Type).Many(n.Directives); break;
            case InputValueDefinitionNode n: into.One(n.Description).One(n.Name).One(n.Type).One(n.DefaultValue).Many(n.Directives); break;
            case EnumValueDefinitionNode n: into.One(n.Description).One(n.Name).Many(n.Directives); break;
            case DirectiveDefinitionNode n: into.One(n.Description).One(n.Name).Many(n.Arguments).Many(n.Locations); break;
        }
    }

    private static List<SyntaxNode?> One(this List<SyntaxNode?> list, SyntaxNode? child)
    {
        list.Add(child);
        return list;
    }

    private static List<SyntaxNode?> Many(this List<SyntaxNode?> list, IReadOnlyList<SyntaxNode> children)
    {
        for (var i = 0; i < children.Count; i++)
        {
            list.Add(children[i]);
        }

        return list;
    }
}
