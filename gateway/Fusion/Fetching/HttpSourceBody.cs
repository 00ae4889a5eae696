using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Requests and answers of a source as JSON.</summary>
internal static class HttpSourceBody
{
    public static JsonBuffer Write(IReadOnlyList<SourceCall> calls)
    {
        var body = new JsonBuffer(4096);
        body.WriteRaw(calls.Count > 1 ? "["u8 : ""u8);
        for (var i = 0; i < calls.Count; i++)
        {
            body.WriteRaw(i > 0 ? ",{\"query\":"u8 : "{\"query\":"u8);
            body.WriteRaw(calls[i].DocumentJson.Span);
            WriteVariables(body, calls[i].Variables);
            body.WriteByte((byte)'}');
        }

        body.WriteRaw(calls.Count > 1 ? "]"u8 : ""u8);
        return body;
    }

    /// <summary>The answers in a body: one per line, one per element of a list, or one.</summary>
    /// <exception cref="SourceFormatException">It is not JSON.</exception>
    public static IReadOnlyList<SourceAnswer> Split(byte[] bytes, int length, bool isLines, IReadOnlyList<SourceCall> calls)
    {
        if (isLines)
        {
            return SplitLines(bytes, length);
        }

        var json = new JsonCursor(bytes, 0, length);
        return json.Peek() switch
        {
            (byte)'[' => SplitList(bytes, length, calls),
            (byte)'{' => [new SourceAnswer(bytes, 0, length)],
            _ => throw new SourceFormatException(),
        };
    }

    private static void WriteVariables(JsonBuffer body, IReadOnlyList<ReadOnlyMemory<byte>> variables)
    {
        if (variables is [var only])
        {
            if (only.Length > 2)
            {
                body.WriteRaw(",\"variables\":"u8);
                body.WriteRaw(only.Span);
            }

            return;
        }

        body.WriteRaw(",\"variables\":"u8);
        for (var i = 0; i < variables.Count; i++)
        {
            body.WriteRaw(i == 0 ? "["u8 : ","u8);
            body.WriteRaw(variables[i].Span);
        }

        body.WriteByte((byte)']');
    }

    private static List<SourceAnswer> SplitLines(byte[] bytes, int length)
    {
        var answers = new List<SourceAnswer>();
        for (var start = 0; start < length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start, length - start);
            end = end < 0 ? length : end;
            if (end - start > 1)
            {
                answers.Add(new SourceAnswer(bytes, start, end - start));
            }

            start = end + 1;
        }

        return answers;
    }

    /// <summary>Elements without indices stand in the order of the requests and their sets of variables.</summary>
    private static List<SourceAnswer> SplitList(byte[] bytes, int length, IReadOnlyList<SourceCall> calls)
    {
        var places = calls.SelectMany((call, index) => call.Variables.Select((_, set) => (Call: index, Set: set))).ToList();
        var answers = new List<SourceAnswer>();
        var json = new JsonCursor(bytes, 0, length);
        json.Take((byte)'[');
        do
        {
            json.Peek();
            var start = json.Position;
            json.SkipValue();
            var place = answers.Count < places.Count ? places[answers.Count] : throw new SourceFormatException();
            answers.Add(new SourceAnswer(bytes, start, json.Position - start, place.Call, place.Set));
        }
        while (json.TakeSeparator((byte)']'));

        return answers;
    }
}
