using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using FinFlow.GraphQL.Execution;

namespace FinFlow.GraphQL.Data;

/// <summary>The coerced `where` and `order` to expressions that a database translates.</summary>
internal static class FilterExpressions
{
    /// <summary>Null when nothing is filtered.</summary>
    public static Expression<Func<T, bool>>? Predicate<T>(object? where, Converter convert)
    {
        var item = Expression.Parameter(typeof(T), "item");
        return Object(where, new Dictionary<string, FilterField>(FilterField.Of(typeof(T)).Select(field => KeyValuePair.Create(field.Name, field))), item, convert)
            is { } body ? Expression.Lambda<Func<T, bool>>(body, item) : null;
    }

    public static SortDefinition<T> Sorting<T>(object? order)
    {
        var fields = FilterField.Of(typeof(T)).ToDictionary(field => field.Name);
        var item = Expression.Parameter(typeof(T), "item");
        return new SortDefinition<T>(
        [
            .. from entry in (order as IEnumerable ?? Array.Empty<object>()).OfType<IReadOnlyDictionary<string, object?>>()
                from key in entry
                where key.Value is not null
                select new SortKey<T>(Expression.Lambda(Expression.Property(item, fields[key.Key].Property), item), key.Value is "DESC"),
        ]);
    }

    // Fields of one object must all hold; null for "no condition", because an empty object filters nothing.
    private static Expression? Object(
        object? where, Dictionary<string, FilterField> fields, ParameterExpression item, Converter convert)
    {
        if (where is not IReadOnlyDictionary<string, object?> conditions)
        {
            return null;
        }

        return All(conditions.Select(condition => condition switch
        {
            { Key: "and", Value: IEnumerable<object?> all } => All(all.Select(each => Object(each, fields, item, convert))),
            { Key: "or", Value: IEnumerable<object?> any } => Any(any.Select(each => Object(each, fields, item, convert))),
            { Value: IReadOnlyDictionary<string, object?> operations } => Operations(operations, fields[condition.Key], item, convert),
            _ => null,
        }));
    }

    private static Expression? Operations(
        IReadOnlyDictionary<string, object?> operations, FilterField field, ParameterExpression item, Converter convert)
    {
        var value = Expression.Property(item, field.Property);
        return All(operations.Select(operation => operation switch
        {
            { Key: "and", Value: IEnumerable<object?> all } => All(all.Select(each => Operations((IReadOnlyDictionary<string, object?>)each!, field, item, convert))),
            { Key: "or", Value: IEnumerable<object?> any } => Any(any.Select(each => Operations((IReadOnlyDictionary<string, object?>)each!, field, item, convert))),
            { Key: "in" or "nin", Value: null } => null,
            { Key: "in" } => In(value, field, operation.Value, convert),
            { Key: "nin" } => Expression.Not(In(value, field, operation.Value, convert)),
            _ => Operation(operation.Key, value, convert(value.Type, field.Property)(operation.Value)),
        }));
    }

    private static Expression? Operation(string name, MemberExpression value, object? given)
    {
        if (given is null && name is not ("eq" or "neq"))
        {
            return null;
        }

        var operand = Captured.Value(given, value.Type);
        return name switch
        {
            "eq" => Expression.Equal(value, operand),
            "neq" => Expression.NotEqual(value, operand),
            "gt" => Expression.GreaterThan(value, operand),
            "ngt" => Expression.Not(Expression.GreaterThan(value, operand)),
            "gte" => Expression.GreaterThanOrEqual(value, operand),
            "ngte" => Expression.Not(Expression.GreaterThanOrEqual(value, operand)),
            "lt" => Expression.LessThan(value, operand),
            "nlt" => Expression.Not(Expression.LessThan(value, operand)),
            "lte" => Expression.LessThanOrEqual(value, operand),
            "nlte" => Expression.Not(Expression.LessThanOrEqual(value, operand)),
            "contains" => Text(nameof(string.Contains), value, operand),
            "ncontains" => Expression.Not(Text(nameof(string.Contains), value, operand)),
            "startsWith" => Text(nameof(string.StartsWith), value, operand),
            "nstartsWith" => Expression.Not(Text(nameof(string.StartsWith), value, operand)),
            "endsWith" => Text(nameof(string.EndsWith), value, operand),
            _ => Expression.Not(Text(nameof(string.EndsWith), value, operand)),
        };
    }

    private static MethodCallExpression Text(string method, Expression value, Expression operand)
        => Expression.Call(value, typeof(string).GetMethod(method, [typeof(string)])!, operand);

    private static MethodCallExpression In(MemberExpression value, FilterField field, object? given, Converter convert)
    {
        var list = value.Type.MakeArrayType();
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [value.Type], Captured.Value(convert(list, field.Property)(given), list), value);
    }

    private static Expression? All(IEnumerable<Expression?> conditions)
        => conditions.OfType<Expression>().Aggregate((Expression?)null, (all, next) => all is null ? next : Expression.AndAlso(all, next));

    private static Expression? Any(IEnumerable<Expression?> conditions)
        => conditions.OfType<Expression>().Aggregate((Expression?)null, (any, next) => any is null ? next : Expression.OrElse(any, next));
}

/// <summary>Turns coerced values into those of a property: of its own type, or a list of them.</summary>
internal delegate Func<object?, object?> Converter(Type type, PropertyInfo property);
