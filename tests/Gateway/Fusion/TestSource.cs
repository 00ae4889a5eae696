using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;
using Resolver = Func<IReadOnlyDictionary<string, object?>, IReadOnlyDictionary<string, object?>, object?>;

/// <summary>A small executor over records in memory: resolvers by `Type.field`, otherwise the record's entry of that name.</summary>
internal sealed class TestSource(string name, string sdl) : IRequestExecutor
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, Resolver> _resolvers = [];
    private readonly Dictionary<string, Func<IReadOnlyDictionary<string, object?>, CancellationToken, IAsyncEnumerable<object?>>> _streams = [];
    private int _requests;
    private int _cancelled;

    public string Name { get; } = name;

    public string Sdl { get; } = sdl;

    public Schema Schema { get; } = SchemaBuilder.BuildUnchecked(Parser.Parse(sdl));

    /// <summary>How often this source was asked, however much at once.</summary>
    public int Requests => _requests;

    /// <summary>How many of these were called off before they were answered.</summary>
    public int Cancelled => _cancelled;

    /// <summary>Every operation that was executed, with its variables and the identity it came with.</summary>
    public List<(string Document, string Variables, string? Authorization)> Executed { get; } = [];

    /// <summary>The id of each request and the trace that it belongs to.</summary>
    public List<(string? RequestId, string? TraceId)> Origins { get; } = [];

    /// <summary>What every answer waits for.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    /// <summary>Thrown instead of answering.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Given instead of executing anything.</summary>
    public OperationResult? Refusal { get; set; }

    public TestSource On(string field, Resolver resolve)
    {
        _resolvers[field] = resolve;
        return this;
    }

    public TestSource On(string field, object? value) => On(field, (_, _) => value);

    public TestSource Stream(string field, Func<IReadOnlyDictionary<string, object?>, CancellationToken, IAsyncEnumerable<object?>> events)
    {
        _streams[field] = events;
        return this;
    }

    public async ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        await AcceptAsync(cancellationToken);
        return Execute(request);
    }

    public async ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        await AcceptAsync(cancellationToken);
        return [.. requests.Select(request => (OperationResult)Execute(request))];
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            await Ready.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
    }

    private ExecutionResult Execute(OperationRequest request)
    {
        var text = Encoding.UTF8.GetString(request.Document.Span);
        lock (Executed)
        {
            Origins.Add((request.RequestId, System.Diagnostics.Activity.Current?.TraceId.ToHexString()));
            Executed.Add((text, request.Variables.IsEmpty ? "{}" : Encoding.UTF8.GetString(request.Variables.Span), request.Authorization));
        }

        if (Failure is not null)
        {
            throw Failure;
        }

        if (Refusal is not null)
        {
            return Refusal;
        }

        var parsed = Parser.Parse(text);
        var operation = parsed.Definitions.OfType<OperationDefinitionNode>().Single();
        if (DocumentValidator.Validate(Schema, parsed) is { Count: > 0 } errors)
        {
            return OperationResult.Refuse(RequestErrorKind.Validation, errors);
        }

        var variables = ReadVariables(request, operation);
        var root = Schema.RootType(operation.Operation)!;
        if (operation.Operation != OperationType.Subscription)
        {
            return Answer(root, [], operation.SelectionSet, variables);
        }

        var field = (FieldNode)operation.SelectionSet.Selections[0];
        return new ResponseStream(ResponseStreamKind.Subscription, Events(root, field, operation.SelectionSet, variables));
    }

    private async IAsyncEnumerable<OperationResult> Events(
        ObjectType root, FieldNode field, SelectionSetNode selections, Record variables, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var arguments = field.Arguments.ToDictionary(a => a.Name.Value, a => Value(a.Value, variables));
        await foreach (var item in _streams[$"Subscription.{field.Name.Value}"](arguments, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return Answer(root, new Record { [field.Name.Value] = item }, selections, variables);
        }
    }

    private OperationResult Answer(ObjectType root, Record value, SelectionSetNode selections, Record variables)
    {
        var errors = new List<GraphQLError>();
        var data = Complete(root, value, selections, variables, [], errors);
        var body = new JsonBuffer();
        body.WriteRaw("{\"data\":"u8);
        body.WriteRaw(JsonSerializer.SerializeToUtf8Bytes(data, Relaxed));
        if (errors.Count > 0)
        {
            body.WriteRaw(",\"errors\":"u8);
            GraphQLError.WriteAll(body, errors);
        }

        body.WriteByte((byte)'}');
        return new OperationResult(body) { HasData = data is not null, HasErrors = errors.Count > 0 };
    }

    private Record? Complete(ObjectType type, IReadOnlyDictionary<string, object?> value, SelectionSetNode selections, Record variables, List<object> path, List<GraphQLError> errors)
    {
        var result = new Record();
        foreach (var field in Collect(type, selections))
        {
            if (field.Name.Value == "__typename")
            {
                result[field.ResponseName] = type.Name;
                continue;
            }

            var definition = type.Fields.GetValueOrDefault(field.Name.Value)
                ?? throw new InvalidOperationException($"{Name} was asked for {type.Name}.{field.Name.Value}, which it does not have.");
            var arguments = definition.Arguments.Values.Where(a => a.DefaultValue is not null).ToDictionary(a => a.Name, a => Value(a.DefaultValue!, variables));
            foreach (var argument in field.Arguments)
            {
                Assert.Contains(argument.Name.Value, definition.Arguments.Keys);
                arguments[argument.Name.Value] = Value(argument.Value, variables);
            }

            List<object> fieldPath = [.. path, field.ResponseName];
            object? resolved;
            try
            {
                resolved = _resolvers.TryGetValue(definition.Coordinate, out var resolve) ? resolve(value, arguments) : value.GetValueOrDefault(field.Name.Value);
            }
            catch (TestRefusal refusal)
            {
                errors.Add(new GraphQLError(refusal.Message) { Path = fieldPath, Code = refusal.Code });
                resolved = null;
            }

            var completed = Complete(definition.Type, resolved, field, variables, fieldPath, errors);
            if (completed is null && definition.Type.IsNonNull)
            {
                return null;
            }

            result[field.ResponseName] = completed;
        }

        return result;
    }

    private object? Complete(GraphQLType type, object? value, FieldNode field, Record variables, List<object> path, List<GraphQLError> errors)
    {
        if (value is null)
        {
            if (type.IsNonNull && errors.Count == 0)
            {
                errors.Add(new GraphQLError("Cannot return null for a non-nullable field.") { Path = path });
            }

            return null;
        }

        if (type.Nullable is ListType list && value is System.Collections.IEnumerable items and not string)
        {
            var completed = items.Cast<object?>().Select((item, index) => Complete(list.OfType, item, field, variables, [.. path, index], errors)).ToList();
            return list.OfType.IsNonNull && completed.Contains(null) ? null : completed;
        }

        if (type.Named.IsLeaf)
        {
            return value;
        }

        var record = (Record)value;
        var objectType = type.Named as ObjectType ?? (ObjectType)Schema.Types[(string)record["__typename"]!];
        return Complete(objectType, record, field.SelectionSet!, variables, path, errors);
    }

    private IEnumerable<FieldNode> Collect(ObjectType type, SelectionSetNode selections) => selections.Selections.SelectMany(selection => selection switch
    {
        FieldNode field => [field],
        InlineFragmentNode { TypeCondition: null } inline => Collect(type, inline.SelectionSet),
        InlineFragmentNode inline when Schema.PossibleTypes(Schema.Types[inline.TypeCondition!.Name.Value]).Contains(type) => Collect(type, inline.SelectionSet),
        _ => [],
    });

    private static Record ReadVariables(OperationRequest request, OperationDefinitionNode operation)
    {
        var variables = operation.VariableDefinitions.Where(v => v.DefaultValue is not null)
            .ToDictionary(v => v.Variable.Name.Value, v => Value(v.DefaultValue!, []));
        if (!request.Variables.IsEmpty)
        {
            foreach (var property in JsonDocument.Parse(request.Variables).RootElement.EnumerateObject())
            {
                Assert.Contains(operation.VariableDefinitions, v => v.Variable.Name.Value == property.Name);
                variables[property.Name] = Value(property.Value);
            }
        }

        return variables;
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value)),
        _ => null,
    };

    private static object? Value(ValueNode value, Record variables) => value switch
    {
        VariableNode variable => variables.GetValueOrDefault(variable.Name.Value),
        StringValueNode text => text.Value,
        EnumValueNode name => name.Value,
        IntValueNode number => long.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture),
        BooleanValueNode flag => flag.Value,
        ListValueNode list => list.Items.Select(item => Value(item, variables)).ToList(),
        ObjectValueNode obj => obj.Fields.ToDictionary(f => f.Name.Value, f => Value(f.Value, variables)),
        _ => null,
    };
}

/// <summary>What a resolver of a test source refuses.</summary>
internal sealed class TestRefusal(string message, string code) : Exception(message)
{
    public string Code { get; } = code;
}
