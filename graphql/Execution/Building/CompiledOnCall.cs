using System.Linq.Expressions;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// A function that is compiled by its first call. A schema has thousands of fields, of which a process that has just started is asked for a few:
/// to compile all of them was a tenth of what starting cost.
/// </summary>
internal sealed class CompiledOnCall<TInput, TResult>(LambdaExpression function)
{
    private Func<TInput, TResult>? compiled;

    // Two first calls at the same time compile twice and give the same.
    public TResult Call(TInput input) => (compiled ??= (Func<TInput, TResult>)function.Compile())(input);
}

/// <summary>Wraps functions whose types are only known from reflection.</summary>
internal static class CompiledOnCall
{
    /// <param name="function">Of one parameter, with a result.</param>
    /// <returns>A delegate of the function's own type.</returns>
    public static Delegate Of(LambdaExpression function)
    {
        var type = typeof(CompiledOnCall<,>).MakeGenericType(function.Type.GetGenericArguments());
        return Delegate.CreateDelegate(function.Type, Activator.CreateInstance(type, function)!, nameof(CompiledOnCall<,>.Call));
    }
}
