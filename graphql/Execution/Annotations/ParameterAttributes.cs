namespace FinFlow.GraphQL.Execution;

/// <summary>The value whose field is resolved.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute(params string[] requires) : Attribute
{
    /// <summary>
    /// The parent's properties that the resolver reads. A resolver that says so lets <see cref="UseProjectionAttribute"/> leave the other
    /// columns unread; one that does not makes it read them all.
    /// </summary>
    public IReadOnlyList<string> Requires { get; } = requires;
}

/// <summary>A service. Registered types need no attribute; a key asks for a keyed service.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute(string? key = null) : Attribute
{
    public string? Key { get; } = key;
}

/// <summary>Whether the client selected this field below the resolver's own; the parameter is a <see cref="bool"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class IsSelectedAttribute(string fieldName) : Attribute
{
    public string FieldName { get; } = fieldName;
}

/// <summary>A value that an outer resolver or the request set; see <see cref="IResolverContext.ScopedState"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ScopedStateAttribute(string? key = null) : Attribute
{
    public string? Key { get; } = key;
}

/// <summary>The event that a subscription's resolver maps to its result.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;
