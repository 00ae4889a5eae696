namespace FinFlow.GraphQL.Language;

/// <summary>A definition or an extension of the type system. https://spec.graphql.org/draft/#TypeSystemDefinitionOrExtension</summary>
public abstract class TypeSystemDefinitionNode : DefinitionNode
{
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>A type's definition (<see cref="IsExtension"/> false) or an extension of it. Extensions bear no description.</summary>
public abstract class TypeDefinitionNode : TypeSystemDefinitionNode
{
    public required NameNode Name { get; init; }
    public StringValueNode? Description { get; init; }
    public bool IsExtension { get; init; }

    private protected SyntaxKind Choose(SyntaxKind definition, SyntaxKind extension) => IsExtension ? extension : definition;
}

/// <summary>`schema { … }` or `extend schema { … }`.</summary>
public sealed class SchemaDefinitionNode : TypeSystemDefinitionNode
{
    public override SyntaxKind Kind => IsExtension ? SyntaxKind.SchemaExtension : SyntaxKind.SchemaDefinition;
    public bool IsExtension { get; init; }
    public StringValueNode? Description { get; init; }
    public IReadOnlyList<OperationTypeDefinitionNode> OperationTypes { get; init; } = [];
}

public sealed class OperationTypeDefinitionNode : SyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.OperationTypeDefinition;
    public required OperationType Operation { get; init; }
    public required NamedTypeNode Type { get; init; }
}

public sealed class ScalarTypeDefinitionNode : TypeDefinitionNode
{
    public override SyntaxKind Kind => Choose(SyntaxKind.ScalarTypeDefinition, SyntaxKind.ScalarTypeExtension);
}

/// <summary>An object or interface type: both have fields and implement interfaces.</summary>
public abstract class ComplexTypeDefinitionNode : TypeDefinitionNode
{
    public IReadOnlyList<NamedTypeNode> Interfaces { get; init; } = [];
    public IReadOnlyList<FieldDefinitionNode> Fields { get; init; } = [];
}

public sealed class ObjectTypeDefinitionNode : ComplexTypeDefinitionNode
{
    public override SyntaxKind Kind => Choose(SyntaxKind.ObjectTypeDefinition, SyntaxKind.ObjectTypeExtension);
}

public sealed class InterfaceTypeDefinitionNode : ComplexTypeDefinitionNode
{
    public override SyntaxKind Kind => Choose(SyntaxKind.InterfaceTypeDefinition, SyntaxKind.InterfaceTypeExtension);
}

public sealed class UnionTypeDefinitionNode : TypeDefinitionNode
{
    public override SyntaxKind Kind => Choose(SyntaxKind.UnionTypeDefinition, SyntaxKind.UnionTypeExtension);
    public IReadOnlyList<NamedTypeNode> Types { get; init; } = [];
}

public sealed class EnumTypeDefinitionNode : TypeDefinitionNode
{
    public override SyntaxKind Kind => Choose(SyntaxKind.EnumTypeDefinition, SyntaxKind.EnumTypeExtension);
    public IReadOnlyList<EnumValueDefinitionNode> Values { get; init; } = [];
}

public sealed class InputObjectTypeDefinitionNode : TypeDefinitionNode
{
    public override SyntaxKind Kind => Choose(SyntaxKind.InputObjectTypeDefinition, SyntaxKind.InputObjectTypeExtension);
    public IReadOnlyList<InputValueDefinitionNode> Fields { get; init; } = [];
}

public sealed class FieldDefinitionNode : SyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.FieldDefinition;
    public StringValueNode? Description { get; init; }
    public required NameNode Name { get; init; }
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; } = [];
    public required TypeNode Type { get; init; }
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary>An argument's or an input field's definition.</summary>
public sealed class InputValueDefinitionNode : SyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.InputValueDefinition;
    public StringValueNode? Description { get; init; }
    public required NameNode Name { get; init; }
    public required TypeNode Type { get; init; }
    public ValueNode? DefaultValue { get; init; }
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

public sealed class EnumValueDefinitionNode : SyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.EnumValueDefinition;
    public StringValueNode? Description { get; init; }
    public required NameNode Name { get; init; }
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

public sealed class DirectiveDefinitionNode : DefinitionNode
{
    public override SyntaxKind Kind => SyntaxKind.DirectiveDefinition;
    public StringValueNode? Description { get; init; }
    public required NameNode Name { get; init; }
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; } = [];
    public bool Repeatable { get; init; }
    public IReadOnlyList<NameNode> Locations { get; init; } = [];
}
