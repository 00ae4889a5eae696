using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>What implements an interface keeps its promises. https://spec.graphql.org/draft/#IsValidImplementation()</summary>
internal static class InterfaceRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var type in context.Types.OfType<ComplexType>())
        {
            var names = Nodes(type).Select(node => node.Name.Value).ToArray();
            foreach (var name in names.Distinct(StringComparer.Ordinal))
            {
                // Names that nothing is defined for are refused before a schema exists.
                if (context.Schema.FindType(name) is { } implemented)
                {
                    Check(context, type, implemented, names.Count(other => other == name));
                }
            }
        }
    }

    private static void Check(SchemaContext context, ComplexType type, NamedType implemented, int times)
    {
        if (implemented is not InterfaceType interfaceType)
        {
            for (var i = 0; i < times; i++)
            {
                context.Report($"Type {type} must only implement Interface types, it cannot implement {implemented}.", Nodes(type, implemented));
            }
        }
        else if (ReferenceEquals(type, interfaceType))
        {
            for (var i = 0; i < times; i++)
            {
                context.Report($"Type {type} cannot implement itself because it would create a circular reference.", Nodes(type, implemented));
            }
        }
        else
        {
            for (var i = 1; i < times; i++)
            {
                context.Report($"Type {type} can only implement {interfaceType} once.", Nodes(type, implemented));
            }

            CheckAncestors(context, type, interfaceType);
            CheckFields(context, type, interfaceType);
        }
    }

    private static void CheckAncestors(SchemaContext context, ComplexType type, InterfaceType implemented)
    {
        foreach (var ancestor in implemented.Interfaces.Where(ancestor => !type.Interfaces.Contains(ancestor)))
        {
            var message = ReferenceEquals(ancestor, type)
                ? $"Type {type} cannot implement {implemented} because it would create a circular reference."
                : $"Type {type} must implement {ancestor} because it is implemented by {implemented}.";
            context.Report(message, Nodes(implemented, ancestor).Concat(Nodes(type, implemented)));
        }
    }

    private static void CheckFields(SchemaContext context, ComplexType type, InterfaceType implemented)
    {
        foreach (var promised in implemented.Fields.Values)
        {
            if (!type.Fields.TryGetValue(promised.Name, out var field))
            {
                context.Report($"Interface field {promised} expected but {type} does not provide it.", [promised.Syntax, .. type.Syntax]);
                continue;
            }

            if (!Schema.IsSubType(field.Type, promised.Type))
            {
                context.Report(
                    $"Interface field {promised} expects type {promised.Type} but {field} is type {field.Type}.", promised.Syntax?.Type, field.Syntax?.Type);
            }

            CheckArguments(context, field, promised);
        }
    }

    private static void CheckArguments(SchemaContext context, OutputField field, OutputField promised)
    {
        foreach (var expected in promised.Arguments.Values)
        {
            if (!field.Arguments.TryGetValue(expected.Name, out var argument))
            {
                context.Report(
                    $"Interface field argument {promised}({expected.Name}:) expected but {field} does not provide it.", expected.Syntax, field.Syntax);
            }
            else if (!IsSameType(argument.Type, expected.Type))
            {
                context.Report(
                    $"Interface field argument {promised}({expected.Name}:) expects type {expected.Type} but {field}({argument.Name}:) is type {argument.Type}.",
                    expected.Syntax?.Type, argument.Syntax?.Type);
            }
        }

        foreach (var argument in field.Arguments.Values.Where(argument => argument.IsRequired && !promised.Arguments.ContainsKey(argument.Name)))
        {
            context.Report(
                $"Object field {field} includes required argument {argument.Name} that is missing from the Interface field {promised}.",
                argument.Syntax, promised.Syntax);
        }
    }

    private static bool IsSameType(GraphQLType left, GraphQLType right) => (left, right) switch
    {
        (NonNullType a, NonNullType b) => IsSameType(a.OfType, b.OfType),
        (ListType a, ListType b) => IsSameType(a.OfType, b.OfType),
        _ => ReferenceEquals(left, right),
    };

    private static IEnumerable<NamedTypeNode> Nodes(ComplexType type) => type.Syntax.OfType<ComplexTypeDefinitionNode>().SelectMany(node => node.Interfaces);

    private static IEnumerable<NamedTypeNode> Nodes(ComplexType type, NamedType implemented) => Nodes(type).Where(node => node.Name.Value == implemented.Name);
}
