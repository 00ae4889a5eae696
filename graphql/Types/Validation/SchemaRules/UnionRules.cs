using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>https://spec.graphql.org/draft/#sec-Unions.Type-Validation</summary>
internal static class UnionRules
{
    public static void Check(SchemaContext context)
    {
        foreach (var union in context.Types.OfType<UnionType>())
        {
            var members = union.Syntax.OfType<UnionTypeDefinitionNode>().SelectMany(node => node.Types).ToLookup(node => node.Name.Value);
            if (members.Count == 0)
            {
                context.Report($"Union type {union} must define one or more member types.", union.Syntax);
            }

            foreach (var member in members)
            {
                foreach (var _ in member.Skip(1))
                {
                    context.Report($"Union type {union} can only include type {member.Key} once.", member);
                }

                if (context.Schema.FindType(member.Key) is not ObjectType)
                {
                    context.Report($"Union type {union} can only include Object types, it cannot include {member.Key}.", member);
                }
            }
        }
    }
}
