using System.Buffers;

namespace FinFlow.Finance;

/// <summary>Ids with a readable prefix and a UUIDv7: <c>pay_019300a1b2c37d4e8f5061728394a5b6</c>. Their text sorts by time.</summary>
public static class Id
{
    private const int HexDigits = 32;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <param name="prefix">What it names, as the contract lists it: <c>pay</c>, <c>usr</c>; without the underscore.</param>
    /// <param name="clock">Where the time in the id comes from (RFC 9562 §5.7, milliseconds).</param>
    public static string New(string prefix, TimeProvider clock) => $"{prefix}_{Guid.CreateVersion7(clock.GetUtcNow()):n}";

    /// <summary>Whether the id is one of this prefix. It says nothing about whether the thing exists.</summary>
    public static bool HasPrefix(string id, string prefix)
        => id.Length == prefix.Length + 1 + HexDigits
            && id[prefix.Length] == '_'
            && id.StartsWith(prefix, StringComparison.Ordinal)
            && id.AsSpan(prefix.Length + 1).IndexOfAnyExcept(Hex) < 0;
}
