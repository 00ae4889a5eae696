using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace FinFlow.GraphQL.Execution;

/// <summary>Coerced values to what resolvers take: names to enums, lists to arrays, dictionaries to records.</summary>
/// <param name="configuration">What the schema is made of.</param>
/// <param name="nameOf">The name of the object type whose ids an [ID] expects.</param>
internal sealed class InputConverter(SchemaConfiguration configuration, Func<Type, string> nameOf)
{
    private readonly Dictionary<Type, Func<object?, object?>> _converters = [];

    public Func<object?, object?> For(Type type)
    {
        lock (_converters)
        {
            if (!_converters.TryGetValue(type, out var converter))
            {
                // A type that contains itself finds this first step, which waits for the real one.
                Func<object?, object?>? real = null;
                _converters[type] = value => real!(value);
                _converters[type] = real = converter = Create(type);
            }

            return converter;
        }
    }

    /// <summary>For a parameter or property, whose ids lose what makes them unique in the schema.</summary>
    public Func<object?, object?> For(Type type, params IEnumerable<ICustomAttributeProvider?> members)
        => configuration.GlobalObjectIdentification is not null
            && members.SelectMany(member => member?.GetCustomAttributes(inherit: false) ?? []).OfType<IDAttribute>().FirstOrDefault() is { } id
            ? CreateId(type, id.Entity is { } entity ? nameOf(entity) : null)
            : For(type);

    private static Func<object?, object?> CreateId(Type type, string? expected)
    {
        if (ClrReference.ItemType(type) is { } item)
        {
            return CreateList(type, item, CreateId(item, expected));
        }

        var keyType = Nullable.GetUnderlyingType(type) ?? type;
        if (!NodeId.CanBe(keyType))
        {
            throw new SchemaMistakeException($"An [ID] must be a string, int, long or Guid, not a {keyType.Name}.");
        }

        return value =>
        {
            if (value is not string text)
            {
                return null;
            }

            var id = NodeId.Parse(text);
            return expected is null || id.TypeName == expected ? id.KeyAs(keyType) : throw NodeId.OfAnotherType(text, expected, id.TypeName);
        };
    }

    private Func<object?, object?> Create(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return For(underlying);
        }

        if (configuration.InputAdapters.TryGetValue(type, out var adapter))
        {
            var input = For(adapter.InputType);
            return value => value is null ? null : adapter.Convert(input(value)!);
        }

        if (configuration.ScalarBindings.ContainsKey(type) || RuntimeScalars.Names.ContainsKey(type))
        {
            return value => value is null || type.IsInstanceOfType(value) ? value : ConvertScalar(value, type);
        }

        if (type.IsEnum)
        {
            var values = type.GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(SchemaNames.EnumValue, field => field.GetValue(null));
            return value => value is string name ? values[name] : null;
        }

        return ClrReference.ItemType(type) is { } item ? CreateList(type, item, For(item)) : CreateObject(type);
    }

    private static object ConvertScalar(object value, Type type) => value switch
    {
        DateTimeOffset moment when type == typeof(DateTime) => moment.UtcDateTime,
        IConvertible => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
        _ => throw new SchemaMistakeException($"A {value.GetType().Name} cannot become a {type.Name}."),
    };

    private static Func<object?, object?> CreateList(Type type, Type item, Func<object?, object?> convert)
    {
        var list = typeof(List<>).MakeGenericType(item);
        var wantsArray = type.IsAssignableFrom(item.MakeArrayType());
        return value =>
        {
            if (value is not IReadOnlyList<object?> items)
            {
                return null;
            }

            var array = Array.CreateInstance(item, items.Count);
            for (var i = 0; i < items.Count; i++)
            {
                array.SetValue(convert(items[i]), i);
            }

            return wantsArray ? array : Activator.CreateInstance(type.IsAssignableFrom(list) ? list : type, array);
        };
    }

    private Func<object?, object?> CreateObject(Type type)
    {
        var shape = InputShape.Of(type);
        var create = Constructor(type, shape);
        var members = shape.Members.Select(member =>
        {
            var memberType = member.Parameter?.ParameterType ?? member.Property!.PropertyType;
            return (member.Name, Convert: For(memberType, member.Parameter, member.Property), Default: DefaultOf(member, memberType), Property: member.Parameter is null ? member.Property : null);
        }).ToArray();
        var positional = members.TakeWhile(member => member.Property is null).ToArray();

        return value =>
        {
            if (value is not IReadOnlyDictionary<string, object?> fields)
            {
                return null;
            }

            var arguments = new object?[positional.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                arguments[i] = fields.TryGetValue(positional[i].Name, out var given) ? positional[i].Convert(given) : positional[i].Default;
            }

            var created = create(arguments);
            foreach (var (name, convert, _, property) in members.AsSpan(positional.Length))
            {
                if (fields.TryGetValue(name, out var given))
                {
                    property!.SetValue(created, convert(given));
                }
            }

            return created;
        };
    }

    private static object? DefaultOf(InputMember member, Type type)
    {
        if (member.Parameter is { HasDefaultValue: true, DefaultValue: { } value })
        {
            var plain = Nullable.GetUnderlyingType(type) ?? type;
            return plain.IsEnum ? Enum.ToObject(plain, value) : value;
        }

        return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;
    }

    private static Func<object?[], object> Constructor(Type type, InputShape shape)
    {
        if (shape.Constructor is not { } constructor)
        {
            return _ => Activator.CreateInstance(type)!;
        }

        var values = Expression.Parameter(typeof(object?[]));
        var arguments = constructor.GetParameters().Select((parameter, index) =>
            Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(index)), parameter.ParameterType));
        return (Func<object?[], object>)CompiledOnCall.Of(Expression.Lambda<Func<object?[], object>>(Expression.Convert(Expression.New(constructor, arguments), typeof(object)), values));
    }
}
