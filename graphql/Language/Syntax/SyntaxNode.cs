namespace FinFlow.GraphQL.Language;

/// <summary>Where a node stands in its document: character offsets, and the 1-based line and column of its first token.</summary>
public readonly record struct Location(int Start, int End, int Line, int Column);

/// <summary>A part of a GraphQL document. Nodes are immutable; equality is by reference, <see cref="SyntaxPrinter"/> gives the text.</summary>
public abstract class SyntaxNode
{
    /// <summary>Null for nodes that were built rather than parsed.</summary>
    public Location? Location { get; init; }

    public abstract SyntaxKind Kind { get; }

    public override string ToString() => SyntaxPrinter.Print(this);
}

public enum SyntaxKind
{
    Name, Document, OperationDefinition, VariableDefinition, SelectionSet, Field, Argument, FragmentSpread, InlineFragment,
    FragmentDefinition, Variable, IntValue, FloatValue, StringValue, BooleanValue, NullValue, EnumValue, ListValue, ObjectValue,
    ObjectField, Directive, NamedType, ListType, NonNullType, SchemaDefinition, OperationTypeDefinition, ScalarTypeDefinition,
    ObjectTypeDefinition, FieldDefinition, InputValueDefinition, InterfaceTypeDefinition, UnionTypeDefinition, EnumTypeDefinition,
    EnumValueDefinition, InputObjectTypeDefinition, DirectiveDefinition, SchemaExtension, ScalarTypeExtension, ObjectTypeExtension,
    InterfaceTypeExtension, UnionTypeExtension, EnumTypeExtension, InputObjectTypeExtension,
}

public sealed class NameNode(string value) : SyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.Name;
    public string Value { get; } = value;
}

public sealed class DocumentNode(IReadOnlyList<DefinitionNode> definitions) : SyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.Document;
    public IReadOnlyList<DefinitionNode> Definitions { get; } = definitions;
}

public abstract class DefinitionNode : SyntaxNode;
