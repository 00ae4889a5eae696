using System.Reflection;

namespace FinFlow.GraphQL.Execution;

/// <summary>Resolvers that answer for many parents at once. The parents of one field are collected as a loader collects keys.</summary>
internal static class BatchResolvers
{
    public static ResolverSource Compile(ResolverMethod method)
    {
        var parents = method.Parameters.FirstOrDefault(parameter => parameter.Role == ParameterRole.Parent)?.Info.ParameterType;
        if (parents is null || ClrReference.ItemType(parents) is not { } parent || method.Result.Item is not { } value)
        {
            throw new SchemaMistakeException($"{method} must take a list of parents and give a list of the same length.");
        }

        var valueType = ClrReference.ItemType(method.Result.Type)!;
        return (ResolverSource)typeof(BatchResolvers).GetMethod(nameof(CompileOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(parent, valueType, method.Awaited).Invoke(null, [method])!;
    }

    private static ResolverSource CompileOf<TParent, TValue, TList>(ResolverMethod method) where TList : IEnumerable<TValue>
    {
        var resolve = ResolverForms.Scoped((Func<ResolverContext, ValueTask<TList>>)ResolverCompiler.CompileValueTask(method));
        Func<ResolverContext, Task<TValue>> load = context => context.Batch(execution => new Loader<TParent, TValue, TList>(execution, context.Selection, resolve))
            .LoadAsync(context.ParentValue, context.RequestAborted)!;
        return new ResolverSource(typeof(TValue), ResolverKind.Task, load) { Arguments = ResolverCompiler.Binder(method, method.Converter) };
    }

    private sealed class Loader<TParent, TValue, TList>(
        OperationExecution execution, Selection selection, Func<ResolverContext, ValueTask<TList>> resolve)
        : BatchDataLoader<object, TValue>(execution.Queue) where TList : IEnumerable<TValue>
    {
        protected override DataLoaderBase<object, TValue> CreateBranch() => new Loader<TParent, TValue, TList>(execution, selection, resolve);

        protected override async Task<IReadOnlyDictionary<object, TValue>> LoadBatchAsync(IReadOnlyList<object> keys, CancellationToken cancellationToken)
        {
            var context = new ResolverContext(execution);
            context.Begin(selection, keys.Cast<TParent>().ToArray());
            TValue[] values = [.. await resolve(context)];
            return values.Length == keys.Count
                ? keys.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second)
                : throw new InvalidOperationException($"{selection.Field.Coordinate} gave {values.Length} values for {keys.Count} parents.");
        }
    }
}
