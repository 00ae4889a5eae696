using System.Collections.Concurrent;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Benchmarks;

/// <summary>
/// A source that makes up an answer by its schema when an operation comes for the first time, and has it in memory from then on: what a
/// request costs is then the gateway's and the transport's.
/// </summary>
internal sealed class MemorySource(string sdl) : IRequestExecutor
{
    private const int ListLength = 10;

    private readonly ConcurrentDictionary<int, byte[]> _answers = new();

    public Schema Schema { get; } = SchemaBuilder.BuildUnchecked(Parser.Parse(sdl));

    public ValueTask<ExecutionResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken) => new(Answer(request));

    public ValueTask<OperationResult[]> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new OperationResult[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = Answer(requests[i]);
        }

        return new(answers);
    }

    private OperationResult Answer(OperationRequest request)
    {
        var hash = new HashCode();
        hash.AddBytes(request.Document.Span);
        if (!_answers.TryGetValue(hash.ToHashCode(), out var answer))
        {
            _answers[hash.ToHashCode()] = answer = Make(Parser.Parse(request.Document.Span));
        }

        var body = new JsonBuffer(answer.Length);
        body.WriteRaw(answer);
        return new OperationResult(body) { HasData = true };
    }

    private byte[] Make(DocumentNode document)
    {
        var operation = document.Definitions.OfType<OperationDefinitionNode>().Single();
        using var body = new JsonBuffer();
        body.WriteRaw("{\"data\":"u8);
        WriteObject(body, Schema.RootType(operation.Operation)!, operation.SelectionSet);
        body.WriteByte((byte)'}');
        return body.WrittenSpan.ToArray();
    }

    private void WriteObject(JsonBuffer body, ObjectType type, SelectionSetNode selections)
    {
        body.WriteByte((byte)'{');
        var isFirst = true;
        foreach (var field in selections.Selections.OfType<FieldNode>())
        {
            body.WriteRaw(isFirst ? ""u8 : ","u8);
            isFirst = false;
            body.WriteString(field.Alias?.Value ?? field.Name.Value);
            body.WriteByte((byte)':');
            if (field.Name.Value == "__typename")
            {
                body.WriteString(type.Name);
            }
            else
            {
                WriteValue(body, type.Fields[field.Name.Value].Type, field);
            }
        }

        body.WriteByte((byte)'}');
    }

    private void WriteValue(JsonBuffer body, GraphQLType type, FieldNode field)
    {
        switch (type)
        {
            case NonNullType required:
                WriteValue(body, required.OfType, field);
                break;
            case ListType list:
                body.WriteByte((byte)'[');
                for (var i = 0; i < ListLength; i++)
                {
                    body.WriteRaw(i == 0 ? ""u8 : ","u8);
                    WriteValue(body, list.OfType, field);
                }

                body.WriteByte((byte)']');
                break;
            case ObjectType o:
                WriteObject(body, o, field.SelectionSet!);
                break;
            case EnumType choice:
                body.WriteString(choice.Values[0].Name);
                break;
            case { } scalar when scalar.ToString() is "Int" or "Float":
                body.WriteRaw("42"u8);
                break;
            case { } scalar when scalar.ToString() is "Boolean":
                body.WriteRaw("true"u8);
                break;
            default:
                body.WriteString($"{field.Name.Value} of something");
                break;
        }
    }
}
