namespace FinFlow.Gateway.Fusion;

/// <summary>GraphQL names are ASCII, so that a name in JSON can be compared without decoding it.</summary>
internal static class Utf8Names
{
    public static bool AreEqual(ReadOnlySpan<byte> utf8, string name) => System.Text.Ascii.Equals(utf8, name);
}
