using System.Runtime.InteropServices;

namespace FinFlow.Gateway.Fusion;

/// <summary>Whether two requests to a source are one and the same: operations, variables, identity, headers passed on.</summary>
internal static class EqualRequests
{
    /// <summary>How much of the variables goes into the hash.</summary>
    private const int HashedBytesMax = 256;

    /// <summary>Quick rather than thorough: a meeting of hashes is settled by comparing everything.</summary>
    public static int HashOf(SourceRequest request)
    {
        var hash = new HashCode();
        hash.Add(request.Context.Authorization);
        foreach (var (_, value) in request.Context.Headers)
        {
            hash.Add(value);
        }

        foreach (var call in request.Calls)
        {
            hash.Add(call.Document);
            hash.Add(call.Variables.Count);
            var first = call.Variables[0].Span;
            hash.Add(string.GetHashCode(MemoryMarshal.Cast<byte, char>(first[..Math.Min(first.Length, HashedBytesMax)])));
        }

        return hash.ToHashCode();
    }

    public static bool AreEqual(SourceRequest left, SourceRequest right)
    {
        if (!AreEqual(left.Context, right.Context) || left.Calls.Count != right.Calls.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Calls.Count; i++)
        {
            var (one, other) = (left.Calls[i], right.Calls[i]);
            if (!one.Document.Equals(other.Document) || one.Variables.Count != other.Variables.Count)
            {
                return false;
            }

            for (var set = 0; set < one.Variables.Count; set++)
            {
                if (!one.Variables[set].Span.SequenceEqual(other.Variables[set].Span))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>A token says all about who asks; without one, only the very same identity is equal.</summary>
    private static bool AreEqual(SourceContext left, SourceContext right)
        => left.Authorization == right.Authorization && (left.Authorization is not null || ReferenceEquals(left.User, right.User))
            && AreEqual(left.Headers, right.Headers);

    private static bool AreEqual(IReadOnlyList<KeyValuePair<string, string>> left, IReadOnlyList<KeyValuePair<string, string>> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (left[i].Key != right[i].Key || left[i].Value != right[i].Value)
            {
                return false;
            }
        }

        return true;
    }
}
