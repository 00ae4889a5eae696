using System.Reflection;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

public static class RequestExecutorBuilderExtensions
{
    /// <summary>Adds every annotated class of the assembly.</summary>
    public static IRequestExecutorBuilder AddTypes(this IRequestExecutorBuilder builder, Assembly assembly)
        => builder.Configure(schema => schema.Assemblies.Add(assembly));

    /// <summary>Adds a class of fields, or a type that nothing else mentions.</summary>
    public static IRequestExecutorBuilder AddType<T>(this IRequestExecutorBuilder builder) => builder.AddType(typeof(T));

    public static IRequestExecutorBuilder AddType(this IRequestExecutorBuilder builder, Type type)
        => builder.Configure(schema => schema.Types.Add(type));

    /// <summary>Takes the schema from a document instead of annotations; one function resolves its fields.</summary>
    public static IRequestExecutorBuilder AddDocument(
        this IRequestExecutorBuilder builder, string document, Func<IResolverContext, ValueTask<object?>> resolve)
        => builder.Configure(schema => schema.Written = new WrittenSchema(document, resolve));

    /// <summary>Names the GraphQL type of a .NET type.</summary>
    public static IRequestExecutorBuilder BindRuntimeType<T>(this IRequestExecutorBuilder builder, string typeName)
        => builder.Configure(schema => schema.RuntimeBindings[typeof(T)] = typeName);

    /// <summary>Adds a scalar; values of <paramref name="runtimeType"/> (by default the behaviour's) have it.</summary>
    public static IRequestExecutorBuilder AddScalar(this IRequestExecutorBuilder builder, string name, ScalarBehavior behavior, Type? runtimeType = null)
        => builder.Configure(schema =>
        {
            schema.Scalars[name] = behavior;
            schema.ScalarBindings[runtimeType ?? behavior.RuntimeType] = name;
        });

    /// <summary>Adds scalars by their names.</summary>
    public static IRequestExecutorBuilder AddScalars(this IRequestExecutorBuilder builder, IReadOnlyDictionary<string, ScalarBehavior> scalars)
        => scalars.Aggregate(builder, (schema, scalar) => schema.AddScalar(scalar.Key, scalar.Value));

    /// <summary>
    /// Arguments and input fields of the type <typeparamref name="T"/> are sent as <typeparamref name="TInput"/>, e.g. money as amount and currency.
    /// </summary>
    public static IRequestExecutorBuilder AddInputAdapter<T, TInput>(this IRequestExecutorBuilder builder, Func<TInput, T> convert)
        where T : notnull where TInput : notnull
        => builder.Configure(schema => schema.InputAdapters[typeof(T)] = new InputAdapter(typeof(TInput), input => convert((TInput)input)));

    /// <summary>Mutations take one `input` and answer a payload with typed errors.</summary>
    public static IRequestExecutorBuilder AddMutationConventions(this IRequestExecutorBuilder builder)
        => builder.Configure(schema => schema.MutationConventions = true);

    public static IRequestExecutorBuilder AddErrorInterfaceType<T>(this IRequestExecutorBuilder builder)
        => builder.Configure(schema => schema.ErrorInterface = typeof(T));

    /// <summary>Lets resolvers return a domain's own result type.</summary>
    public static IRequestExecutorBuilder AddResultType(
        this IRequestExecutorBuilder builder, Type openType, Func<object, object?> value, Func<object, object?> error)
        => builder.Configure(schema => schema.ResultTypes.Add(new ResultTypeAdapter(openType, value, error)));

    /// <summary>Topics of this process; another implementation of the two interfaces may stand in their place.</summary>
    public static IRequestExecutorBuilder AddInMemorySubscriptions(this IRequestExecutorBuilder builder)
    {
        builder.Services.AddSingleton<InMemoryTopics>();
        builder.Services.AddSingleton<ITopicEventSender>(services => services.GetRequiredService<InMemoryTopics>());
        builder.Services.AddSingleton<ITopicEventReceiver>(services => services.GetRequiredService<InMemoryTopics>());
        return builder;
    }

    public static IRequestExecutorBuilder AddAuthorization<TEvaluator>(this IRequestExecutorBuilder builder)
        where TEvaluator : class, IAuthorizationPolicyEvaluator
    {
        builder.Services.AddSingleton<IAuthorizationPolicyEvaluator, TEvaluator>();
        return builder;
    }

    public static IRequestExecutorBuilder AddAuthorization(this IRequestExecutorBuilder builder, IAuthorizationPolicyEvaluator evaluator)
    {
        builder.Services.AddSingleton(evaluator);
        return builder;
    }

    public static IRequestExecutorBuilder AddErrorFilter<T>(this IRequestExecutorBuilder builder) where T : class, IErrorFilter
    {
        builder.Services.AddSingleton<IErrorFilter, T>();
        return builder;
    }

    public static IRequestExecutorBuilder ModifyOptions(this IRequestExecutorBuilder builder, Action<GraphQLOptions> configure)
        => builder.Configure(schema => schema.Options.Add(configure));

    /// <summary>
    /// Every [ID] goes out as one that is unique in the schema, and `node` and `nodes` find objects by it. Not for a source schema whose
    /// gateway answers `node` itself.
    /// </summary>
    public static IRequestExecutorBuilder AddGlobalObjectIdentification(
        this IRequestExecutorBuilder builder, Action<GlobalObjectIdentificationOptions>? configure = null)
        => builder.Configure(schema =>
        {
            schema.GlobalObjectIdentification ??= new GlobalObjectIdentificationOptions();
            configure?.Invoke(schema.GlobalObjectIdentification);
        });

    /// <summary>
    /// What a source schema of a composite schema needs: types that several of them define are `@shareable` (page info, connections, errors,
    /// value types bound with <see cref="BindRuntimeType{T}"/>), and the composition directives are declared.
    /// </summary>
    public static IRequestExecutorBuilder AddSourceSchemaDefaults(this IRequestExecutorBuilder builder)
        => builder.Configure(schema => schema.SourceSchemaDefaults = true);

    public static IRequestExecutorBuilder AddParameterConvention(this IRequestExecutorBuilder builder, IParameterConvention convention)
        => builder.Configure(schema => schema.ParameterConventions.Add(convention));

    private static IRequestExecutorBuilder Configure(this IRequestExecutorBuilder builder, Action<SchemaConfiguration> configure)
    {
        configure(builder.Configuration);
        return builder;
    }
}
