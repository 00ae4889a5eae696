using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Answers the root fields that no source has: introspection, and the objects that `node` and `nodes` name.</summary>
internal sealed class GatewayAnswers(CompositeSchema schema, ResultStore store, VariableValues variables)
{
    public void Answer(GatewayField field)
    {
        var row = store.Root + 1 + field.Field.Slot;
        if (field.Place is { } place)
        {
            AnswerNodes(row, field.Field, place);
            return;
        }

        using var buffer = new JsonBuffer(16 * 1024);
        new IntrospectionWriter(schema.Client, buffer, variables).WriteRoot(field.Field);
        SetLeaf(row, buffer.WrittenSpan.ToArray());
    }

    private void AnswerNodes(int row, SelectedField field, NodePlace place)
    {
        var argument = field.Arguments.FirstOrDefault(a => a.Name.Value is "id" or "ids");
        var ids = argument is null ? [] : Strings(argument.Value).ToList();
        if (field.Name == "node")
        {
            AnswerNode(row, ids.FirstOrDefault(), place);
            return;
        }

        var first = store.Allocate(ids.Count);
        store[row] = new Row { Kind = RowKind.List, Start = first, Length = ids.Count };
        for (var i = 0; i < ids.Count; i++)
        {
            AnswerNode(first + i, ids[i], place);
        }
    }

    private void AnswerNode(int row, string? id, NodePlace place)
    {
        if (id is null || schema.TypeOfId(id) is not { } type || !place.IdSlotsByType.TryGetValue(type, out var idSlot))
        {
            store[row].Kind = RowKind.Null;
            var error = new SourceError("gateway", "The id does not name an object of this schema.") { Code = "NODE_ID_INVALID" };
            store.AllErrors.Add(error);
            store.AddError(row, error, []);
            return;
        }

        var header = store.AddObject(schema.TypeOf(type).ObjectIndex, place.SlotCount, place.Place);
        store[row] = new Row { Kind = RowKind.Object, Start = header };
        if (idSlot is { } slot)
        {
            using var buffer = new JsonBuffer(id.Length + 2);
            buffer.WriteString(id);
            SetLeaf(header + 1 + slot, buffer.WrittenSpan.ToArray());
        }
    }

    private void SetLeaf(int row, byte[] bytes)
        => store[row] = new Row { Kind = RowKind.Leaf, Document = store.AddDocument(bytes), Start = 0, Length = bytes.Length };

    private IEnumerable<string?> Strings(ValueNode value) => value switch
    {
        StringValueNode text => [text.Value],
        IntValueNode number => [number.Value],
        ListValueNode list => list.Items.SelectMany(Strings),
        VariableNode variable when variables.Sent.TryGetValue(variable.Name.Value, out var sent) => Strings(sent),
        VariableNode variable when variables.Literal(variable.Name.Value) is { } literal => Strings(literal),
        _ => [null],
    };

    private static IEnumerable<string?> Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [value.GetString()],
        JsonValueKind.Number => [value.GetRawText()],
        _ => [null],
    };
}
