namespace FinFlow.GraphQL.Execution;

/// <summary>A refusal or exception that the mutation declares; it becomes a member of the payload's error union.</summary>
public abstract class DeclaredErrorAttribute(Type error) : Attribute
{
    public Type Error { get; } = error;
}

/// <summary>Declares that the mutation may answer with <typeparamref name="T"/>, a refusal record or an exception.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ErrorAttribute<T>() : DeclaredErrorAttribute(typeof(T));

/// <summary>Deviates from the mutation conventions.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseMutationConventionAttribute : Attribute
{
    /// <summary>Leaves the method's arguments and result as they are.</summary>
    public bool Disable { get; init; }
    public string? InputTypeName { get; init; }
    public string? PayloadTypeName { get; init; }
    /// <summary>The payload's field that holds the result; by convention the result type's name in camelCase.</summary>
    public string? PayloadFieldName { get; init; }
}

/// <summary>The method is a subscription: it maps each event to a result.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>The method of the same class that gives the events: an <see cref="ISourceStream{T}"/> or <see cref="IAsyncEnumerable{T}"/>, or a task of one.</summary>
    public string? With { get; init; }
}

/// <summary>The topic of the events; arguments stand in braces, as in `payment/{paymentId}`. Without it, the method's name.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class TopicAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>
/// Clients that ask for the same may join one stream of the subscription while it runs: `@joinable`. Without it a gateway must give everybody who
/// comes after the first event a stream of their own. A stream that is a topic's alone is joinable without being told.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JoinableAttribute : Attribute
{
    /// <summary>
    /// True when every event is all there is to know, so that whoever joins begins with the latest one. Otherwise a stream holds only what happens
    /// from now on, and whoever joins begins with the next.
    /// </summary>
    public bool Latest { get; init; }

    /// <summary>Arguments, by their names in the schema, with which a stream begins with the past: nobody joins one that was asked for with any of them.</summary>
    public string[] Unless { get; init; } = [];
}

/// <summary>
/// Makes a field a Relay connection: adds `first`, `after`, `last`, `before`. A <see cref="PagingArguments"/> parameter implies it;
/// the attribute changes the limits. https://relay.dev/graphql/connections.htm
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UsePagingAttribute : Attribute
{
    public int DefaultPageSize { get; init; } = PagingArguments.DefaultPageSize;
    public int MaxPageSize { get; init; } = PagingArguments.MaxPageSize;
    /// <summary>Whether `totalCount` is a field of the connection. It is computed only when selected.</summary>
    public bool IncludeTotalCount { get; init; } = true;
    /// <summary>The connection's name without `Connection`; by convention the node type's.</summary>
    public string? ConnectionName { get; init; }
}

/// <summary>Adds the argument `where`; the resolver takes a <see cref="QueryContext{T}"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseFilteringAttribute : Attribute;

/// <summary>Adds the argument `order`; the resolver takes a <see cref="QueryContext{T}"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseSortingAttribute : Attribute;

/// <summary>
/// Gives the resolver's <see cref="QueryContext{T}"/> a selector of what the client selected, so that only those columns are read. The items
/// must be the rows themselves: what is not selected has its type's default value.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseProjectionAttribute : Attribute;

/// <summary>Marks the static method from which a DataLoader is generated.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataLoaderAttribute(string? name = null) : Attribute
{
    /// <summary>The loader's name; by convention the method's without `Get` and `Async`, and with `DataLoader`.</summary>
    public string? Name { get; } = name;
}

/// <summary>Who may resolve the field; on a class, every field of it. Several attributes must all be satisfied.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true)]
public sealed class AuthorizeAttribute(string? policy = null) : Attribute
{
    /// <summary>Null: any authenticated caller.</summary>
    public string? Policy { get; init; } = policy;
    /// <summary>One of them suffices.</summary>
    public string[]? Roles { get; init; }
}

/// <summary>Lifts the class's <see cref="AuthorizeAttribute"/> from this field.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class AllowAnonymousAttribute : Attribute;

/// <summary>What the field costs, `@cost(weight:)`. https://ibm.github.io/graphql-specs/cost-spec.html</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class)]
public sealed class CostAttribute(double weight) : Attribute
{
    public double Weight { get; } = weight;
}

/// <summary>How long the field's list is, `@listSize`. https://ibm.github.io/graphql-specs/cost-spec.html</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : Attribute
{
    public int AssumedSize { get; init; }
    public string[]? SlicingArguments { get; init; }
    public string[]? SizedFields { get; init; }
    public bool RequireOneSlicingArgument { get; init; }
}
