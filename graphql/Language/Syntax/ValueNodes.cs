namespace FinFlow.GraphQL.Language;

/// <summary>A literal or a variable. https://spec.graphql.org/draft/#Value</summary>
public abstract class ValueNode : SyntaxNode;

public sealed class VariableNode(NameNode name) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.Variable;
    public NameNode Name { get; } = name;
}

/// <summary>Keeps the number's text, so that no digit is lost.</summary>
public sealed class IntValueNode(string value) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.IntValue;
    public string Value { get; } = value;
}

/// <summary>Keeps the number's text, so that no digit is lost.</summary>
public sealed class FloatValueNode(string value) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.FloatValue;
    public string Value { get; } = value;
}

public sealed class StringValueNode(string value, bool block = false) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.StringValue;
    /// <summary>The value with escapes resolved, and a block string's indentation removed.</summary>
    public string Value { get; } = value;
    public bool Block { get; } = block;
}

public sealed class BooleanValueNode(bool value) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.BooleanValue;
    public bool Value { get; } = value;
}

public sealed class NullValueNode : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.NullValue;
}

public sealed class EnumValueNode(string value) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.EnumValue;
    public string Value { get; } = value;
}

public sealed class ListValueNode(IReadOnlyList<ValueNode> items) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.ListValue;
    public IReadOnlyList<ValueNode> Items { get; } = items;
}

public sealed class ObjectValueNode(IReadOnlyList<ObjectFieldNode> fields) : ValueNode
{
    public override SyntaxKind Kind => SyntaxKind.ObjectValue;
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

public sealed class ObjectFieldNode(NameNode name, ValueNode value) : SyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.ObjectField;
    public NameNode Name { get; } = name;
    public ValueNode Value { get; } = value;
}

/// <summary>A reference to a type. https://spec.graphql.org/draft/#Type</summary>
public abstract class TypeNode : SyntaxNode;

public sealed class NamedTypeNode(NameNode name) : TypeNode
{
    public override SyntaxKind Kind => SyntaxKind.NamedType;
    public NameNode Name { get; } = name;
}

public sealed class ListTypeNode(TypeNode type) : TypeNode
{
    public override SyntaxKind Kind => SyntaxKind.ListType;
    public TypeNode Type { get; } = type;
}

public sealed class NonNullTypeNode(TypeNode type) : TypeNode
{
    public override SyntaxKind Kind => SyntaxKind.NonNullType;
    /// <summary>A named type or a list, never another non-null type.</summary>
    public TypeNode Type { get; } = type;
}
