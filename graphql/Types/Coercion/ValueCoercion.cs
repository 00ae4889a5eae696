using System.Diagnostics.CodeAnalysis;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// Literals to runtime values. An input object becomes a <see cref="Dictionary{TKey,TValue}"/> from field name to value, a list a
/// <see cref="List{T}"/> of values, an enum value its name, a scalar what its <see cref="ScalarBehavior"/> gives. Values may be
/// shared between requests: nobody changes them. https://spec.graphql.org/draft/#sec-Input-Values
/// </summary>
public static class ValueCoercion
{
    /// <summary>
    /// Coerces the arguments of a field or directive; an argument without value and default is absent from the result.
    /// https://spec.graphql.org/draft/#sec-Coercing-Arguments
    /// </summary>
    /// <param name="definitions">The arguments that the field or directive defines.</param>
    /// <param name="parent">The field or directive, where an error about a missing argument points.</param>
    public static bool TryCoerceArguments(
        OrderedDictionary<string, InputValue> definitions, IReadOnlyList<ArgumentNode> arguments, SyntaxNode parent, VariableValues variables,
        out Dictionary<string, object?> values, [NotNullWhen(false)] out GraphQLError? error)
    {
        values = new Dictionary<string, object?>(definitions.Count, StringComparer.Ordinal);
        foreach (var definition in definitions.Values)
        {
            var literal = Find(arguments, definition.Name);
            error = IsAbsent(literal, variables)
                ? CoerceAbsent(definition, literal, parent, values)
                : CoercePresent(definition, literal, variables, values);
            if (error is not null)
            {
                return false;
            }
        }

        error = null;
        return true;
    }

    /// <summary>Coerces a literal in which variables may stand; false when it is not a value of the type.</summary>
    public static bool TryCoerceLiteral(ValueNode literal, GraphQLType type, VariableValues variables, out object? value)
    {
        value = null;
        switch (literal, type)
        {
            case (VariableNode variable, _):
                return variables.TryGet(variable.Name.Value, out value) && (value is not null || !type.IsNonNull);
            case (NullValueNode, _):
                return !type.IsNonNull;
            case (_, NonNullType nonNull):
                return TryCoerceLiteral(literal, nonNull.OfType, variables, out value);
            case (_, ListType list):
                return TryCoerceList(literal, list, variables, out value);
            case (ObjectValueNode fields, InputObjectType input):
                return TryCoerceObject(fields, input, variables, out value);
            case (EnumValueNode name, EnumType enumType):
                value = enumType.Find(name.Value)?.Name;
                return value is not null;
            case (_, ScalarType scalar):
                return TryCoerceScalar(literal, scalar, variables, out value);
            default:
                return false;
        }
    }

    /// <summary>Whether the value depends on the request; other values need to be coerced only once.</summary>
    public static bool HasVariables(ValueNode literal) => literal switch
    {
        VariableNode => true,
        ListValueNode list => list.Items.Any(HasVariables),
        ObjectValueNode fields => fields.Fields.Any(field => HasVariables(field.Value)),
        _ => false,
    };

