using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FinFlow.GraphQL.Types;

/// <summary>
/// The text of a payload of a response in parts, while it grows: what is pending, what came, what is complete. Not safe for concurrent use.
/// https://spec.graphql.org/draft/#sec-Incremental-Stream-Update-Result
/// </summary>
public sealed class IncrementalPayload
{
    private JsonBuffer? _pending;
    private JsonBuffer? _incremental;
    private JsonBuffer? _completed;
    private JsonBuffer? _itemErrors;
    private int _stream = -1;

    /// <summary>Tells of a part that will come.</summary>
    /// <param name="id">What it is called from now on.</param>
    /// <param name="path">Where it will be: response names and indices.</param>
    /// <param name="label">The client's name for it.</param>
    public void Pend(int id, IReadOnlyList<object> path, string? label)
    {
        var output = Next(ref _pending);
        WriteId(output, id);
        output.WriteRaw(",\"path\":"u8);
        output.WritePath(path);
        if (label is not null)
        {
            output.WriteRaw(",\"label\":"u8);
            output.WriteString(label);
        }

        output.WriteByte((byte)'}');
    }

    /// <summary>Begins the fields of an object of a deferred fragment.</summary>
    /// <param name="id">The fragment's.</param>
    /// <param name="path">Where the object is.</param>
    /// <param name="known">How many segments of the path are the fragment's own, which the client has been told.</param>
    /// <returns>Takes the object; <see cref="EndData(ReadOnlySpan{byte})"/> ends it.</returns>
    public JsonBuffer BeginData(int id, IReadOnlyList<object> path, int known)
    {
        CloseItems();
        var output = Next(ref _incremental);
        WriteId(output, id);
        if (path.Count > known)
        {
            output.WriteRaw(",\"subPath\":"u8);
            output.WritePath(path, known);
        }

        output.WriteRaw(",\"data\":"u8);
        return output;
    }

    /// <param name="errors">What went wrong in them.</param>
    public void EndData(IReadOnlyList<GraphQLError> errors)
    {
        WriteErrors(_incremental!, errors);
        _incremental!.WriteByte((byte)'}');
    }

    /// <param name="errors">What went wrong in them, as a JSON list; empty for nothing.</param>
    public void EndData(ReadOnlySpan<byte> errors)
    {
        WriteErrors(_incremental!, errors);
        _incremental!.WriteByte((byte)'}');
    }

    /// <summary>The next item of a stream. Items that follow each other stand in one list.</summary>
    /// <param name="id">The stream's.</param>
    /// <param name="errors">What went wrong in the item.</param>
    /// <returns>Takes the item.</returns>
    public JsonBuffer AddItem(int id, IReadOnlyList<GraphQLError> errors)
    {
        if (_stream == id)
        {
            _incremental!.WriteByte((byte)',');
        }
        else
        {
            CloseItems();
            WriteId(Next(ref _incremental), id);
            _incremental!.WriteRaw(",\"items\":["u8);
            _stream = id;
        }

        foreach (var error in errors)
        {
            error.Write(Next(ref _itemErrors));
        }

        return _incremental!;
    }

    /// <param name="id">Of what is complete.</param>
    /// <param name="errors">Why nothing, or nothing more, of it came.</param>
    public void Complete(int id, IReadOnlyList<GraphQLError> errors)
    {
        var output = Next(ref _completed);
        WriteId(output, id);
        WriteErrors(output, errors);
        output.WriteByte((byte)'}');
    }

    /// <param name="id">Of what is complete.</param>
    /// <param name="errors">Why nothing, or nothing more, of it came, as a JSON list; empty when it did.</param>
    public void Complete(int id, ReadOnlySpan<byte> errors)
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

    /// <summary>Gives what there is to tell, and begins the next payload; false when there is nothing yet.</summary>
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

    /// <summary>Forgets what nobody has taken.</summary>
    public void Clear()
    {
        foreach (var list in new[] { _pending, _incremental, _completed, _itemErrors })
        {
            list?.Dispose();
        }

        (_pending, _incremental, _completed, _itemErrors, _stream) = (null, null, null, null, -1);
    }

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

    private static void WriteErrors(JsonBuffer output, IReadOnlyList<GraphQLError> errors)
    {
        if (errors.Count > 0)
        {
            output.WriteRaw(",\"errors\":"u8);
            GraphQLError.WriteAll(output, errors);
        }
    }

    private static void WriteErrors(JsonBuffer output, ReadOnlySpan<byte> errors)
    {
        if (errors.Length > 0)
        {
            output.WriteRaw(",\"errors\":"u8);
            output.WriteRaw(errors);
        }
    }

    private static void WriteList(JsonBuffer output, ReadOnlySpan<byte> start, ref JsonBuffer? list)
    {
        if (list is not null)
        {
            output.WriteRaw(start);
            output.WriteRaw(list.WrittenSpan);
            output.WriteByte((byte)']');
            list.Dispose();
            list = null;
        }
    }

    private void WriteParts(JsonBuffer output)
    {
        CloseItems();
        WriteList(output, ",\"pending\":["u8, ref _pending);
        WriteList(output, ",\"incremental\":["u8, ref _incremental);
        WriteList(output, ",\"completed\":["u8, ref _completed);
    }

    private void CloseItems()
    {
        if (_stream < 0)
        {
            return;
        }

        _incremental!.WriteByte((byte)']');
        WriteList(_incremental, ",\"errors\":["u8, ref _itemErrors);
        _incremental.WriteByte((byte)'}');
        _stream = -1;
    }
}
