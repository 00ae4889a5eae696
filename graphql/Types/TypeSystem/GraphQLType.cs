using System.Collections.Frozen;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A type reference: a named type, or a list or non-null wrapper around one. https://spec.graphql.org/draft/#sec-Types</summary>
public abstract class GraphQLType
{
    /// <summary>The innermost type, without lists and non-nulls.</summary>
    public abstract NamedType Named { get; }

    public bool IsNonNull => this is NonNullType;

    /// <summary>This type without its outermost non-null wrapper.</summary>
    public GraphQLType Nullable => this is NonNullType nonNull ? nonNull.OfType : this;

    public bool IsInputType => Named is ScalarType or EnumType or InputObjectType;

    public bool IsOutputType => Named is not InputObjectType;
}

public sealed class ListType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;
    public override NamedType Named => OfType.Named;
    public override string ToString() => $"[{OfType}]";
}

public sealed class NonNullType(GraphQLType ofType) : GraphQLType
{
    /// <summary>A named type or a list, never another non-null type.</summary>
    public GraphQLType OfType { get; } = ofType;
    public override NamedType Named => OfType.Named;
    public override string ToString() => $"{OfType}!";
}

/// <summary>A type with a name. Its members are filled once by <see cref="SchemaBuilder"/> and never change afterwards.</summary>
public abstract class NamedType(string name) : GraphQLType
{
    public string Name { get; } = name;
    public string? Description { get; internal set; }
    /// <summary>Directives as written on the definition and its extensions.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; internal set; } = [];
    /// <summary>The definition and then its extensions; empty for built-in types.</summary>
    public IReadOnlyList<TypeDefinitionNode> Syntax { get; internal set; } = [];
    public override NamedType Named => this;
    public bool IsLeaf => this is ScalarType or EnumType;
    public bool IsComposite => this is ComplexType or UnionType;
    public bool IsAbstract => this is InterfaceType or UnionType;
    public bool IsIntrospection => Name.StartsWith("__", StringComparison.Ordinal);
    /// <summary>A specified scalar or an introspection type: every schema has it without a definition.</summary>
    public bool IsBuiltIn => BuiltIns.Types.ContainsKey(Name);
    public override string ToString() => Name;
}

/// <summary>A leaf whose values a <see cref="ScalarBehavior"/> reads and writes.</summary>
public sealed class ScalarType(string name, ScalarBehavior behavior) : NamedType(name)
{
    public ScalarBehavior Behavior { get; } = behavior;
    /// <summary>https://spec.graphql.org/draft/#sec--specifiedBy</summary>
    public string? SpecifiedByUrl { get; internal set; }
}

public sealed class EnumType(string name) : NamedType(name)
{
    private FrozenDictionary<string, EnumValue>? _byName;

    public IReadOnlyList<EnumValue> Values { get; internal set; } = [];

    public EnumValue? Find(string name)
        => (_byName ??= Values.ToFrozenDictionary(value => value.Name, StringComparer.Ordinal)).GetValueOrDefault(name);
}

public sealed class EnumValue(string name)
{
    public string Name { get; } = name;
    public string? Description { get; internal set; }
    public string? DeprecationReason { get; internal set; }
    public IReadOnlyList<DirectiveNode> Directives { get; internal set; } = [];
    public EnumValueDefinitionNode? Syntax { get; internal set; }
}

/// <summary>An object or an interface: fields, and interfaces that it implements.</summary>
public abstract class ComplexType(string name) : NamedType(name)
{
    public IReadOnlyList<InterfaceType> Interfaces { get; internal set; } = [];
    public OrderedDictionary<string, OutputField> Fields { get; } = new(StringComparer.Ordinal);
}

public sealed class ObjectType(string name) : ComplexType(name);

public sealed class InterfaceType(string name) : ComplexType(name);

public sealed class UnionType(string name) : NamedType(name)
{
    public IReadOnlyList<ObjectType> Types { get; internal set; } = [];
}

public sealed class InputObjectType(string name) : NamedType(name)
{
    public OrderedDictionary<string, InputValue> Fields { get; } = new(StringComparer.Ordinal);
    /// <summary>https://spec.graphql.org/draft/#sec-OneOf-Input-Objects</summary>
    public bool IsOneOf { get; internal set; }
}

/// <summary>A field of an object or interface.</summary>
public sealed class OutputField(string name)
{
    public string Name { get; } = name;
    public string? Description { get; internal set; }
    /// <summary>Null only for the meta fields, which no type declares.</summary>
    public ComplexType DeclaringType { get; internal set; } = null!;
    public GraphQLType Type { get; internal set; } = null!;
    public OrderedDictionary<string, InputValue> Arguments { get; } = new(StringComparer.Ordinal);
    public string? DeprecationReason { get; internal set; }
    public IReadOnlyList<DirectiveNode> Directives { get; internal set; } = [];
    public FieldDefinitionNode? Syntax { get; internal set; }
    /// <summary>`Type.field`. https://spec.graphql.org/draft/#sec-Schema-Coordinates</summary>
    public string Coordinate => DeclaringType is null ? Name : $"{DeclaringType.Name}.{Name}";
    public override string ToString() => Coordinate;
}

/// <summary>An argument or an input field.</summary>
public sealed class InputValue(string name)
{
    private CoercedDefault? _default;

    public string Name { get; } = name;
    public string? Description { get; internal set; }
    public GraphQLType Type { get; internal set; } = null!;
    /// <summary>Null when there is no default; a <see cref="NullValueNode"/> when the default is null.</summary>
    public ValueNode? DefaultValue { get; internal set; }
    public string? DeprecationReason { get; internal set; }
    public IReadOnlyList<DirectiveNode> Directives { get; internal set; } = [];
    public InputValueDefinitionNode? Syntax { get; internal set; }
    /// <summary>https://spec.graphql.org/draft/#sec-Required-Arguments</summary>
    public bool IsRequired => Type.IsNonNull && DefaultValue is null;

    /// <summary>The default value as a runtime value, coerced once; false when there is none.</summary>
    public bool TryGetDefault(out object? value)
    {
        if (DefaultValue is null)
        {
            value = null;
            return false;
        }

        // Two requests at once may both coerce it; the values are equal, and the reference is written in one piece.
        _default ??= new CoercedDefault(
            ValueCoercion.TryCoerceLiteral(DefaultValue, Type, VariableValues.None, out var coerced)
                ? coerced
                : throw new InvalidOperationException($"The default value of {Name} is not a {Type}."));
        value = _default.Value;
        return true;
    }

    private sealed record CoercedDefault(object? Value);
}

public sealed class DirectiveType(string name)
{
    public string Name { get; } = name;
    public string? Description { get; internal set; }
    /// <summary>A directive that every schema has without a definition. A document's own definition replaces it.</summary>
    public bool IsBuiltIn => Syntax is null;
    public OrderedDictionary<string, InputValue> Arguments { get; } = new(StringComparer.Ordinal);
    public bool Repeatable { get; internal set; }
    /// <summary>Names of directive locations, such as FIELD_DEFINITION.</summary>
    public IReadOnlyList<string> Locations { get; internal set; } = [];
    /// <summary>Null for built-in directives.</summary>
    public DirectiveDefinitionNode? Syntax { get; internal set; }
    public override string ToString() => $"@{Name}";
}