    private static ValueNode? Find(IReadOnlyList<ArgumentNode> arguments, string name)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Name.Value == name)
            {
                return arguments[i].Value;
            }
        }

        return null;
    }

    private static bool IsAbsent([NotNullWhen(false)] ValueNode? literal, VariableValues variables)
        => literal is null || (literal is VariableNode variable && !variables.Contains(variable.Name.Value));

    private static GraphQLError? CoerceAbsent(InputValue definition, ValueNode? literal, SyntaxNode parent, Dictionary<string, object?> values)
    {
        if (definition.TryGetDefault(out var value))
        {
            values.Add(definition.Name, value);
            return null;
        }

        return !definition.Type.IsNonNull ? null
            : literal is VariableNode variable
                ? GraphQLError.At(
                    $"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was provided the variable \"${variable.Name.Value}\" which was not provided a runtime value.",
                    variable)
                : GraphQLError.At($"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was not provided.", parent);
    }

    private static GraphQLError? CoercePresent(InputValue definition, ValueNode literal, VariableValues variables, Dictionary<string, object?> values)
    {
        if (TryCoerceLiteral(literal, definition.Type, variables, out var value))
        {
            values.Add(definition.Name, value);
            return null;
        }

        var isNull = literal is NullValueNode || (literal is VariableNode variable && variables.TryGet(variable.Name.Value, out var given) && given is null);
        return isNull
            ? GraphQLError.At($"Argument \"{definition.Name}\" of non-null type \"{definition.Type}\" must not be null.", literal)
            : GraphQLError.At($"Argument \"{definition.Name}\" has invalid value {SyntaxPrinter.Print(literal)}.", literal);
    }

    /// <summary>A single value is a list of it. https://spec.graphql.org/draft/#sec-List.Input-Coercion</summary>
    private static bool TryCoerceList(ValueNode literal, ListType type, VariableValues variables, out object? value)
    {
        IReadOnlyList<ValueNode> items = literal is ListValueNode list ? list.Items : [literal];
        var values = new List<object?>(items.Count);
        value = values;
        foreach (var item in items)
        {
            if (IsAbsent(item, variables) && !type.OfType.IsNonNull)
            {
                values.Add(null);
                continue;
            }

            if (!TryCoerceLiteral(item, type.OfType, variables, out var coerced))
            {
                return false;
            }

            values.Add(coerced);
        }

        return true;
    }

    /// <summary>https://spec.graphql.org/draft/#sec-Input-Objects.Input-Coercion</summary>
    private static bool TryCoerceObject(ObjectValueNode literal, InputObjectType type, VariableValues variables, out object? value)
    {
        var given = new Dictionary<string, ValueNode>(literal.Fields.Count, StringComparer.Ordinal);
        var values = new Dictionary<string, object?>(type.Fields.Count, StringComparer.Ordinal);
        value = values;
        if (!literal.Fields.All(field => type.Fields.ContainsKey(field.Name.Value) && given.TryAdd(field.Name.Value, field.Value)))
        {
            return false;
        }

        foreach (var field in type.Fields.Values)
        {
            var fieldLiteral = given.GetValueOrDefault(field.Name);
            if (IsAbsent(fieldLiteral, variables))
            {
                if (field.TryGetDefault(out var byDefault))
                {
                    values.Add(field.Name, byDefault);
                }
                else if (field.Type.IsNonNull)
                {
                    return false;
                }
            }
            else if (TryCoerceLiteral(fieldLiteral, field.Type, variables, out var coerced))
            {
                values.Add(field.Name, coerced);
            }
            else
            {
                return false;
            }
        }

        return !type.IsOneOf || (literal.Fields.Count == 1 && values.Count == 1 && values.Values.First() is not null);
    }

    private static bool TryCoerceScalar(ValueNode literal, ScalarType scalar, VariableValues variables, out object? value)
    {
        value = null;
        try
        {
            value = scalar.Behavior.ParseLiteral(literal is ListValueNode or ObjectValueNode ? Substitute(literal, variables) : literal);
            return value is not null;
        }
        catch (ScalarException)
        {
            return false;
        }
    }

    private static ValueNode Substitute(ValueNode literal, VariableValues variables) => literal switch
    {
        _ when !HasVariables(literal) => literal,
        VariableNode variable => variables.Literal(variable.Name.Value) ?? new NullValueNode(),
        ListValueNode list => new ListValueNode([.. list.Items.Select(item => Substitute(item, variables))]),
        ObjectValueNode fields => new ObjectValueNode(
            [.. from field in fields.Fields
                where !IsAbsent(field.Value, variables)
                select new ObjectFieldNode(field.Name, Substitute(field.Value, variables))]),
        _ => literal,
    };
}
