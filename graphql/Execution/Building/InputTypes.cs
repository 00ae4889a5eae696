using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>.NET types that come in, as GraphQL types.</summary>
internal sealed class InputTypes(TypeCatalog catalog)
{
    public TypeNode Reference(ClrReference type) => TypeCatalog.Wrap(type, Name);

    public string Name(Type type)
    {
        if (catalog.LeafName(type) is { } leaf)
        {
            return leaf;
        }

        type = catalog.Configuration.InputAdapters.GetValueOrDefault(type)?.InputType ?? type;
        if (type.IsInterface || type.IsAbstract)
        {
            throw new SchemaMistakeException($"{type.FullName} is neither a registered service nor a type that a client could give.");
        }

        var name = SchemaNames.Input(type);
        catalog.Define(name, type, () => DefineObject(name, type));
        return name;
    }

    /// <summary>An argument or input field for a parameter; C#'s default value is GraphQL's, and null's default means "may be left out".</summary>
    public InputValueDefinitionNode Value(ParameterInfo parameter)
    {
        var type = ClrReference.Of(parameter);
        return new InputValueDefinitionNode
        {
            Name = Sdl.Name(SchemaNames.Argument(parameter)),
            Description = Sdl.Text(catalog.Descriptions.Of(parameter)),
            Type = catalog.ExplicitReference(parameter, type, input: true) ?? Reference(type),
            DefaultValue = parameter.HasDefaultValue && parameter.DefaultValue is { } value ? Sdl.Literal(Defined(value, type)) : null,
            Directives = [.. DirectiveReader.Read(parameter)],
        };
    }

    // Reflection gives an enum's default value as its number when the parameter is a nullable enum.
    private static object Defined(object value, ClrReference type) => type.Type.IsEnum ? Enum.ToObject(type.Type, value) : value;

    private InputObjectTypeDefinitionNode DefineObject(string name, Type type)
    {
        var shape = InputShape.Of(type);
        if (shape.Members.Count == 0)
        {
            throw new SchemaMistakeException($"{type.FullName} is used as an input, but has nothing that a client could give. Is a service not registered?");
        }

        return new InputObjectTypeDefinitionNode
        {
            Name = Sdl.Name(name),
            Description = Sdl.Text(catalog.Descriptions.Of(type)),
            Directives = [.. DirectiveReader.Read(type)],
            Fields = [.. shape.Members.Select(member => member.Parameter is { } parameter ? Value(parameter, member) : Value(member.Property!))],
        };
    }

    // The attributes of a positional record stand on its parameters, or on its properties by `property:`.
    private InputValueDefinitionNode Value(ParameterInfo parameter, InputMember member)
    {
        var value = Value(parameter);
        if (member.Property is not { } property)
        {
            return value;
        }

        return new InputValueDefinitionNode
        {
            Name = Sdl.Name(member.Name),
            Description = value.Description ?? Sdl.Text(catalog.Descriptions.Of(property)),
            Type = catalog.ExplicitReference(property, ClrReference.Of(parameter), input: true) ?? value.Type,
            DefaultValue = value.DefaultValue,
            Directives = [.. value.Directives, .. DirectiveReader.Read(property)],
        };
    }

    private InputValueDefinitionNode Value(PropertyInfo property)
    {
        var type = ClrReference.Of(property);
        return new InputValueDefinitionNode
        {
            Name = Sdl.Name(SchemaNames.Field(property)),
            Description = Sdl.Text(catalog.Descriptions.Of(property)),
            Type = catalog.ExplicitReference(property, type, input: true) ?? Reference(type),
            Directives = [.. DirectiveReader.Read(property)],
        };
    }
}

/// <summary>How a value of a .NET type is made from an input object's fields: through its constructor, then its settable properties.</summary>
internal sealed record InputShape(ConstructorInfo? Constructor, IReadOnlyList<InputMember> Members)
{
    public static InputShape Of(Type type)
    {
        var constructor = type.GetConstructors().Where(candidate => !IsCopy(candidate, type)).MaxBy(candidate => candidate.GetParameters().Length);
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0 && !property.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .ToArray();
        var parameters = constructor?.GetParameters() ?? [];
        var positional = parameters.Select(parameter => InputMember.Of(
            parameter, type.GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)));
        var settable = properties
            .Where(property => !parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(property => new InputMember(SchemaNames.Field(property), null, property));
        return new InputShape(constructor, [.. positional, .. settable]);
    }

    private static bool IsCopy(ConstructorInfo constructor, Type type)
        => constructor.GetParameters() is [var only] && only.ParameterType == type;
}

internal sealed record InputMember(string Name, ParameterInfo? Parameter, PropertyInfo? Property)
{
    public static InputMember Of(ParameterInfo parameter, PropertyInfo? property) => new(
        property?.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? SchemaNames.Argument(parameter), parameter, property);
}
