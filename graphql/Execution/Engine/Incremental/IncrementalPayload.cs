using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>The text of a payload while it grows. https://spec.graphql.org/draft/#sec-Incremental-Stream-Update-Result</summary>
internal sealed class IncrementalPayload
{
    private readonly List<GraphQLError> _itemErrors = [];
    private JsonBuffer? _pending;
    private JsonBuffer? _incremental;
    private JsonBuffer? _completed;
    private ItemStream? _stream;

    public void Pend(LaterPart part)
    {
        var output = Next(ref _pending);
        WriteId(output, part.Id!.Value);
        output.WriteRaw(",\"path\":"u8);
        WritePath(output, part.Path?.ToArray() ?? []);
        if (part.Label is not null)
        {
            output.WriteRaw(",\"label\":"u8);
            output.WriteString(part.Label);
        }

        output.WriteByte((byte)'}');
    }

    /// <summary>Fields go to the deepest fragment that the client knows of; the rest of the way is told with them.</summary>
    public void Add(DeferredFragment fragment, DeferredFields fields)
    {
        var best = fields.Fragments.Where(other => other is { Id: not null, IsDone: false }).Append(fragment).MaxBy(other => Depth(other.Path))!;
        CloseItems();
        var output = Next(ref _incremental);
        WriteId(output, best.Id!.Value);
        var rest = (fields.Place.Path?.ToArray() ?? [])[Depth(best.Path)..];
        if (rest.Length > 0)
        {
            output.WriteRaw(",\"subPath\":"u8);
            WritePath(output, rest);
        }

        output.WriteRaw(",\"data\":"u8);
        fields.Execution!.MoveTo(output);
        WriteErrors(output, fields.Execution.Errors.ToList());
        output.WriteByte((byte)'}');
    }

    public void Add(ItemStream stream, StreamedItem item)
    {
        if (_stream == stream)
        {
            _incremental!.WriteByte((byte)',');
        }
        else
        {
            CloseItems();
            WriteId(Next(ref _incremental), stream.Id!.Value);
            _incremental!.WriteRaw(",\"items\":["u8);
            _stream = stream;
        }

        item.Execution.MoveTo(_incremental!);
        _itemErrors.AddRange(item.Execution.Errors.ToList());
    }

    public void Complete(int id, IReadOnlyList<GraphQLError> errors)
    {
        var output = Next(ref _completed);
        WriteId(output, id);
        WriteErrors(output, errors);
        output.WriteByte((byte)'}');
    }

    /// <summary>What the first payload has besides its data.</summary>
    public void WriteFirst(JsonBuffer output)
    {
        WriteParts(output);
        output.WriteRaw(",\"hasNext\":true"u8);
    }

    public bool TryTake(bool hasNext, [NotNullWhen(true)] out OperationResult? payload)
    {
        payload = null;
        if (_pending is null && _incremental is null && _completed is null)
        {
            return false;
        }

        var output = new JsonBuffer();
        output.WriteRaw(hasNext ? "{\"hasNext\":true"u8 : "{\"hasNext\":false"u8);
        WriteParts(output);
        output.WriteByte((byte)'}');
        payload = new OperationResult(output) { HasData = true };
        return true;
    }

    private static int Depth(PathNode? path) => path?.ToArray().Length ?? 0;

    private static JsonBuffer Next(ref JsonBuffer? list)
    {
        if (list is null)
        {
            list = new JsonBuffer();
        }
        else
        {
            list.WriteByte((byte)',');
        }

        return list;
    }

    private static void WriteId(JsonBuffer output, int id)
    {
        output.WriteRaw("{\"id\":"u8);
        output.WriteString(id.ToString(CultureInfo.InvariantCulture));
    }

    private static void WritePath(JsonBuffer output, object[] path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            output.WriteByte(i == 0 ? (byte)'[' : (byte)',');
            if (path[i] is int index)
            {
                output.WriteNumber(index);
            }
            else
            {
                output.WriteString((string)path[i]);
            }
        }

        output.WriteRaw(path.Length == 0 ? "[]"u8 : "]"u8);
    }

    private static void WriteErrors(JsonBuffer output, IReadOnlyList<GraphQLError> errors)
    {
        if (errors.Count > 0)
        {
            output.WriteRaw(",\"errors\":"u8);
            GraphQLError.WriteAll(output, errors);
        }
    }

    private static void WritePart(JsonBuffer output, ReadOnlySpan<byte> name, ref JsonBuffer? list)
    {
        if (list is not null)
        {
            output.WriteRaw(name);
            output.WriteRaw(list.WrittenSpan);
            output.WriteByte((byte)']');
            list.Dispose();
            list = null;
        }
    }

    private void WriteParts(JsonBuffer output)
    {
        CloseItems();
        WritePart(output, ",\"pending\":["u8, ref _pending);
        WritePart(output, ",\"incremental\":["u8, ref _incremental);
        WritePart(output, ",\"completed\":["u8, ref _completed);
    }

    private void CloseItems()
    {
        if (_stream is not null)
        {
            _incremental!.WriteByte((byte)']');
            WriteErrors(_incremental, _itemErrors);
            _incremental.WriteByte((byte)'}');
            _itemErrors.Clear();
            _stream = null;
        }
    }
}
