using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>An error of a response. https://spec.graphql.org/draft/#sec-Errors</summary>
public sealed record GraphQLError(string Message)
{
    public IReadOnlyList<ErrorLocation> Locations { get; init; } = [];

    /// <summary>Response names (string) and list indices (int) from the root; null for request errors.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>`extensions.code`, e.g. AUTH_NOT_AUTHORIZED.</summary>
    public string? Code { get; init; }

    /// <summary>Further extensions: strings, booleans, whole numbers, lists of strings.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>An error that points at where <paramref name="nodes"/> begin; nodes that are null or were not parsed give no location.</summary>
    public static GraphQLError At(string message, params IEnumerable<SyntaxNode?> nodes)
        => new(message)
        {
            Locations = [.. nodes.Select(node => node?.Location).OfType<Location>().Select(location => new ErrorLocation(location.Line, location.Column))],
        };

    public static void WriteAll(JsonBuffer output, IReadOnlyList<GraphQLError> errors)
    {
        output.WriteByte((byte)'[');
        for (var i = 0; i < errors.Count; i++)
        {
            if (i > 0)
            {
                output.WriteByte((byte)',');
            }

            errors[i].Write(output);
        }

        output.WriteByte((byte)']');
    }

    public void Write(JsonBuffer output)
    {
        output.WriteRaw("{\"message\":"u8);
        output.WriteString(Message);
        WriteLocations(output);
        if (Path is not null)
        {
            output.WriteRaw(",\"path\":"u8);
            output.WritePath(Path);
        }

        if (Code is not null || Extensions is { Count: > 0 })
        {
            output.WriteRaw(",\"extensions\":{"u8);
            WriteExtensions(output);
            output.WriteByte((byte)'}');
        }

        output.WriteByte((byte)'}');
    }

    private void WriteLocations(JsonBuffer output)
    {
        for (var i = 0; i < Locations.Count; i++)
        {
            output.WriteRaw(i == 0 ? ",\"locations\":[{\"line\":"u8 : ",{\"line\":"u8);
            output.WriteNumber(Locations[i].Line);
            output.WriteRaw(",\"column\":"u8);
            output.WriteNumber(Locations[i].Column);
            output.WriteRaw(i == Locations.Count - 1 ? "}]"u8 : "}"u8);
        }
    }

    private void WriteExtensions(JsonBuffer output)
    {
        var first = true;
        if (Code is not null)
        {
            output.WriteRaw("\"code\":"u8);
            output.WriteString(Code);
            first = false;
        }

        foreach (var (key, value) in Extensions ?? new Dictionary<string, object?>())
        {
            if (!first)
            {
                output.WriteByte((byte)',');
            }

            output.WriteString(key);
            output.WriteByte((byte)':');
            WriteValue(output, value);
            first = false;
        }
    }

    private static void WriteValue(JsonBuffer output, object? value)
    {
        switch (value)
        {
            case null: output.WriteNull(); break;
            case string text: output.WriteString(text); break;
            case bool flag: output.WriteBoolean(flag); break;
            case int number: output.WriteNumber(number); break;
            case long number: output.WriteNumber(number); break;
            case IEnumerable<object> list: WriteList(output, list); break;
            default: output.WriteString(value.ToString()); break;
        }
    }

    private static void WriteList(JsonBuffer output, IEnumerable<object> list)
    {
        output.WriteByte((byte)'[');
        var first = true;
        foreach (var item in list)
        {
            if (!first)
            {
                output.WriteByte((byte)',');
            }

            WriteValue(output, item);
            first = false;
        }

        output.WriteByte((byte)']');
    }
}

/// <summary>1-based.</summary>
public readonly record struct ErrorLocation(int Line, int Column);
