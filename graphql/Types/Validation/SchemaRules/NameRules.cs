using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>Names that begin with two underscores belong to introspection. https://spec.graphql.org/draft/#sec-Names.Reserved-Names</summary>
internal static class NameRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var directive in context.Schema.Directives.Values)
        {
            Check(context, directive.Name, directive.Syntax);
            Check(context, directive.Arguments);
        }

        foreach (var type in context.Types)
        {
            Check(context, type.Name, type.Syntax.FirstOrDefault(node => !node.IsExtension));
            CheckMembers(context, type);
        }
    }

    private static void CheckMembers(SchemaContext context, NamedType type)
    {
        switch (type)
        {
            case ComplexType complex:
                foreach (var field in complex.Fields.Values)
                {
                    Check(context, field.Name, field.Syntax);
                    Check(context, field.Arguments);
                }

                break;
            case EnumType enumType:
                foreach (var value in enumType.Values)
                {
                    Check(context, value.Name, value.Syntax);
                }

                break;
            case InputObjectType input:
                Check(context, input.Fields);
                break;
        }
    }

    private static void Check(SchemaContext context, OrderedDictionary<string, InputValue> values)
    {
        foreach (var value in values.Values)
        {
            Check(context, value.Name, value.Syntax);
        }
    }

    private static void Check(SchemaContext context, string name, SyntaxNode? node)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            context.Report($"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.", node);
        }
    }
}
