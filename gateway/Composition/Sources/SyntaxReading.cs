using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Composition;

/// <summary>What composition asks of directives and type references as they are written.</summary>
internal static class SyntaxReading
{
    extension(IEnumerable<DirectiveNode> directives)
    {
        public DirectiveNode? Find(string name) => directives.FirstOrDefault(directive => directive.Name.Value == name);

        public bool Has(string name) => directives.Find(name) is not null;
    }

    extension(DirectiveNode directive)
    {
        public ValueNode? Argument(string name) => directive.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value;

        public string? StringArgument(string name) => (directive.Argument(name) as StringValueNode)?.Value;

        /// <summary>The argument as a selection set; null when it is none.</summary>
        public SelectionSetNode? SelectionSetArgument(string name)
        {
            try
            {
                return directive.StringArgument(name) is { } text ? Parser.ParseSelectionSet(text) : null;
            }
            catch (SyntaxException)
            {
                return null;
            }
        }
    }

    extension(TypeNode type)
    {
        public TypeNode Nullable => type is NonNullTypeNode nonNull ? nonNull.Type : type;

        public bool IsList => type.Nullable is ListTypeNode;

        /// <summary>The innermost name, without lists and non-nulls.</summary>
        public string NamedType => type switch
        {
            NonNullTypeNode nonNull => nonNull.Type.NamedType,
            ListTypeNode list => list.Type.NamedType,
            NamedTypeNode named => named.Name.Value,
            _ => "",
        };

        public string Text => type switch
        {
            NonNullTypeNode nonNull => $"{nonNull.Type.Text}!",
            ListTypeNode list => $"[{list.Type.Text}]",
            _ => type.NamedType,
        };

        /// <summary>The reference's shape without any non-null: two types of one shape differ in nullability only.</summary>
        public string Shape => type.Text.Replace("!", "", StringComparison.Ordinal);
    }
}
