using System.Reflection;
using System.Text.Json;
using FinFlow.GraphQL.Execution;

namespace FinFlow.GraphQL.Data;

/// <summary>A property that clients may filter and sort by.</summary>
/// <param name="Name">In the schema.</param>
/// <param name="Property">On the item.</param>
/// <param name="IsId">Whether it is an `ID`, which has no order that means anything.</param>
internal sealed record FilterField(string Name, PropertyInfo Property, bool IsId)
{
    /// <summary>The type without `?`.</summary>
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    public bool IsComparable => !IsId && Type != typeof(string) && Type != typeof(bool) && !Type.IsEnum;

    /// <summary>
    /// The properties of a type that are columns: written somewhere and of a type that a database compares. What is only computed is none.
    /// </summary>
    public static IReadOnlyList<FilterField> Of(Type item) =>
    [
        .. from property in item.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.CanWrite && property.GetIndexParameters().Length == 0 && !property.IsDefined(typeof(GraphQLIgnoreAttribute)) && !property.IsDefined(typeof(NotSearchedAttribute))
            let field = new FilterField(NameOf(property), property, property.IsDefined(typeof(IDAttribute)))
            where IsColumn(field.Type)
            select field,
    ];

    private static string NameOf(PropertyInfo property)
        => property.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool IsColumn(Type type)
        => type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(short)
            || type == typeof(decimal) || type == typeof(double) || type == typeof(float) || type == typeof(DateTimeOffset)
            || type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(Guid);
}
