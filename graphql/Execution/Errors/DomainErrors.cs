using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>Message and code of refusals, which are any type with a `Message`.</summary>
internal static class DomainErrors
{
    private static readonly ConcurrentDictionary<Type, Func<object, string>> Messages = new();

    public static string Message(object refusal) => Messages.GetOrAdd(refusal.GetType(), static type =>
    {
        var property = type.GetProperty("Message", BindingFlags.Public | BindingFlags.Instance)
            ?? throw new SchemaMistakeException($"{type.Name} is declared as an error, but has no Message.");
        var value = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, string>>(Expression.Property(Expression.Convert(value, type), property), value).Compile();
    })(refusal);

    public static GraphQLException ToException(object refusal) => refusal as GraphQLException
        ?? new GraphQLException(new GraphQLError(Message(refusal)) { Code = SchemaNames.ErrorCode(refusal.GetType()) });
}

/// <summary>A mutation refused with something that it does not declare: our own mistake, so it is logged and masked.</summary>
public sealed class UndeclaredRefusalException(string coordinate, object refusal)
    : Exception($"{coordinate} answered the refusal {refusal.GetType().Name}, which it does not declare by [Error<{refusal.GetType().Name}>].")
{
    public object Refusal { get; } = refusal;
}
