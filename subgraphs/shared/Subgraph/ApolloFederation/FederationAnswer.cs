using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Subgraph;

/// <summary>Puts one answer together from the answers to <see cref="EntityRequests"/>.</summary>
internal sealed class FederationAnswer(FederationSchema federation, FederationOperation operation, IReadOnlyList<JsonElement> answers) : IDisposable
{
    private const string Invalid = "REPRESENTATION_INVALID";

    private readonly JsonBuffer _errors = new();

    /// <param name="own">The index of the answer to what is not the protocol's; null when there is no such part.</param>
    /// <param name="entities">The outcomes of each field `_entities`.</param>
    public OperationResult Write(int? own, IReadOnlyDictionary<FieldNode, IReadOnlyList<EntityOutcome>> entities)
    {
        var body = new JsonBuffer();
        body.WriteRaw("{\"data\":"u8);
        var hasData = WriteData(body, own is { } index ? answers[index] : null, entities);
        if (_errors.Length > 0)
        {
            body.WriteRaw(",\"errors\":["u8);
            body.WriteRaw(_errors.WrittenSpan);
            body.WriteByte((byte)']');
        }

        body.WriteByte((byte)'}');
        return new OperationResult(body) { HasData = hasData, HasErrors = _errors.Length > 0 };
    }

    public void Dispose() => _errors.Dispose();

    private bool WriteData(JsonBuffer body, JsonElement? own, IReadOnlyDictionary<FieldNode, IReadOnlyList<EntityOutcome>> entities)
    {
        foreach (var error in own is { } answer ? ErrorsOf(answer) : default)
        {
            NextError().WriteRaw(Raw(error));
        }

        var ownData = own?.GetProperty("data");
        body.WriteByte((byte)'{');
        var start = body.Length;
        foreach (var field in operation.RootFields)
        {
            body.WriteRaw(body.Length == start ? ""u8 : ","u8);
            body.WriteString(field.ResponseName);
            body.WriteByte((byte)':');
            switch (field.Name.Value)
            {
                case "_service":
                    WriteService(body, field.SelectionSet!);
                    break;
                case "_entities":
                    WriteEntities(body, field.ResponseName, entities[field]);
                    break;
                default:
                    body.WriteRaw(ownData is { ValueKind: JsonValueKind.Object } data ? Raw(data.GetProperty(field.ResponseName)) : "null"u8);
                    break;
            }
        }

        body.WriteByte((byte)'}');
        if (ownData is not { ValueKind: JsonValueKind.Null })
        {
            return true;
        }

        // A null has reached the root, and takes what stands beside it along.
        body.Truncate(start - 1);
        body.WriteNull();
        return false;
    }

    private void WriteService(JsonBuffer body, SelectionSetNode selections)
    {
        body.WriteByte((byte)'{');
        var names = selections.Selections.SelectMany(Fields).DistinctBy(field => field.ResponseName).ToList();
        foreach (var field in names)
        {
            body.WriteRaw(ReferenceEquals(field, names[0]) ? ""u8 : ","u8);
            body.WriteString(field.ResponseName);
            body.WriteByte((byte)':');
            body.WriteString(field.Name.Value == "sdl" ? federation.Sdl : "_Service");
        }

        body.WriteByte((byte)'}');

        IEnumerable<FieldNode> Fields(SelectionNode selection) => selection switch
        {
            FieldNode field => [field],
            InlineFragmentNode fragment => fragment.SelectionSet.Selections.SelectMany(Fields),
            _ => operation.Fragment((FragmentSpreadNode)selection).SelectionSet.Selections.SelectMany(Fields),
        };
    }

    private void WriteEntities(JsonBuffer body, string responseName, IReadOnlyList<EntityOutcome> outcomes)
    {
        body.WriteByte((byte)'[');
        for (var i = 0; i < outcomes.Count; i++)
        {
            body.WriteRaw(i == 0 ? ""u8 : ","u8);
            if (outcomes[i].Refusal is { } refusal)
            {
                new GraphQLError(refusal) { Path = [responseName, i], Code = Invalid }.Write(NextError());
                body.WriteNull();
            }
            else
            {
                WriteEntity(body, responseName, i, answers[outcomes[i].Request]);
            }
        }

        body.WriteByte((byte)']');
    }

    private void WriteEntity(JsonBuffer body, string responseName, int index, JsonElement answer)
    {
        foreach (var error in ErrorsOf(answer))
        {
            WriteError(NextError(), error, responseName, index, isRefusal: !answer.TryGetProperty("data", out _));
        }

        body.WriteRaw(answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? Raw(data.GetProperty(EntityRequests.Entity)) : "null"u8);
    }

    /// <summary>The error of an entity's request as one of `_entities`: its path begins at the representation, its location meant another document.</summary>
    private static void WriteError(JsonBuffer output, JsonElement error, string responseName, int index, bool isRefusal)
    {
        output.WriteRaw("{\"message\":"u8);
        output.WriteRaw(Raw(error.GetProperty("message")));
        output.WriteRaw(",\"path\":["u8);
        output.WriteString(responseName);
        output.WriteByte((byte)',');
        output.WriteNumber(index);
        foreach (var step in error.TryGetProperty("path", out var path) ? path.EnumerateArray().Skip(1) : [])
        {
            output.WriteByte((byte)',');
            output.WriteRaw(Raw(step));
        }

        output.WriteByte((byte)']');
        if (error.TryGetProperty("extensions", out var extensions))
        {
            output.WriteRaw(",\"extensions\":"u8);
            output.WriteRaw(Raw(extensions));
        }
        else if (isRefusal)
        {
            output.WriteRaw(",\"extensions\":{\"code\":"u8);
            output.WriteString(Invalid);
            output.WriteByte((byte)'}');
        }

        output.WriteByte((byte)'}');
    }

    private JsonBuffer NextError()
    {
        _errors.WriteRaw(_errors.Length == 0 ? ""u8 : ","u8);
        return _errors;
    }

    private static JsonElement.ArrayEnumerator ErrorsOf(JsonElement answer) => answer.TryGetProperty("errors", out var errors) ? errors.EnumerateArray() : default;

    private static ReadOnlySpan<byte> Raw(JsonElement value) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value);
}
