using System.Linq.Expressions;
using System.Reflection;

namespace FinFlow.GraphQL.Execution;

/// <summary>A method to a typed delegate of the engine. Reflection ends here: what runs per request is compiled code.</summary>
internal static class ResolverCompiler
{
    private static readonly ParameterExpression Context = Expression.Parameter(typeof(ResolverContext), "context");

    public static ResolverSource Compile(ResolverMethod method)
    {
        if (method.Method.IsDefined(typeof(BatchResolverAttribute)))
        {
            return BatchResolvers.Compile(method);
        }

        var isPlain = method.Adapter is null && Connections.ItemType(method.Awaited) is null && !method.NeedsScope
            && method.Awaited != typeof(void) && !IsFieldResult(method.Awaited);
        if (isPlain && method.Parameters.All(parameter => parameter.Role == ParameterRole.Parent) && method.Awaited == method.Method.ReturnType)
        {
            return CompilePure(method.Method);
        }

        return isPlain ? CompilePlain(method) : CompileWrapped(method);
    }

    /// <summary>The method with its awaited value, whatever its own form is.</summary>
    public static Delegate CompileValueTask(ResolverMethod method)
    {
        var call = Call(method);
        var awaited = method.Awaited == typeof(void) ? typeof(bool) : method.Awaited;
        var form = method.Method.ReturnType switch
        {
            var type when type == typeof(void) => nameof(ResolverForms.FromAction),
            var type when type == typeof(Task) => nameof(ResolverForms.FromPlainTask),
            var type when type == typeof(ValueTask) => nameof(ResolverForms.FromPlainValueTask),
            { IsGenericType: true } type when type.GetGenericTypeDefinition() == typeof(Task<>) => nameof(ResolverForms.FromTask),
            { IsGenericType: true } type when type.GetGenericTypeDefinition() == typeof(ValueTask<>) => nameof(ResolverForms.FromValueTask),
            _ => nameof(ResolverForms.FromValue),
        };
        var convert = typeof(ResolverForms).GetMethod(form)!;
        return (Delegate)(convert.IsGenericMethodDefinition ? convert.MakeGenericMethod(awaited) : convert).Invoke(null, [call])!;
    }

    /// <summary>The arguments of the method's parameters, read from the field's coerced arguments or from its one input object.</summary>
    public static ArgumentBinder? Binder(ResolverMethod method, InputConverter converter, bool fromInput = false)
    {
        var arguments = method.Arguments.Select(parameter => (
            Name: SchemaNames.Argument(parameter), Convert: converter.For(parameter.ParameterType, parameter), Default: DefaultOf(parameter))).ToArray();
        if (arguments.Length == 0)
        {
            return null;
        }

        return coerced =>
        {
            var source = fromInput ? (IReadOnlyDictionary<string, object?>)coerced["input"]! : coerced;
            var values = new object?[arguments.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = source.TryGetValue(arguments[i].Name, out var value) ? arguments[i].Convert(value) : arguments[i].Default;
            }

            return values;
        };
    }

    public static bool IsFieldResult(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FieldResult<>);

    private static object? DefaultOf(ParameterInfo parameter)
    {
        if (parameter is not { HasDefaultValue: true, DefaultValue: { } value })
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum ? Enum.ToObject(type, value) : value;
    }

    private static ResolverSource CompilePure(MethodInfo method)
    {
        var parent = Expression.Parameter(typeof(object), "parent");
        var arguments = method.GetParameters().Select(parameter => Expression.Convert(parent, parameter.ParameterType));
        var function = typeof(Func<,>).MakeGenericType(typeof(object), method.ReturnType);
        return new ResolverSource(
            method.ReturnType, ResolverKind.Pure, CompiledOnCall.Of(Expression.Lambda(function, Expression.Call(method, arguments), parent)));
    }

