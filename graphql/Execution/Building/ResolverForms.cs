namespace FinFlow.GraphQL.Execution;

/// <summary>Wraps resolvers: any form to a <see cref="ValueTask{T}"/>, results to values, a scope around all of it.</summary>
internal static class ResolverForms
{
    public static Func<ResolverContext, ValueTask<T>> FromValue<T>(Func<ResolverContext, T> resolve)
        => context => new ValueTask<T>(resolve(context));

    public static Func<ResolverContext, ValueTask<T>> FromTask<T>(Func<ResolverContext, Task<T>> resolve)
        => context => new ValueTask<T>(resolve(context));

    public static Func<ResolverContext, ValueTask<T>> FromValueTask<T>(Func<ResolverContext, ValueTask<T>> resolve) => resolve;

    /// <summary>What a method without a result gives: that it has succeeded.</summary>
    public static Func<ResolverContext, ValueTask<bool>> FromAction(Action<ResolverContext> resolve) => context =>
    {
        resolve(context);
        return new ValueTask<bool>(true);
    };

    public static Func<ResolverContext, ValueTask<bool>> FromPlainTask(Func<ResolverContext, Task> resolve) => async context =>
    {
        await resolve(context);
        return true;
    };

    public static Func<ResolverContext, ValueTask<bool>> FromPlainValueTask(Func<ResolverContext, ValueTask> resolve) => async context =>
    {
        await resolve(context);
        return true;
    };

    /// <summary>Any compiled form of a resolver of <typeparamref name="T"/>, whose value may be of any type.</summary>
    public static Func<ResolverContext, ValueTask<object?>> ToObject<T>(Delegate resolve) => resolve switch
    {
        Func<ResolverContext, T> now => context => new ValueTask<object?>(now(context)),
        Func<ResolverContext, Task<T>> task => async context => await task(context),
        _ => async context => await ((Func<ResolverContext, ValueTask<T>>)resolve)(context),
    };

    /// <summary>Outside of mutations a refusal is the field's error: it may be told, but has no place in the result.</summary>
    public static Func<ResolverContext, ValueTask<TValue>> Unwrap<TResult, TValue>(
        Func<ResolverContext, ValueTask<TResult>> resolve, ResultTypeAdapter adapter) => async context =>
    {
        object result = (await resolve(context))!;
        return adapter.Error(result) is { } refusal ? throw DomainErrors.ToException(refusal) : (TValue)adapter.Value(result)!;
    };

    /// <inheritdoc cref="Unwrap"/>
    public static Func<ResolverContext, ValueTask<T>> UnwrapFieldResult<T>(Func<ResolverContext, ValueTask<FieldResult<T>>> resolve) => async context =>
    {
        var result = await resolve(context);
        return result.Error is { } refusal ? throw DomainErrors.ToException(refusal) : result.Value!;
    };

    public static Func<ResolverContext, ValueTask<Connection<T>>> ToConnection<T>(Func<ResolverContext, ValueTask<Page<T>>> resolve)
        => async context => await resolve(context) is { } page ? page.ToConnection() : null!;

    public static Func<ResolverContext, ValueTask<T>> Scoped<T>(Func<ResolverContext, ValueTask<T>> resolve) => async context =>
    {
        await using var scope = context.OpenScope();
        return await resolve(context);
    };

    /// <summary>Like <see cref="Scoped"/>, for items that are read from the services after the resolver has returned.</summary>
    public static Func<ResolverContext, ValueTask<IAsyncEnumerable<TItem>>> ScopedStream<T, TItem>(Func<ResolverContext, ValueTask<T>> resolve)
        where T : IAsyncEnumerable<TItem> => async context =>
    {
        var scope = context.OpenScope();
        try
        {
            return new ScopedItems<TItem>(await resolve(context) ?? throw new InvalidOperationException($"{context.Field.Coordinate} gave no stream."), scope);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    };
}
