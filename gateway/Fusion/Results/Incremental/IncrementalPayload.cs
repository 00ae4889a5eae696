using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>The text of a payload while it grows. https://spec.graphql.org/draft/#sec-Incremental-Stream-Update-Result</summary>
internal sealed class IncrementalPayload : IDisposable
{
    private JsonBuffer? _pending;
    private JsonBuffer? _incremental;
    private JsonBuffer? _completed;

    public void Pend(DeferredFragment fragment)
    {
        var output = Next(ref _pending);
        WriteId(output, fragment);
        output.WriteRaw(",\"path\":"u8);
        JsonPath.Write(output, fragment.Path);
        if (fragment.Label is not null)
        {
            output.WriteRaw(",\"label\":"u8);
            output.WriteString(fragment.Label);
        }

        output.WriteByte((byte)'}');
    }

    /// <summary>Fields go to the deepest fragment that the client knows of; the rest of the way is told with them.</summary>
    public void Add(DeferredFragment fragment, DeferredFields fields)
    {
        var best = fields.Fragments.Where(other => other.IsOpen).Append(fragment).MaxBy(other => other.Path.Length)!;
        var output = Next(ref _incremental);
        WriteId(output, best);
        if (fields.Path.Length > best.Path.Length)
        {
            output.WriteRaw(",\"subPath\":"u8);
            JsonPath.Write(output, fields.Path[best.Path.Length..]);
        }

        output.WriteRaw(",\"data\":"u8);
        output.WriteRaw(fields.Data!.WrittenSpan);
        WriteErrors(output, fields.Errors);
        output.WriteByte((byte)'}');
    }

    /// <param name="fragment">What is complete.</param>
    /// <param name="errors">Why nothing of it came, as a JSON list; empty when it did.</param>
    public void Complete(DeferredFragment fragment, ReadOnlySpan<byte> errors)
    {
        var output = Next(ref _completed);
        WriteId(output, fragment);
        WriteErrors(output, errors);
        output.WriteByte((byte)'}');
    }

    /// <summary>What the first payload has besides its data.</summary>
    public void WriteFirst(JsonBuffer output)
    {
        WriteParts(output);
        output.WriteRaw(",\"hasNext\":true"u8);
    }

    /// <summary>False when there is nothing to tell yet.</summary>
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

    public void Dispose()
    {
        _pending?.Dispose();
        _incremental?.Dispose();
        _completed?.Dispose();
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

    private static void WriteId(JsonBuffer output, DeferredFragment fragment)
    {
        output.WriteRaw("{\"id\":"u8);
        output.WriteString(fragment.Id!.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteErrors(JsonBuffer output, ReadOnlySpan<byte> errors)
    {
        if (errors.Length > 0)
        {
            output.WriteRaw(",\"errors\":"u8);
            output.WriteRaw(errors);
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
        WritePart(output, ",\"pending\":["u8, ref _pending);
        WritePart(output, ",\"incremental\":["u8, ref _incremental);
        WritePart(output, ",\"completed\":["u8, ref _completed);
    }
}
