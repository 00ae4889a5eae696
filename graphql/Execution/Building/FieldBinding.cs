namespace FinFlow.GraphQL.Execution;

/// <summary>What the engine knows of a field beyond the schema: how its value comes to be, and who may have it.</summary>
internal sealed record FieldBinding(ResolverSource Resolver)
{
    public FieldPermission? Permission { get; init; }

    /// <summary>The names of the runtime type's properties that the field is made of; null when nobody knows.</summary>
    public IReadOnlyList<string>? Requires { get; init; }

    /// <summary>The type whose ids the field gives, if they are to be unique in the schema.</summary>
    public string? IdOf { get; init; }

    /// <summary>Gives the events of a subscription field.</summary>
    public EventSource? Events { get; init; }
}

/// <summary>Who may resolve a field. Printed in SDL as `@authorize`, as HotChocolate does, so that a gateway can say it, too.</summary>
/// <param name="Policies">All of them must be satisfied; none means that being authenticated suffices.</param>
/// <param name="Roles">Of each set, one role must be the caller's.</param>
public sealed record FieldPermission(IReadOnlyList<string> Policies, IReadOnlyList<IReadOnlyList<string>> Roles);

/// <summary>Opens the stream of a subscription's events.</summary>
internal delegate ValueTask<IAsyncEnumerable<object?>> EventSource(ResolverContext context);

internal enum ResolverKind
{
    /// <summary>`Func&lt;object, T&gt;` of the parent alone.</summary>
    Pure,
    /// <summary>`Func&lt;ResolverContext, T&gt;`.</summary>
    Synchronous,
    /// <summary>`Func&lt;ResolverContext, Task&lt;T&gt;&gt;`.</summary>
    Task,
    /// <summary>`Func&lt;ResolverContext, ValueTask&lt;T&gt;&gt;`.</summary>
    ValueTask,
}

/// <summary>A typed delegate that resolves a field.</summary>
/// <param name="ValueType">The T of the delegate.</param>
/// <param name="Kind">The delegate's form.</param>
/// <param name="Resolve">The delegate.</param>
internal sealed record ResolverSource(Type ValueType, ResolverKind Kind, Delegate Resolve)
{
    /// <summary>Turns coerced arguments into the method's own; null when it has none.</summary>
    public ArgumentBinder? Arguments { get; init; }

    /// <summary>Whether the method sees the context itself, so that the context cannot be used again for the next field.</summary>
    public bool KeepsContext { get; init; }

    public static ResolverSource Pure<T>(Func<object, T> resolve) => new(typeof(T), ResolverKind.Pure, resolve);
}

/// <summary>Coerced argument values by name to the values that the resolver's parameters take, in their order.</summary>
internal delegate object?[] ArgumentBinder(IReadOnlyDictionary<string, object?> coerced);
