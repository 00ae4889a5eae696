using System.Linq.Expressions;

namespace FinFlow.GraphQL.Data;

/// <summary>Values as a lambda captures them, so that they become parameters of the statement and its plan is found again.</summary>
internal static class Captured
{
    public static Expression Value(object? value, Type type)
    {
        var box = Activator.CreateInstance(typeof(Box<>).MakeGenericType(type), value)!;
        return Expression.Property(Expression.Constant(box), nameof(Box<>.Value));
    }

    private sealed record Box<TValue>(TValue Value);
}
