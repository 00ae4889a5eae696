using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Paths of a response: strings and ints.</summary>
internal static class JsonPath
{
    public static void Write(JsonBuffer output, IReadOnlyList<object> path)
    {
        output.WriteByte((byte)'[');
        for (var i = 0; i < path.Count; i++)
        {
            output.WriteRaw(i == 0 ? ""u8 : ","u8);
            if (path[i] is int index)
            {
                output.WriteNumber(index);
            }
            else
            {
                output.WriteString((string)path[i]);
            }
        }

        output.WriteByte((byte)']');
    }
}
