using System.Reflection;

namespace FinFlow.GraphQL.Execution;

/// <summary>[Authorize] attributes to permissions: the member's own and its class's, unless [AllowAnonymous] lifts the class's.</summary>
internal static class PermissionReader
{
    public static FieldPermission? Read(MethodInfo method) => Read(method, method.DeclaringType!);

    public static FieldPermission? Read(MemberInfo member, Type declaring)
    {
        var own = member.GetCustomAttributes<AuthorizeAttribute>();
        var inherited = member.IsDefined(typeof(AllowAnonymousAttribute)) ? [] : declaring.GetCustomAttributes<AuthorizeAttribute>();
        AuthorizeAttribute[] all = [.. inherited, .. own];
        return all.Length == 0 ? null : new FieldPermission(
            [.. all.Select(attribute => attribute.Policy).OfType<string>().Distinct()],
            [.. all.Select(attribute => attribute.Roles).OfType<string[]>()]);
    }
}
