namespace FinFlow.GraphQL.Execution;

/// <summary>
/// The type is a `Node`: its id alone finds it. Stands on the type or on its <see cref="ObjectTypeAttribute{T}"/> class. With
/// <see cref="RequestExecutorBuilderExtensions.AddGlobalObjectIdentification"/> every type that has a <see cref="NodeResolverAttribute"/> is one;
/// this promise is checked when the schema is built.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute : Attribute;

/// <summary>
/// The method finds the object of an id for `node(id:)`; the id is its one argument. On a query it is a field, too; on the type itself or
/// its <see cref="ObjectTypeAttribute{T}"/> class it is nothing else. A gateway calls it through its <see cref="LookupAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;

/// <summary>How a schema identifies its objects.</summary>
public sealed record GlobalObjectIdentificationOptions
{
    /// <summary>How many ids `nodes` takes at once.</summary>
    public int MaxAllowedNodeBatchSize { get; set; } = 50;
}
