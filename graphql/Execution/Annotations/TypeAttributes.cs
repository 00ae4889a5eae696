namespace FinFlow.GraphQL.Execution;

/// <summary>The static methods of the class are fields of `Query`. Any number of classes contribute.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>The static methods of the class are fields of `Mutation`. Any number of classes contribute.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>The static methods of the class are fields of `Subscription`. Any number of classes contribute.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>A class that adds fields to the GraphQL type of another .NET type.</summary>
public abstract class RuntimeTypeAttribute(Type runtimeType) : Attribute
{
    public Type RuntimeType { get; } = runtimeType;

    /// <summary>The name in the schema; without it, the runtime type's.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the runtime type's properties are no fields: the class's methods are all there is.</summary>
    public bool BindFieldsExplicitly { get; init; }
}

/// <summary>The static methods of the class are fields of <typeparamref name="T"/>'s object type, beside its properties.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T>() : RuntimeTypeAttribute(typeof(T));

/// <summary>The static methods of the class are fields that every object type implementing <typeparamref name="T"/> gets.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InterfaceTypeAttribute<T>() : RuntimeTypeAttribute(typeof(T));

/// <summary>Adds fields to a type, as <see cref="ObjectTypeAttribute{T}"/> does, from a class that is not the type's main one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExtendObjectTypeAttribute<T>() : RuntimeTypeAttribute(typeof(T));

/// <summary>Adds fields to a type that is given by its .NET type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExtendObjectTypeAttribute(Type runtimeType) : RuntimeTypeAttribute(runtimeType);

/// <summary>A record or class that is an object type though nothing annotated returns it, e.g. a member of an abstract type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ObjectTypeAttribute : Attribute
{
    public string? Name { get; init; }
}

/// <summary>An interface or abstract class that is a GraphQL interface.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class InterfaceTypeAttribute : Attribute
{
    public string? Name { get; init; }
}

/// <summary>An interface or abstract class that is a GraphQL union of the types that derive from it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class UnionTypeAttribute : Attribute
{
    public string? Name { get; init; }
}

/// <summary>An input object of which exactly one field is given. https://spec.graphql.org/draft/#sec-OneOf-Input-Objects</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;
