using System.Linq.Expressions;
using System.Reflection;

namespace FinFlow.GraphQL.Execution;

/// <summary>What a mutation gives: its result, or the errors that it declares.</summary>
internal sealed record MutationPayload(object? Value, IReadOnlyList<object>? Errors)
{
    /// <summary>The result itself as a nullable field.</summary>
    public static ResolverSource Getter(Type type)
    {
        var nullable = type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
        return Compile(nullable, value => Expression.Convert(value, nullable));
    }

    /// <summary>A property of the result as a nullable field.</summary>
    public static ResolverSource Getter(PropertyInfo property)
    {
        var type = property.PropertyType;
        var nullable = type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;
        return Compile(nullable, value => Expression.Convert(Expression.Property(Expression.Convert(value, property.DeclaringType!), property), nullable));
    }

    private static ResolverSource Compile(Type type, Func<Expression, Expression> read)
    {
        var parent = Expression.Parameter(typeof(object), "parent");
        var value = Expression.Property(Expression.Convert(parent, typeof(MutationPayload)), nameof(Value));
        var body = Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Default(type), read(value));
        var function = typeof(Func<,>).MakeGenericType(typeof(object), type);
        return new ResolverSource(type, ResolverKind.Pure, CompiledOnCall.Of(Expression.Lambda(function, body, parent)));
    }
}

/// <summary>Turns what a mutation's method gives or throws into its payload.</summary>
internal sealed class MutationOutcome(string coordinate, ResultTypeAdapter? adapter, IReadOnlyList<Type> errors, bool isFieldResult)
{
    public Func<ResolverContext, ValueTask<MutationPayload>> Wrap<T>(Func<ResolverContext, ValueTask<T>> resolve) => async context =>
    {
        try
        {
            await using var scope = context.OpenScope();
            return ToPayload(await resolve(context));
        }
        catch (Exception exception) when (IsDeclared(exception))
        {
            return new MutationPayload(null, [exception]);
        }
    };

    private MutationPayload ToPayload(object? result)
    {
        if (adapter is null && !isFieldResult)
        {
            return new MutationPayload(result, null);
        }

        var refusal = isFieldResult ? ((IFieldResult)result!).Error : adapter!.Error(result!);
        return refusal is null ? new MutationPayload(isFieldResult ? ((IFieldResult)result!).Value : adapter!.Value(result!), null)
            : IsDeclared(refusal) ? new MutationPayload(null, [refusal])
            : throw new UndeclaredRefusalException(coordinate, refusal);
    }

    private bool IsDeclared(object error)
    {
        for (var i = 0; i < errors.Count; i++)
        {
            if (errors[i].IsInstanceOfType(error))
            {
                return true;
            }
        }

        return false;
    }
}
