using System.Globalization;
using System.Numerics;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>Short forms for building the nodes of type definitions.</summary>
internal static class Sdl
{
    public static NameNode Name(string name) => new(name);

    public static NamedTypeNode Named(string name) => new(new NameNode(name));

    public static TypeNode NonNull(TypeNode type) => type is NonNullTypeNode ? type : new NonNullTypeNode(type);

    public static TypeNode Nullable(TypeNode type) => type is NonNullTypeNode nonNull ? nonNull.Type : type;

    public static StringValueNode? Text(string? description) => description is null ? null : new StringValueNode(description, block: true);

    public static DirectiveNode Directive(string name, params IReadOnlyList<(string Name, ValueNode Value)> arguments)
        => new() { Name = Name(name), Arguments = [.. arguments.Select(argument => new ArgumentNode(Name(argument.Name), argument.Value))] };

    public static FieldDefinitionNode Field(string name, TypeNode type, string? description = null)
        => new() { Name = Name(name), Type = type, Description = Text(description) };

    public static InputValueDefinitionNode Argument(string name, TypeNode type, string? description = null, ValueNode? defaultValue = null)
        => new() { Name = Name(name), Type = type, Description = Text(description), DefaultValue = defaultValue };

    /// <summary>A C# default value as a literal.</summary>
    public static ValueNode Literal(object? value) => value switch
    {
        null => new NullValueNode(),
        bool flag => new BooleanValueNode(flag),
        string text => new StringValueNode(text),
        Enum member => new EnumValueNode(SchemaNames.EnumValue(member.GetType().GetField(member.ToString())!)),
        float or double or decimal => new FloatValueNode(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        IFormattable number when IsInteger(value) => new IntValueNode(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new SchemaMistakeException($"A {value.GetType().Name} cannot be a default value."),
    };

    private static bool IsInteger(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger;
}

/// <summary>The annotations contradict themselves or the conventions. Thrown when the schema is built, which is at start.</summary>
public sealed class SchemaMistakeException(string message) : Exception(message);
