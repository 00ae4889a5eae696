using System.Reflection;
using System.Text;
using System.Text.Json;

namespace FinFlow.GraphQL.Execution;

/// <summary>.NET names to GraphQL names.</summary>
internal static class SchemaNames
{
    /// <summary>`GetPaymentByIdAsync` is `paymentById`.</summary>
    public static string Field(MethodInfo method)
        => Given(method) ?? JsonNamingPolicy.CamelCase.ConvertName(WithoutPrefix(WithoutAsync(method.Name), "Get"));

    /// <summary>`OnPaymentUpdated` is `paymentUpdated`.</summary>
    public static string SubscriptionField(MethodInfo method)
        => Given(method) ?? JsonNamingPolicy.CamelCase.ConvertName(WithoutPrefix(WithoutPrefix(WithoutAsync(method.Name), "Get"), "On"));

    public static string Field(PropertyInfo property) => Given(property) ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    public static string Argument(ParameterInfo parameter)
        => parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);

    public static string Type(Type type)
    {
        if (type.GetCustomAttribute<GraphQLNameAttribute>()?.Name is { } given)
        {
            return given;
        }

        if (!type.IsGenericType)
        {
            return type.IsInterface && type.Name is ['I', >= 'A' and <= 'Z', ..] ? type.Name[1..] : type.Name;
        }

        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return name + "Of" + string.Join("And", type.GetGenericArguments().Select(Type));
    }

    public static string Input(Type type)
    {
        var name = Type(type);
        return name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    /// <summary>`PartiallyRefunded` is `PARTIALLY_REFUNDED`, `Last7Days` is `LAST_7_DAYS`, `TOTP` stays.</summary>
    public static string EnumValue(FieldInfo field) => field.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? UpperSnake(field.Name);

    /// <summary>`PaymentNotCapturable` and `PaymentNotCapturableException` are the type `PaymentNotCapturableError`.</summary>
    public static string Error(Type type) => Given(type) ?? ErrorStem(type) + "Error";

    /// <summary>`PAYMENT_NOT_CAPTURABLE`.</summary>
    public static string ErrorCode(Type type) => UpperSnake(ErrorStem(type));

    public static string Pascal(string camel) => char.ToUpperInvariant(camel[0]) + camel[1..];

    public static string Camel(string pascal) => JsonNamingPolicy.CamelCase.ConvertName(pascal);

    private static string? Given(MemberInfo member) => member.GetCustomAttribute<GraphQLNameAttribute>()?.Name;

    private static string ErrorStem(Type type)
    {
        var name = type.Name;
        foreach (var suffix in (ReadOnlySpan<string>)["Exception", "Error"])
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name[..^suffix.Length];
            }
        }

        return name;
    }

    private static string WithoutAsync(string name) => name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;

    private static string WithoutPrefix(string name, string prefix)
        => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && char.IsUpper(name[prefix.Length])
            ? name[prefix.Length..]
            : name;

    private static string UpperSnake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && name[i - 1] != '_' && StartsWord(name, i))
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }

    private static bool StartsWord(string name, int i) => (name[i - 1], name[i]) switch
    {
        (var before, >= 'A' and <= 'Z') when !char.IsUpper(before) => true,
        (>= 'A' and <= 'Z', >= 'A' and <= 'Z') => i + 1 < name.Length && char.IsLower(name[i + 1]),
        (>= 'a' and <= 'z', >= '0' and <= '9') => true,
        _ => false,
    };
}