    private static ResolverSource CompilePlain(ResolverMethod method)
    {
        var kind = method.Awaited == method.Method.ReturnType ? ResolverKind.Synchronous
            : method.Method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>) ? ResolverKind.Task
            : ResolverKind.ValueTask;
        return new ResolverSource(method.Awaited, kind, Call(method)) { Arguments = Binder(method, method.Converter) };
    }

    private static ResolverSource CompileWrapped(ResolverMethod method)
    {
        var type = method.Awaited == typeof(void) ? typeof(bool) : method.Awaited;
        var resolve = CompileValueTask(method);
        if (method.Adapter is { } adapter)
        {
            resolve = Form(nameof(ResolverForms.Unwrap), [type, type.GetGenericArguments()[0]], resolve, adapter);
            type = type.GetGenericArguments()[0];
        }
        else if (IsFieldResult(type))
        {
            resolve = Form(nameof(ResolverForms.UnwrapFieldResult), [type.GetGenericArguments()[0]], resolve);
            type = type.GetGenericArguments()[0];
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Page<>))
        {
            resolve = Form(nameof(ResolverForms.ToConnection), type.GetGenericArguments(), resolve);
            type = typeof(Connection<>).MakeGenericType(type.GetGenericArguments());
        }

        var isStream = method.NeedsScope && ClrReference.IsAsyncList(type);
        if (isStream)
        {
            var item = ClrReference.ItemType(type)!;
            resolve = Form(nameof(ResolverForms.ScopedStream), [type, item], resolve);
            type = typeof(IAsyncEnumerable<>).MakeGenericType(item);
        }
        else if (method.NeedsScope)
        {
            resolve = Form(nameof(ResolverForms.Scoped), [type], resolve);
        }

        return new ResolverSource(type, ResolverKind.ValueTask, resolve)
        {
            Arguments = Binder(method, method.Converter),
            KeepsContext = isStream || method.Parameters.Any(parameter => parameter.Role == ParameterRole.Context),
        };
    }

    private static Delegate Form(string name, Type[] types, params object[] arguments)
        => (Delegate)typeof(ResolverForms).GetMethod(name)!.MakeGenericMethod(types).Invoke(null, arguments)!;

    private static Delegate Call(ResolverMethod method)
    {
        var index = 0;
        var arguments = method.Parameters.Select(parameter => Value(parameter, method, ref index)).ToArray();
        var body = Expression.Call(method.Method, arguments);
        return method.Method.ReturnType == typeof(void)
            ? Expression.Lambda<Action<ResolverContext>>(body, Context).Compile()
            : CompiledOnCall.Of(Expression.Lambda(typeof(Func<,>).MakeGenericType(typeof(ResolverContext), method.Method.ReturnType), body, Context));
    }

    private static Expression Value(ResolverParameter parameter, ResolverMethod method, ref int index)
    {
        var type = parameter.Info.ParameterType;
        return parameter.Role switch
        {
            ParameterRole.Parent => Expression.Convert(Expression.Property(Context, nameof(ResolverContext.ParentValue)), type),
            ParameterRole.Argument => Ask(nameof(ResolverContext.Argument), type, Expression.Constant(index++)),
            ParameterRole.Service when parameter.Info.GetCustomAttribute<ServiceAttribute>()?.Key is { } key
                => Ask(nameof(ResolverContext.KeyedService), type, Expression.Constant(key)),
            ParameterRole.Service => Ask(nameof(ResolverContext.Service), type),
            ParameterRole.DataLoader => Ask(nameof(ResolverContext.DataLoader), type),
            ParameterRole.CancellationToken => Expression.Property(Context, nameof(ResolverContext.RequestAborted)),
            ParameterRole.Context => Context,
            ParameterRole.User => Expression.Property(Context, nameof(ResolverContext.User)),
            ParameterRole.IsSelected => Expression.Call(
                Context, nameof(ResolverContext.IsSelected), null,
                Expression.Constant(parameter.Info.GetCustomAttribute<IsSelectedAttribute>()!.FieldName)),
            ParameterRole.EventMessage => Expression.Convert(Expression.Property(Context, nameof(ResolverContext.EventMessage)), type),
            ParameterRole.ScopedState => Ask(
                nameof(ResolverContext.State), type,
                Expression.Constant(parameter.Info.GetCustomAttribute<ScopedStateAttribute>()!.Key ?? parameter.Info.Name)),
            _ => Expression.Convert(Expression.Invoke(Expression.Constant(parameter.Convention!.Bind(parameter.Info, method.Method)), Context), type),
        };
    }

    private static MethodCallExpression Ask(string member, Type type, params Expression[] arguments)
        => Expression.Call(Context, member, [type], arguments);
}
