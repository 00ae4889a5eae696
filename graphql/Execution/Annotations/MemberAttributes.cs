namespace FinFlow.GraphQL.Execution;

/// <summary>The name in the schema, where the convention's name will not do.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The description in the schema; without it, the XML doc comment's summary is taken.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    public string Description { get; } = description;
}

/// <summary>Adds `@deprecated`. https://spec.graphql.org/draft/#sec--deprecated</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}

/// <summary>Not part of the schema.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>The type in the schema, where inference will not do: as a reference such as `[ID!]!`, or as a .NET type.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public class GraphQLTypeAttribute : Attribute
{
    public GraphQLTypeAttribute(string reference) => Reference = reference;

    public GraphQLTypeAttribute(Type runtimeType) => RuntimeType = runtimeType;

    public string? Reference { get; }

    public Type? RuntimeType { get; }
}

/// <summary>The type in the schema is that of <typeparamref name="T"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class GraphQLTypeAttribute<T>() : GraphQLTypeAttribute(typeof(T));

/// <summary>The method replaces this member of the runtime type: the member is no field of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BindMemberAttribute(string member) : Attribute
{
    public string Member { get; } = member;
}

/// <summary>
/// An opaque identifier: `ID` in the schema, a string (or a list of strings) in .NET. With global object identification it goes out with
/// its type's name and comes in without; it may then be a whole number or a Guid, too.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public class IDAttribute : Attribute
{
    public IDAttribute()
    {
    }

    protected IDAttribute(Type entity) => Entity = entity;

    /// <summary>
    /// The type whose identifier this is. Without global object identification it is for readers of the code alone. An output without it is
    /// the id of the object around it; an input without it may be any object's.
    /// </summary>
    public Type? Entity { get; }
}

/// <summary>The identifier of a <typeparamref name="T"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IDAttribute<T>() : IDAttribute(typeof(T));

/// <summary>
/// The method answers for many parents at once: it takes an <c>IReadOnlyList&lt;TParent&gt;</c> and gives a list of the same length.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BatchResolverAttribute : Attribute;
