using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using FinFlow.GraphQL.Language;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

/// <summary>Where a subscription's events come from: a topic, or the method that [Subscribe(With)] names.</summary>
internal sealed class SubscriptionSource(ResolverMethod resolver, TypeCatalog catalog)
{
    private readonly ResolverMethod? _with = resolver.Method.GetCustomAttribute<SubscribeAttribute>()?.With is { } name
        ? new ResolverMethod(
            resolver.Method.DeclaringType!.GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                ?? throw new SchemaMistakeException($"{resolver} subscribes with {name}, which is no static method of its class."),
            catalog)
        : null;

    /// <summary>Whether nothing but a topic gives the events: then there is no past in them.</summary>
    public bool IsTopic => _with is null;

    private Type EventType => resolver.Parameters.FirstOrDefault(parameter => parameter.Role == ParameterRole.EventMessage)?.Info.ParameterType
        ?? throw new SchemaMistakeException($"{resolver} is a subscription without an [EventMessage].");

    /// <summary>The source method's arguments that the resolver itself does not have.</summary>
    public IEnumerable<InputValueDefinitionNode> DescribeArguments(IReadOnlyList<InputValueDefinitionNode> known)
        => _with is null ? [] : _with.DescribeArguments().Where(argument => known.All(other => other.Name.Value != argument.Name.Value));

    public EventSource Compile()
    {
        var form = _with is null ? nameof(FromTopic) : nameof(FromMethod);
        return (EventSource)GetType().GetMethod(form, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(EventType).Invoke(this, [])!;
    }

    private EventSource FromTopic<T>()
    {
        var pattern = resolver.Method.GetCustomAttribute<TopicAttribute>()?.Name ?? resolver.Method.Name;
        var parameter = resolver.Method.GetParameters().FirstOrDefault(candidate => candidate.IsDefined(typeof(TopicAttribute)));
        var ids = resolver.Arguments.Where(argument => argument.IsDefined(typeof(IDAttribute)))
            .ToDictionary(SchemaNames.Argument, argument => catalog.Converter.For(argument.ParameterType, argument), StringComparer.Ordinal);
        return async context =>
        {
            var topic = parameter is null ? Fill(pattern, Value) : Value(SchemaNames.Argument(parameter));
            var receiver = context.Services.GetRequiredService<ITopicEventReceiver>();
            return Read(await receiver.SubscribeAsync<T>(topic, context.RequestAborted), context.RequestAborted);

            // Who sends an event knows a thing by its own id, not by the one that is unique in this schema.
            string Value(string name)
            {
                var coerced = context.ArgumentValue<object?>(name);
                return Convert.ToString(ids.TryGetValue(name, out var toKey) ? toKey(coerced) : coerced, CultureInfo.InvariantCulture) ?? "";
            }
        };
    }

    private EventSource FromMethod<T>()
    {
        var binder = ResolverCompiler.Binder(_with!, catalog.Converter);
        var open = ResolverCompiler.CompileValueTask(_with!);
        return async context =>
        {
            context.Bind(binder);
            var stream = open switch
            {
                Func<ResolverContext, ValueTask<ISourceStream<T>>> typed => (object)await typed(context),
                Func<ResolverContext, ValueTask<IAsyncEnumerable<T>>> typed => await typed(context),
                _ => throw new SchemaMistakeException($"{_with} must give an ISourceStream<{typeof(T).Name}> or IAsyncEnumerable<{typeof(T).Name}>."),
            };
            return stream is ISourceStream<T> source ? Read(source, context.RequestAborted) : Read((IAsyncEnumerable<T>)stream, context.RequestAborted);
        };
    }

    // Leaving a topic is what ends its stream: reading takes no token.
    private static async IAsyncEnumerable<object?> Read<T>(ISourceStream<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (stream)
        await using (cancellationToken.Register(() => _ = stream.DisposeAsync().AsTask()))
        {
            await foreach (var message in stream.ReadEventsAsync())
            {
                yield return message;
            }
        }
    }

    private static async IAsyncEnumerable<object?> Read<T>(
        IAsyncEnumerable<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var message in stream.WithCancellation(cancellationToken))
        {
            yield return message;
        }
    }

    // `payment/{paymentId}`: an argument's value stands for its name in braces.
    private static string Fill(string pattern, Func<string, string> value)
    {
        var topic = new StringBuilder();
        var rest = pattern.AsSpan();
        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest.IndexOf('}');
            topic.Append(rest[..open]).Append(value(rest[(open + 1)..close].ToString()));
            rest = rest[(close + 1)..];
        }

        return topic.Append(rest).ToString();
    }
}
